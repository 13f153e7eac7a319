"""Write to a suppressed address again, because a person says so or its owner said yes anew."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.reason import typed_reason
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.domain.suppression import ends_with_a_new_yes
from noroshi.kernel.errors import Conflict, NotFound
from noroshi.storage import events, suppressions
from noroshi.storage.subscribers import Subscriber
from noroshi.storage.suppressions import Suppressed
from noroshi.storage.unit_of_work import unit_of_work

_SUBSCRIBED_ANEW = "subscribed and confirmed anew"


def lift_suppression(context: Context, actor: Actor, entry_id: int, *, reason: str) -> Suppressed:
    """Take an address off the suppression list. Subscriptions that its owner ended stay ended.

    Raises:
        NotAllowed: the actor may not manage people.
        NotFound: there is no such entry.
        Conflict: it was lifted before, or the address was erased at its owner's wish.
        Invalid: no reason.
    """
    actor.must_be_allowed(Deed.MANAGE_PEOPLE)
    told = typed_reason(reason, missing="Say why this address may be written to again.", most=300)
    with unit_of_work():
        entry = suppressions.get(entry_id, lock=True)
        if entry is None:
            raise NotFound("This address is not on the list.")
        _may_be_lifted(entry)
        _lift(context, entry, actor=actor.person, reason=told)
    return entry


def lift_for_address(
    context: Context, actor: Actor, *, channel: Channel, address: str, reason: str
) -> Suppressed:
    """The same by address.

    Raises:
        NotFound: the address is not on the list; and as ``lift_suppression``.
    """
    actor.must_be_allowed(Deed.MANAGE_PEOPLE)
    told = typed_reason(reason, missing="Say why this address may be written to again.", most=300)
    with unit_of_work():
        entry = suppressions.find(context.key, channel, address)
        if entry is None or entry.lifted_at:
            raise NotFound("This address is not on the list.")
        _may_be_lifted(entry)
        _lift(context, entry, actor=actor.person, reason=told)
    return entry


def lift_after_a_new_yes(context: Context, subscriber: Subscriber) -> bool:
    """Lift what a fresh confirmation outdates: see ``noroshi.domain.suppression``.

    Call it inside the transaction that confirms.
    """
    entry = suppressions.find(context.key, subscriber.channel, subscriber.address)
    if entry is None or entry.lifted_at or not ends_with_a_new_yes(entry.reason):
        return False
    _lift(context, entry, actor="reader", reason=_SUBSCRIBED_ANEW)
    return True


def _may_be_lifted(entry: Suppressed) -> None:
    if entry.lifted_at:
        raise Conflict("This address is not on the list any more.")
    if entry.reason is Reason.ERASED:
        raise Conflict(
            "The owner of this address had their data erased.",
            way_out="Only they can come back, by subscribing themselves.",
        )


def _lift(context: Context, entry: Suppressed, *, actor: str, reason: str) -> None:
    now = context.clock.now()
    suppressions.lift(entry, key=context.key, at=now)
    events.append(
        at=now,
        kind=EventKind.SUPPRESSION_LIFTED,
        actor=actor,
        data={"subscriber": entry.subscriber_id, "reason": reason},
    )
