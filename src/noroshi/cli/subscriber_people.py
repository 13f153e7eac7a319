"""The part of ``noroshi subscriber`` that is about addresses: export, show, unsubscribe, erase."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, administering

Address = Annotated[str, typer.Argument(help="The address, number or web address.")]


def give_away(
    ctx: typer.Context,
    *,
    audience: Annotated[str, typer.Option(help="Only this audience.")] = "",
    channel: Annotated[str, typer.Option(help="Only email, sms or webhook.")] = "",
    shape: Annotated[
        str, typer.Option("--format", help="noroshi, statuspage, cachet, listmonk.")
    ] = "noroshi",
    for_spreadsheet: Annotated[
        bool, typer.Option("--for-spreadsheet", help="No cell can be taken for a formula.")
    ] = False,
    person: As = "",
) -> None:
    """Write the subscribers to the standard output as CSV; how many goes to the error output."""
    desk = administering(ctx, person)
    from noroshi.actions.export_subscribers import Export, export_subscribers

    wanted = Export(
        audience=audience, channel=channel, shape=shape, for_spreadsheet=for_spreadsheet
    )
    done = export_subscribers(desk.context, desk.actor, wanted)
    for lines in done.lines:
        sys.stdout.write(lines)
    show.remark(f"{done.count:,} subscribers.")


def show_person(ctx: typer.Context, *, address: Address, person: As = "") -> None:
    """Show everything that is stored about an address, as JSON: what somebody may ask us for."""
    desk = administering(ctx, person)
    from noroshi.actions.queries.subscriber_file import as_document, files_of
    from noroshi.domain.permissions import Deed

    desk.actor.must_be_allowed(Deed.MANAGE_PEOPLE)
    show.document([as_document(file) for file in files_of(desk.context, address)])


def unsubscribe(
    ctx: typer.Context,
    *,
    address: Address,
    reason: Annotated[str, typer.Option(help="How they asked for it.")],
    person: As = "",
    as_json: Json = False,
) -> None:
    """Stop writing to an address, whatever it is subscribed to."""
    desk = administering(ctx, person)
    from noroshi.actions.queries.subscriber_file import files_of
    from noroshi.actions.unsubscribe_on_request import unsubscribe_on_request

    left = [
        unsubscribe_on_request(desk.context, desk.actor, file.subscriber.id, reason=reason)
        for file in files_of(desk.context, address)
    ]
    if as_json:
        show.document({"unsubscribed": len(left)})
    else:
        show.line(f"Unsubscribed: {len(left):,}.")


def erase(
    ctx: typer.Context,
    *,
    address: Address,
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    person: As = "",
    as_json: Json = False,
) -> None:
    """Forget an address for good. Counts and the ledger stay; no import can bring it back."""
    desk = administering(ctx, person)
    from noroshi.actions.erase_subscriber import erase_subscriber

    if not sure and not typer.confirm(f"Erase everything about {show.safe(address)}?"):
        raise typer.Exit(1)
    count = erase_subscriber(desk.context, desk.actor, address)
    if as_json:
        show.document({"erased": count})
    else:
        show.line(f"Erased: {count:,}.")
