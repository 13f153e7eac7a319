"""Which texts of planned work wait for whom."""

from __future__ import annotations

from noroshi.actions.queries.approvals import may_decide, standing_of
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.approvals import State
from noroshi.domain.message import Message, MessageState, Rendition
from noroshi.storage import incidents, maintenances, messages


def waiting_in(number: int, person: str) -> list[tuple[Message, Rendition]]:
    """The texts of the work that ``person`` may and need decide."""
    plan, incident = current_plan(), incidents.get(number)
    return [
        (message, text)
        for message, text in texts_in_work(number)
        if message.state is MessageState.IN_APPROVAL
        and standing_of(plan, incident, message, text).state is State.WAITING
        and may_decide(plan, incident, message, text, person=person)
        and not _has_signed(text, person)
    ]


def _has_signed(text: Rendition, person: str) -> bool:
    return any(a.person == person and a.digest == text.digest for a in messages.approvals(text.id))


def texts_in_work(number: int) -> list[tuple[Message, Rendition]]:
    """Every text of every notice that has not gone out."""
    return [
        (notice.message, text)
        for notice in maintenances.notices(number)
        if notice.message.state in messages.IN_WORK
        for text in messages.renditions(notice.message.id)
    ]
