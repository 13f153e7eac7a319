"""Let a message go out by itself at a set time."""

from __future__ import annotations

from datetime import datetime, timedelta

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.refill import fill_untouched
from noroshi.actions.texts import sign_again
from noroshi.domain.cadence import next_promise
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.maintenance import Purpose
from noroshi.domain.message import Message, MessageKind, MessageState
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import events, incidents, maintenances, messages
from noroshi.storage.unit_of_work import unit_of_work

FARTHEST = timedelta(days=90)


def schedule_message(context: Context, actor: Actor, message_id: int, *, at: datetime) -> Message:
    """Set the time at which the message goes out, if it may by then.

    A draft promises its next update from that time on. A message in approval keeps its words, so
    its promise must lie behind that time.

    Raises:
        Conflict: the message is out or given up, or promises a time before it would go out.
        Invalid: the time has passed, or lies more than 90 days ahead.
    """
    actor.must_be_allowed(Deed.PUBLISH)
    plan, now = current_plan(), context.clock.now()
    if at <= now:
        raise Invalid("The time must lie ahead.", field="publish_at")
    if at > now + FARTHEST:
        raise Invalid("The time lies more than 90 days ahead.", field="publish_at")
    with unit_of_work():
        number = messages.get(message_id).incident_number
        incidents.get(number, lock=True)
        message = messages.get(message_id, lock=True)
        if message.state not in messages.IN_WORK:
            raise Conflict("This message is not in work any more.", way_out="Read it again.")
        _must_not_go_by_itself(message)
        timed = messages.set_time(message, at, by=actor.person)
        timed = _with_promise(context, plan, timed, at)
        events.append(
            at=now,
            kind=EventKind.MESSAGE_SCHEDULED,
            actor=actor.person,
            incident=number,
            data={"message": timed.number, "due_at": at},
        )
        return timed


def _must_not_go_by_itself(message: Message) -> None:
    notice = maintenances.notice_of(message.id)
    if notice is not None and notice.purpose not in {Purpose.ANNOUNCE, Purpose.UPDATE}:
        raise Conflict(
            "The window of the work sets the time of this notice.", way_out="Change the window."
        )


def _with_promise(context: Context, plan: Plan, message: Message, at: datetime) -> Message:
    if message.next_update_at is None:
        return message
    if message.state is MessageState.IN_APPROVAL:
        if message.next_update_at <= at:
            raise Conflict(
                "The text promises an update before it would go out itself.",
                way_out="Take it back to draft and set the time again: it gets a fresh promise.",
            )
        return message
    rule = select.cadence(plan, Channel.STATUS_PAGE)
    fresh = messages.set_promise(message, next_promise(rule, message.stage, at))
    sign_again(fresh)
    if fresh.kind is MessageKind.UPDATE and not fresh.in_parallel:
        fill_untouched(context, plan, incidents.get(fresh.incident_number), fresh)
    return fresh
