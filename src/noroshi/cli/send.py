"""``noroshi send``: who would get what, and which copy of the installation may send."""

from __future__ import annotations

from typing import Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, Lang, administering, language, opened
from noroshi.kernel.errors import Invalid

app = typer.Typer(
    help="Try a delivery without sending it, and let this copy of the installation send.",
    invoke_without_command=True,
    rich_markup_mode=None,
)

Reason = Annotated[str, typer.Option("--reason", help="Why; it stands in the log.")]


@app.callback()
def without_sending(
    ctx: typer.Context,
    *,
    dry_run: Annotated[int, typer.Option("--dry-run", min=0, help="The incident.")] = 0,
    message: Annotated[int, typer.Option(min=0, help="A message that is out already.")] = 0,
    address: Annotated[str, typer.Option(help="What exactly one person would get.")] = "",
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Say who would get the update that is being written, and send nothing."""
    if ctx.invoked_subcommand:
        return
    if not dry_run:
        raise Invalid(
            "Publishing an update sends it; this command only tries.",
            way_out="Say --dry-run INCIDENT. See “noroshi dispatch” for those under way.",
        )
    context = opened(ctx)
    from noroshi.actions.queries.dry_run import dry_run as tried
    from noroshi.actions.queries.dry_run import for_one
    from noroshi.cli import send_tables

    if address:
        found = for_one(dry_run, address, message=message or None)
        send_tables.person(found, language(lang), as_json=as_json)
        return
    whole = tried(context, dry_run, message=message or None)
    send_tables.whole(whole, language(lang), as_json=as_json)


@app.command("take-over")
def take_over(ctx: typer.Context, *, reason: Reason = "", person: As = "") -> None:
    """Let this copy of the installation send, and no longer the other one."""
    desk = administering(ctx, person)
    from noroshi.actions.take_over_sending import take_over_sending

    waiting = take_over_sending(desk.context, desk.actor, reason=reason)
    show.line("This installation sends from now on.")
    if waiting:
        show.line(f"{waiting} deliveries are paused: read each, then “noroshi dispatch resume”.")
