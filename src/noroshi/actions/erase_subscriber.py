"""Forget somebody who asks for it: what stays is a number, and that nothing may be sent."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.domain.delivery import Reason
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import NotFound
from noroshi.storage import erasure, events, subscribers, suppressions
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
    now = context.clock.now()
    with unit_of_work():
        found = subscribers.of_address(address.strip())
        if not found:
            raise NotFound(
                "Nothing is stored under this address.", way_out="Look for a mistake in it."
            )
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
                actor=actor.person,
                data={"subscriber": subscriber.id, "reason": str(Reason.ERASED)},
            )
    return erased
