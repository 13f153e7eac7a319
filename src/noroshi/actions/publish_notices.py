"""Let notices of planned work go out when their time has come. Each does so once."""

from __future__ import annotations

from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.note_told import judged
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.readiness import what_holds
from noroshi.domain.events import EventKind
from noroshi.domain.language import Localised
from noroshi.domain.maintenance import Maintenance, Purpose, Timeliness
from noroshi.domain.maintenance_words import PURPOSES
from noroshi.domain.message import Message, MessageState
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import events, incidents, maintenances, messages
from noroshi.storage.maintenances import Notice
from noroshi.storage.unit_of_work import unit_of_work


def publish_those(context: Context, work: Maintenance, purpose: Purpose) -> bool:
    """Inside the transaction that moves the work: publish what was prepared for it, if it may go.

    What may not stays for the clock, which tells somebody. Returns whether anything went out.
    """
    waiting = [
        notice
        for notice in maintenances.notices(work.number)
        if notice.purpose is purpose and notice.message.state is MessageState.IN_APPROVAL
    ]
    gone_out = [_try(context, notice) for notice in waiting]  # each of them, not the first only
    return any(gone_out)


def publish_notices(context: Context) -> int:
    """Do what is due for every waiting notice; safe at any time, from several workers at once."""
    done = 0
    now = context.clock.now()
    for message in messages.for_the_clock(now):
        notice = maintenances.notice_of(message.id)
        if notice is None:
            continue
        verdict = judged(maintenances.get(message.incident_number), notice, now=now)
        if verdict is Timeliness.SUPERSEDED:
            done += _leave_out(context, message.id)
        elif verdict is Timeliness.GO:
            done += _try(context, notice)
    return done


def _try(context: Context, notice: Notice) -> bool:
    if what_holds(current_plan(), notice.message) is not None:
        return False
    try:
        publish_update(context, SYSTEM, notice.message.id)
    except (Conflict, Invalid):
        return False  # somebody was faster, or it changed a moment ago: the next look decides
    return True


def _leave_out(context: Context, message_id: int) -> bool:
    with unit_of_work():
        number = messages.get(message_id).incident_number
        incidents.get(number, lock=True)
        message = messages.get(message_id, lock=True)
        if message.state not in messages.IN_WORK:
            return False
        now = context.clock.now()
        messages.set_state(message, MessageState.WITHDRAWN, at=now, by=SYSTEM.person)
        if _was_expected(message):
            events.append(
                at=now,
                kind=EventKind.NOTICE_SUPERSEDED,
                actor=SYSTEM.person,
                incident=number,
                data={"message": message.number, "notice": dict(name_of(message))},
            )
    return True


def _was_expected(message: Message) -> bool:
    """A notice of an overrun that never came is nothing to tell of."""
    notice = maintenances.notice_of(message.id)
    return notice is not None and notice.purpose is not Purpose.OVERRUN


def name_of(message: Message) -> Localised:
    """What a notice is called in sentences; empty for other messages."""
    notice = maintenances.notice_of(message.id)
    return PURPOSES[notice.purpose] if notice else {}
