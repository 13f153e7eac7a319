"""Note that somebody is here to send; after a long silence hold what was planned before (R11)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.queries.sending import is_copy
from noroshi.actions.steering import note_steering
from noroshi.domain.events import EventKind
from noroshi.domain.sending import SILENCE
from noroshi.storage import sending_right, steering
from noroshi.storage.steering import Hand
from noroshi.storage.unit_of_work import unit_of_work

_EVERY: Final = timedelta(seconds=5)
_WAITED: Final = "It was waiting while Noroshi was down."


def note_alive(context: Context, *, was_here: bool = False) -> bool:
    """Say that this process could send; False when it must not.

    After more than 15 minutes without anybody, every dispatch that was planned earlier than that is
    paused: a person reads it and decides. ``was_here``: this process knows that it was alive all
    the time, whatever the clock of the database says.
    """
    if is_copy(context):
        return False
    with unit_of_work():
        silent = sending_right.seen(at_most_every=_EVERY)
        if silent is not None and silent > SILENCE and not was_here:
            before = context.clock.now() - SILENCE
            hold(context, sending_right.waiting_dispatches(planned_before=before), why=_WAITED)
    sending_right.point(context.page_root)
    return True


def hold(context: Context, dispatches: list[int], *, why: str) -> None:
    """Pause dispatches that would go on by themselves; inside the current transaction."""
    hand = Hand(by=SYSTEM.person, at=context.clock.now(), reason=why)
    for each in dispatches:
        dispatch = steering.steered(each, lock=True)
        if dispatch.is_running:
            note_steering(EventKind.DISPATCH_PAUSED, dispatch, hand)
            steering.pause(each, hand)
