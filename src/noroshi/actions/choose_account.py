"""Which account takes a piece of work (R6). An account that was taken as down may be probed by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from noroshi.actions.context import Context
from noroshi.actions.queries.provider_accounts import candidates_of
from noroshi.domain.channel import NAMES, Channel
from noroshi.domain.provider_account import ProviderAccount
from noroshi.domain.routing.choice import Chosen, Wait, choose, ticket_of
from noroshi.domain.routing.circuit import PROBE_LASTS
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import standings

_TRIES = 3
_SOON = timedelta(seconds=5)


class AllDown(Conflict):
    """Every account of a channel is taken as down; work waits until ``retry_at``."""

    def __init__(self, channel: Channel, *, retry_at: datetime) -> None:
        super().__init__(
            "Every account for {channel} is taken as down.",
            way_out="It is tried again by itself; see the accounts for what they answer.",
            channel=NAMES[channel],
        )
        self.retry_at = retry_at


def choose_account(context: Context, channel: Channel, *, ticket: int) -> ProviderAccount:
    """The account for a piece of work, by the present shares; the same ticket, the same place.

    ``is_probe`` of the answer says that this work finds out whether the account works again: hand
    over one small group, report its results, and choose again. Call it outside of a transaction.

    Raises:
        Invalid: the channel has no account, or all are paused by hand.
        AllDown: none works at the moment.
    """
    for _ in range(_TRIES):
        now = context.clock.now()
        chosen = choose(candidates_of(context, channel), ticket_of(ticket), now=now)
        if isinstance(chosen, Wait):
            raise _refusal(context, channel, chosen)
        if not chosen.is_probe or _claimed(chosen, now=now):
            return replace(chosen.candidate.account, is_probe=chosen.is_probe)
    raise AllDown(channel, retry_at=context.clock.now() + _SOON)


def _claimed(chosen: Chosen, *, now: datetime) -> bool:
    known = chosen.candidate.standing.probe_at
    return standings.claim_probe(
        chosen.candidate.account.name, known=known, until=now + PROBE_LASTS
    )


def _refusal(context: Context, channel: Channel, waits: Wait) -> Invalid | AllDown:
    if waits.until is not None:
        return AllDown(channel, retry_at=waits.until)
    if candidates_of(context, channel):
        return Invalid(
            "Every account for {channel} is paused by hand.",
            way_out="Let one of them work again.",
            channel=NAMES[channel],
        )
    if channel is Channel.EMAIL:
        return Invalid(
            "No mail relay is set up, so mail waits.",
            way_out="Set NOROSHI_SMTP_HOST and start again, or add an account for e-mail.",
        )
    return Invalid(
        "There is no account for {channel}.",
        way_out="Add one under “Providers”, or with “noroshi provider add”.",
        channel=NAMES[channel],
    )
