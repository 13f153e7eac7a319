"""Take a message back from its approvers, to write on with a fresh promised time."""

from __future__ import annotations

from datetime import datetime

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.refill import fill_untouched
from noroshi.actions.texts import sign_again
from noroshi.domain.cadence import next_promise
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.message import Message, MessageKind, MessageState
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Conflict
from noroshi.storage import decisions, events, incidents, messages, promises
from noroshi.storage.unit_of_work import unit_of_work


def take_back(context: Context, actor: Actor, message_id: int) -> Message:
    """Make the message a draft with a fresh promise. Every approval is void.

    Raises:
        Conflict: it has gone out, or was given up.
    """
    actor.must_be_allowed(Deed.DRAFT)
    plan = current_plan()
    now = context.clock.now()
    with unit_of_work():
        message = messages.get(message_id, lock=True)
        if message.state not in messages.IN_WORK:
            raise Conflict("This message is not in work any more.", way_out="Read it again.")
        if message.state is MessageState.IN_APPROVAL:
            message = messages.set_state(message, MessageState.DRAFT, at=now, by=actor.person)
        fresh = messages.set_promise(message, _fresh(plan, message, now))
        sign_again(fresh)
        decisions.void_of_message(fresh.id, at=now)
        if fresh.kind is MessageKind.UPDATE and not fresh.in_parallel:
            fill_untouched(context, plan, incidents.get(fresh.incident_number), fresh)
        events.append(
            at=now,
            kind=EventKind.APPROVAL_VOIDED,
            actor=actor.person,
            incident=fresh.incident_number,
            data={"message": fresh.number, "next_update_at": fresh.next_update_at},
        )
        return fresh


def _fresh(plan: Plan, message: Message, now: datetime) -> datetime | None:
    if message.kind is MessageKind.CORRECTION:
        return promises.next_due(message.incident_number, after=now)
    if message.in_parallel:
        return None  # neither planned work nor what is entered afterwards promises an update
    goes_out = max(message.publish_at or now, now)
    return next_promise(select.cadence(plan, Channel.STATUS_PAGE), message.stage, goes_out)
