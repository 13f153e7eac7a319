"""Forget somebody who asks for it: what stays is a number, and that nothing may be sent."""

from __future__ import annotations

from collections.abc import Collection

from noroshi.actions.context import Actor, Context
from noroshi.domain.delivery import Reason
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import NotFound
from noroshi.storage import askings, erasure, events, subscribers, suppressions
from noroshi.storage.subscribers import Subscriber
from noroshi.storage.suppressions import Wanted
from noroshi.storage.unit_of_work import unit_of_work


def erase_subscriber(context: Context, actor: Actor, address: str) -> int:
    """Erase an address from every audience and channel; how many subscriptions it had.

    The ledger's ids stay, so counts stay right; a copy that is still under way ends as erased. The
    suppression list keeps a keyed hash, by which no import can bring the address back; only the
    person can, by subscribing again.

    Raises:
        NotFound: nothing is stored under the address.
    """
    actor.must_be_allowed(Deed.MANAGE_PEOPLE)
    with unit_of_work():
        found = subscribers.of_address(address.strip())
        if not found:
            raise NotFound(
                "Nothing is stored under this address.", way_out="Look for a mistake in it."
            )
        for channel, known in {(one.channel, one.address) for one in found}:
            askings.forget(channel, known)
        return forget(context, found, actor=actor.person)


def forget(context: Context, found: Collection[Subscriber], *, actor: str) -> int:
    """Erase these subscriptions, whoever asked for it; how many. Call it in a transaction."""
    now = context.clock.now()
    wanted = [
        Wanted(channel=one.channel, address=one.address, reason=Reason.ERASED, source="erasure")
        for one in found
    ]
    suppressions.add(wanted, key=context.key, at=now)
    erased = erasure.blank([subscriber.id for subscriber in found], at=now)
    for subscriber in found:
        events.append(
            at=now,
            kind=EventKind.SUBSCRIBER_SUPPRESSED,
            actor=actor,
            data={"subscriber": subscriber.id, "reason": str(Reason.ERASED)},
        )
    return erased
