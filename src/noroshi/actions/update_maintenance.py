"""Say something while planned work lasts, or before it."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.plan_maintenance import MAX_DETAILS
from noroshi.actions.write_notices import write_notice
from noroshi.domain.events import EventKind
from noroshi.domain.language import Localised
from noroshi.domain.maintenance import Purpose
from noroshi.domain.message import Message
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import events, maintenances
from noroshi.storage.unit_of_work import unit_of_work


def update_maintenance(context: Context, actor: Actor, number: int, *, news: Localised) -> Message:
    """Draft an update of public work from ``news``; it goes out when somebody publishes it.

    Raises:
        Conflict: nobody was told of the work, or it is over.
        Invalid: there are no news.
    """
    actor.must_be_allowed(Deed.DRAFT)
    if not any(text.strip() for text in news.values()):
        raise Invalid("Say what is new.", field="news")
    if any(len(text) > MAX_DETAILS for text in news.values()):
        raise Invalid(
            "The text must have at most {most} characters.", field="news", most=MAX_DETAILS
        )
    with unit_of_work():
        work = maintenances.get(number, lock=True)
        if not work.is_public or work.is_over:
            raise Conflict("Only announced work gets updates, until it is over.")
        message = write_notice(context, actor, work, Purpose.UPDATE, news=news)
        events.append(
            at=context.clock.now(),
            kind=EventKind.MESSAGE_DRAFTED,
            actor=actor.person,
            incident=number,
            data={"message": message.number, "stage": message.stage},
        )
        return message
