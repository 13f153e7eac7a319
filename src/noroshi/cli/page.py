"""``noroshi page``: publish the status pages, and see how they stand."""

from __future__ import annotations

from datetime import UTC

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, administering, group, opened

app = group("Status pages: publish, and see how they stand.")


@app.command()
def publish(ctx: typer.Context, *, person: As = "") -> None:
    """Ask for a new version of every page. The worker publishes it and reads it back."""
    desk = administering(ctx, person)
    from noroshi.actions.publish_pages_now import publish_pages_now

    wanted = publish_pages_now(desk.context, desk.actor)
    show.line(f"Version {wanted.version} of the pages is wanted; see “noroshi page status”.")


@app.command()
def status(ctx: typer.Context, *, as_json: Json = False) -> None:
    """Say which version readers see. Exit code 1 while a wanted one has failed."""
    context = opened(ctx)
    from noroshi.actions.queries.pages_standing import pages_standing

    found = pages_standing(context)
    failed = [record for record in found.waiting if record.failed_at]
    if as_json:
        show.document(
            {
                "verified": found.verified and found.verified.version,
                "verified_at": found.verified and found.verified.verified_at,
                "waiting": [record.version for record in found.waiting],
                "failure": failed[-1].failure if failed else None,
                "pages": [
                    {"key": one.key, "url": one.url, "version": one.version} for one in found.pages
                ],
            }
        )
    else:
        rows = [(one.key, one.url, str(one.version or "–")) for one in found.pages]
        show.table(("Page", "Address", "Version"), rows)
        if found.verified:
            moment = show.at(found.verified.verified_at, UTC)
            show.line(f"Version {found.verified.version} was read back at {moment} UTC.")
        for record in found.waiting:
            failure = f": {record.failure}" if record.failure else ""
            show.line(f"Version {record.version} is not public yet{failure}")
    if failed:
        raise typer.Exit(1)
