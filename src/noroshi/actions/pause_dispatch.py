"""Hold a dispatch: no further group of it begins until it is resumed."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.steering import note_steering, to_be_steered
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.storage import steering
from noroshi.storage.steering import Hand, Steered
from noroshi.storage.unit_of_work import unit_of_work

_MOST = 300


def pause_dispatch(
    context: Context, actor: Actor, dispatch_id: int, *, reason: str = ""
) -> Steered:
    """Pause it. Copies that are being handed over at this moment still arrive.

    Pausing what is paused changes nothing.

    Raises:
        NotFound: there is no such dispatch.
        Conflict: it has ended.
    """
    actor.must_be_allowed(Deed.STEER_DELIVERY)
    now = context.clock.now()
    with unit_of_work():
        dispatch = to_be_steered(dispatch_id, way_out="Nothing is left to be paused.")
        if dispatch.paused_at:
            return dispatch
        hand = Hand(by=actor.person, at=now, reason=" ".join(reason.split())[:_MOST])
        note_steering(EventKind.DISPATCH_PAUSED, dispatch, hand)
        steering.pause(dispatch_id, hand)
        return steering.steered(dispatch_id)
