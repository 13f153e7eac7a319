"""Give up a message before it goes out."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.domain.events import EventKind
from noroshi.domain.message import Message, MessageState
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, messages
from noroshi.storage.unit_of_work import unit_of_work


def withdraw_message(context: Context, actor: Actor, message_id: int) -> Message:
    """Give the message up. Nothing was sent, nothing will be.

    Raises:
        Conflict: it has gone out already.
    """
    actor.must_be_allowed(Deed.DRAFT)
    now = context.clock.now()
    with unit_of_work():
        message = _in_work(message_id)
        events.append(
            at=now,
            kind=EventKind.MESSAGE_WITHDRAWN,
            actor=actor.person,
            incident=message.incident_number,
            data={"message": message.number},
        )
        return messages.set_state(message, MessageState.WITHDRAWN, at=now, by=actor.person)


def _in_work(message_id: int) -> Message:
    message = messages.get(message_id, lock=True)
    if message.state not in messages.IN_WORK:
        raise Conflict("This message is not in work any more.", way_out="Read it again.")
    return message
