"""What pausing, resuming and stopping a dispatch have in common."""

from __future__ import annotations

from noroshi.domain.delivery import State
from noroshi.domain.events import EventKind
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, messages, steering, tallies
from noroshi.storage.steering import Hand, Steered


def to_be_steered(dispatch_id: int, *, way_out: str) -> Steered:
    """The dispatch, locked, as long as something can be changed about it.

    Raises:
        NotFound: there is no such dispatch.
        Conflict: it has ended; ``way_out`` says what can be done instead.
    """
    dispatch = steering.steered(dispatch_id, lock=True)
    if dispatch.stopped_at:
        raise Conflict(
            "This delivery was stopped, and a stop cannot be undone.",
            way_out="Write an update to reach the people who got nothing.",
        )
    if dispatch.finished_at:
        raise Conflict("This delivery has ended already.", way_out=way_out)
    return dispatch


def note_steering(
    kind: EventKind, dispatch: Steered, hand: Hand, *, left: int | None = None
) -> None:
    """Put it into the event log. ``left``: people who wait, or who now get nothing."""
    message = messages.get(messages.rendition(dispatch.rendition_id).message_id)
    events.append(
        at=hand.at,
        kind=kind,
        actor=hand.by,
        incident=message.incident_number,
        data={
            "dispatch": dispatch.id,
            "message": message.number,
            "channel": dispatch.channel,
            "left": to_go(dispatch.id) if left is None else left,
            "reason": hand.reason,
        },
    )


def to_go(dispatch_id: int) -> int:
    """People without a final outcome."""
    tally = tallies.tally_of(dispatch_id)
    return tally[State.QUEUED] + tally[State.SENDING]
