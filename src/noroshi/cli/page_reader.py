"""``noroshi page reader``: who may read the pages for one audience."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, administering, group, opened

if TYPE_CHECKING:
    from noroshi.actions.queries.invited import Line

app = group("Readers of the pages for one audience: invite them, take it back.")

Page = Annotated[str, typer.Argument(help="The page's key in the plan.")]
Whom = Annotated[str, typer.Argument(help="rin@partner.example, or @partner.example for all.")]


def add_to(pages: typer.Typer) -> None:
    """Stand below ``noroshi page``."""
    pages.add_typer(app, name="reader")


@app.command()
def add(ctx: typer.Context, *, page: Page, whom: Whom, person: As = "") -> None:
    """Invite an address, or everybody at a domain. Nobody is written to by this."""
    desk = administering(ctx, person)
    from noroshi.actions.invite_reader import invite_reader

    reader = invite_reader(desk.context, desk.actor, page, whom)
    show.line(f"{reader} may read “{page}”: they ask for a link on the page.")


@app.command()
def remove(ctx: typer.Context, *, page: Page, whom: Whom, person: As = "") -> None:
    """Take an invitation back. Sessions and feed addresses that hung on it end at once."""
    desk = administering(ctx, person)
    from noroshi.actions.invite_reader import uninvite_reader

    uninvite_reader(desk.context, desk.actor, page, whom)
    show.line(f"{whom} may not read “{page}” any more.")


@app.command("list")
def listing(ctx: typer.Context, *, as_json: Json = False) -> None:
    """List the pages for one audience, and who is invited to each."""
    context = opened(ctx)
    from noroshi.actions.queries.invited import invited

    found = invited(context)
    if as_json:
        show.document({"pages": [_document(line) for line in found]})
        return
    for line in found:
        who = "colleagues only" if line.is_internal else f"for {line.audience.key} and colleagues"
        show.line(f"{line.page.key}: {line.url} ({who}, {line.feeds} feed addresses)")
    rows = [
        (one.page, one.whom, one.by, show.at(one.at, UTC))
        for line in found
        for one in line.invitations
    ]
    if rows:
        show.table(("Page", "Invited", "By", "Since (UTC)"), rows)


def _document(line: Line) -> dict[str, object]:
    return {
        "key": line.page.key,
        "audience": line.audience.key,
        "url": line.url,
        "internal": line.is_internal,
        "feeds": line.feeds,
        "invited": [{"whom": one.whom, "by": one.by, "at": one.at} for one in line.invitations],
    }
