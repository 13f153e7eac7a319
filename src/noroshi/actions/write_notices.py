"""Draft the notices of planned work, and withdraw those that a change makes untrue."""

from __future__ import annotations

from datetime import datetime, timedelta

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.links import links_of
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.texts import keep
from noroshi.domain.compose.maintenance.notice import Occasion, compose
from noroshi.domain.language import Localised
from noroshi.domain.maintenance import Maintenance, Purpose, slots, stage_of
from noroshi.domain.message import Message, MessageKind, MessageState
from noroshi.storage import decisions, incidents, maintenances, messages

_NO_NEWS: Localised = {}


def write_notices(context: Context, actor: Actor, work: Maintenance) -> list[Message]:
    """One draft for each notice that goes out by the clock and still lies ahead."""
    return [
        write_notice(
            context,
            actor,
            work,
            slot.purpose,
            at=slot.at,
            until=slot.until,
            ahead=slot.ahead,
        )
        for slot in slots(work, now=context.clock.now())
    ]


def write_notice(
    context: Context,
    actor: Actor,
    work: Maintenance,
    purpose: Purpose,
    *,
    at: datetime | None = None,
    until: datetime | None = None,
    ahead: timedelta | None = None,
    news: Localised = _NO_NEWS,
) -> Message:
    """One draft, filled from the work. ``at``: when it goes out by itself, once it is approved."""
    plan, incident = current_plan(), incidents.get(work.number)
    now = context.clock.now()
    stage = stage_of(purpose, work.state)
    message = messages.add(
        Message(
            id=0,
            incident_number=work.number,
            number=messages.next_number(work.number),
            kind=MessageKind.NOTICE,
            stage=stage,
            state=MessageState.DRAFT,
            next_update_at=None,
            drafted_by=actor.person,
            drafted_at=now,
            in_parallel=True,
            publish_at=at,
            scheduled_by=actor.person if at else "",
        )
    )
    maintenances.add_notice(message, purpose, revision=work.revision, ahead=ahead, until=until)
    occasion = Occasion(
        purpose=purpose, work=work, incident=incident, stage=stage, now=now, news=news
    )
    keep(compose(plan, occasion, links_of(context, plan, incident)), message, actor)
    return message


def withdraw_notices(context: Context, actor: Actor, number: int) -> int:
    """Give up every notice that has not gone out; returns how many that were."""
    now = context.clock.now()
    waiting = [
        messages.get(notice.message.id, lock=True)
        for notice in maintenances.notices(number)
        if notice.message.state in messages.IN_WORK
    ]
    for message in waiting:
        decisions.void_of_message(message.id, at=now)
        messages.set_state(message, MessageState.WITHDRAWN, at=now, by=actor.person)
    return len(waiting)
