"""``noroshi page``: publish the status pages, and see how they stand."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC
from typing import TYPE_CHECKING

import typer

from noroshi.cli import page_emergency, show
from noroshi.cli.desk import As, Json, administering, group, opened

if TYPE_CHECKING:
    from noroshi.actions.queries.pages_standing import PageStanding, TargetShown

app = group("Status pages: publish, see how they stand, write one by hand in an emergency.")
page_emergency.add_to(app)


@app.command()
def publish(ctx: typer.Context, *, person: As = "") -> None:
    """Ask for a new version of every page. The worker publishes it and reads it back."""
    desk = administering(ctx, person)
    from noroshi.actions.publish_pages_now import publish_pages_now

    wanted = publish_pages_now(desk.context, desk.actor)
    show.line(f"Version {wanted.version} of the pages is wanted; see “noroshi page status”.")


@app.command()
def status(ctx: typer.Context, *, as_json: Json = False) -> None:
    """Say which version readers see, target by target. Exit code 1 while one is not right."""
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
                "pages": [_document(one) for one in found.pages],
            }
        )
    else:
        rows = [_row(one.key, shown) for one in found.pages for shown in one.targets]
        show.table(("Page", "Target", "Version", "State", "Address"), rows)
        if found.verified:
            moment = show.at(found.verified.verified_at, UTC)
            show.line(f"Version {found.verified.version} was read back at {moment} UTC.")
        for record in found.waiting:
            failure = f": {record.failure}" if record.failure else ""
            show.line(f"Version {record.version} is not public yet{failure}")
        for one in found.troubled:
            show.line(f"{one.page}, {one.target}: {one.failure or one.state}")
    if failed or found.troubled:
        raise typer.Exit(1)


def _row(page: str, shown: TargetShown) -> tuple[str, ...]:
    one = shown.standing
    return page, one.target, str(one.version or "–"), str(one.state), shown.url


def _document(page: PageStanding) -> dict[str, object]:
    return {
        "key": page.key,
        "url": page.url,
        "version": page.version,
        "targets": [{**asdict(shown.standing), "url": shown.url} for shown in page.targets],
    }
