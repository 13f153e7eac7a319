"""Take a reader's words away: people write names and numbers where they should not."""

from __future__ import annotations

from datetime import timedelta

from noroshi.actions.context import Actor, Context
from noroshi.domain.events import EventKind
from noroshi.domain.feedback import FORGET_SENDERS_AFTER
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import NotFound
from noroshi.storage import events, feedback
from noroshi.storage.unit_of_work import unit_of_work


def erase_feedback(context: Context, actor: Actor, number: int, feedback_id: int) -> None:
    """Erase the words for good; that somebody found the message unclear still counts.

    Raises:
        NotFound: there are no such words.
    """
    actor.must_be_allowed(Deed.EDIT)
    now = context.clock.now()
    with unit_of_work():
        about = {o.id: o.message for o in feedback.of_incident(number)}
        if not feedback.erase_comment(feedback_id, incident=number, at=now):
            raise NotFound("There are no such words, or they were erased already.")
        events.append(
            at=now,
            kind=EventKind.FEEDBACK_ERASED,
            actor=actor.person,
            incident=number,
            data={"message": about[feedback_id]},
        )


def forget_readers(context: Context, *, after: timedelta = FORGET_SENDERS_AFTER) -> int:
    """Make readers who said something long ago unrecognisable; how many words it concerned."""
    with unit_of_work():
        return feedback.forget_senders(before=context.clock.now() - after)
