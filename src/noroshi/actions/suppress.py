"""Send nothing to an address any more, because a person says so."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.reason import typed_reason
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Invalid
from noroshi.storage import events, subscribers, suppressions
from noroshi.storage.suppressions import Wanted
from noroshi.storage.unit_of_work import unit_of_work

BY_HAND = (Reason.BOUNCED, Reason.COMPLAINED)


def suppress(
    context: Context, actor: Actor, *, channel: Channel, address: str, reason: Reason, note: str
) -> bool:
    """Put an address on the suppression list; False when it was on it for as grave a reason.

    ``note`` says how the person knows; it is kept and must not name anybody.

    Raises:
        NotAllowed: the actor may not manage people.
        Invalid: no address, no such reason, or no note.
    """
    actor.must_be_allowed(Deed.MANAGE_PEOPLE)
    if not address.strip() or len(address) > 500:
        raise Invalid("Type the address.", field="address")
    if reason not in BY_HAND:
        raise Invalid("Choose “bounced” or “complained”.", field="reason")
    told = typed_reason(note, missing="Say how you know.", most=300)
    now = context.clock.now()
    with unit_of_work():
        known = [one for one in subscribers.of_address(address.strip()) if one.channel is channel]
        wanted = Wanted(
            channel=channel,
            address=address,
            reason=reason,
            detail=told,
            source=actor.person,
            subscriber_id=known[0].id if known else None,
        )
        added = suppressions.add([wanted], key=context.key, at=now)
        if not added:
            return False
        data = {"reason": told, "count": 1}
        events.append(at=now, kind=EventKind.SUPPRESSION_ADDED, actor=actor.person, data=data)
    return True
