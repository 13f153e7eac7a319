"""``noroshi suppression``: addresses that nothing is sent to."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, administering, group, opened
from noroshi.domain.channel import Channel
from noroshi.kernel.errors import Invalid

app = group("Addresses that nothing is sent to.")

Address = Annotated[str, typer.Argument(help="The whole address.")]
On = Annotated[str, typer.Option("--channel", help="email, sms or webhook.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept in the log.")]

_SHOWN = 50


@app.command("list")
def listing(ctx: typer.Context, *, as_json: Json = False) -> None:
    """Count the addresses by reason, and list the latest. No addresses are printed."""
    opened(ctx)
    from noroshi.storage import suppressions

    counts = {str(reason): n for reason, n in suppressions.counts().items()}
    latest = suppressions.newest(_SHOWN)
    if as_json:
        names = ("channel", "reason", "since", "source", "subscriber_id")
        show.document(
            {
                "counts": counts,
                "latest": [{name: getattr(one, name) for name in names} for one in latest],
            }
        )
        return
    for reason, count in counts.items():
        show.line(f"{reason}: {count:,}")
    show.table(
        ("Since (UTC)", "Channel", "Reason", "Subscriber", "Told by"),
        [
            (
                show.at(one.since, UTC),
                str(one.channel),
                str(one.reason),
                str(one.subscriber_id or "–"),
                one.source,
            )
            for one in latest
        ],
    )


@app.command()
def check(ctx: typer.Context, *, address: Address, channel: On = "email") -> None:
    """Say whether an address is on the list. Exit code 1 when it is."""
    context = opened(ctx)
    from noroshi.storage import suppressions

    reason = suppressions.reason_for(context.key, _channel(channel), address)
    show.line(f"Nothing is sent to it: {reason}." if reason else "It is not on the list.")
    if reason:
        raise typer.Exit(1)


@app.command()
def add(
    ctx: typer.Context,
    *,
    address: Address,
    reason: Reason,
    channel: On = "email",
    complained: Annotated[
        bool, typer.Option("--complained", help="Its owner complained; else it does not exist.")
    ] = False,
    person: As = "",
) -> None:
    """Send nothing to an address any more."""
    desk = administering(ctx, person)
    from noroshi.actions.suppress import suppress
    from noroshi.domain.delivery import Reason as Why

    added = suppress(
        desk.context,
        desk.actor,
        channel=_channel(channel),
        address=address,
        reason=Why.COMPLAINED if complained else Why.BOUNCED,
        note=reason,
    )
    show.line("Nothing is sent to it any more." if added else "It was on the list already.")


@app.command()
def lift(
    ctx: typer.Context, *, address: Address, reason: Reason, channel: On = "email", person: As = ""
) -> None:
    """Write to an address again. Whoever unsubscribed stays unsubscribed."""
    desk = administering(ctx, person)
    from noroshi.actions.lift_suppression import lift_for_address

    lift_for_address(
        desk.context, desk.actor, channel=_channel(channel), address=address, reason=reason
    )
    show.line("It may be written to again.")


def _channel(name: str) -> Channel:
    if name not in {"email", "sms", "webhook"}:
        raise Invalid(f"There is no list for “{name}”.", way_out="Say email, sms or webhook.")
    return Channel(name)
