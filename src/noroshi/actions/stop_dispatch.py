"""Stop a dispatch for good: who has no copy yet gets none."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.reason import typed_reason
from noroshi.actions.steering import note_steering, to_be_steered
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Invalid
from noroshi.storage import steering
from noroshi.storage.steering import Halted, Hand
from noroshi.storage.unit_of_work import unit_of_work

FEWEST, MOST = 10, 300
"""Characters of the reason. It is read in the review, by people who were not there."""


def stop_dispatch(context: Context, actor: Actor, dispatch_id: int, *, reason: str) -> Halted:
    """Settle everybody who has no final outcome, and cancel every further attempt.

    Who was being written to at this moment may have a copy and is listed as unknown; everybody
    else gets none. This cannot be undone.

    Raises:
        NotFound: there is no such dispatch.
        Invalid: the reason is missing or too short to mean anything.
        Conflict: it has ended.
    """
    actor.must_be_allowed(Deed.STEER_DELIVERY)
    words = _words(reason)
    now = context.clock.now()
    with unit_of_work():
        dispatch = to_be_steered(
            dispatch_id, way_out="If the text was wrong, send a correction to those who have it."
        )
        hand = Hand(by=actor.person, at=now, reason=words)
        halted = steering.stop(dispatch_id, hand)
        note_steering(EventKind.DISPATCH_STOPPED, dispatch, hand, left=halted.not_sent)
        return halted


def _words(reason: str) -> str:
    missing = "Say why it is stopped."
    words = " ".join(typed_reason(reason, missing=missing, most=MOST).split())
    if len(words) < FEWEST:
        raise Invalid(
            "Say why it is stopped, in {count} characters or more.", count=FEWEST, field="reason"
        )
    return words
