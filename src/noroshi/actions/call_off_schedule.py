"""A message does not go out by itself after all. Its texts and approvals stay as they are."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.domain.events import EventKind
from noroshi.domain.language import Localised
from noroshi.domain.maintenance import Purpose
from noroshi.domain.message import Message
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, incidents, maintenances, messages
from noroshi.storage.unit_of_work import unit_of_work


def call_off_schedule(
    context: Context, actor: Actor, message_id: int, *, reason: Localised | None = None
) -> Message:
    """Take the set time away.

    Raises:
        Conflict: it had none, or has gone out.
    """
    actor.must_be_allowed(Deed.PUBLISH)
    with unit_of_work():
        number = messages.get(message_id).incident_number
        incidents.get(number, lock=True)
        message = messages.get(message_id, lock=True)
        if message.publish_at is None or message.state not in messages.IN_WORK:
            raise Conflict("This message has no set time.", way_out="Read it again.")
        notice = maintenances.notice_of(message.id)
        if notice is not None and notice.purpose is not Purpose.ANNOUNCE:
            raise Conflict(
                "The window of the work sets the time of this notice.", way_out="Withdraw it."
            )
        events.append(
            at=context.clock.now(),
            kind=EventKind.SCHEDULE_CALLED_OFF,
            actor=actor.person,
            incident=number,
            data={"message": message.number, "reason": dict(reason or {}) or ""},
        )
        return messages.set_time(message, None)
