"""Which texts of planned work wait for whom."""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.actions.queries.approvals import (
    Hands,
    hands_on,
    may_decide_among,
    needed_for,
    standing_among,
)
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.approvals import State
from noroshi.domain.incident import Incident
from noroshi.domain.message import Message, MessageState, Rendition
from noroshi.domain.plan.model import Plan
from noroshi.storage import incidents, maintenances, messages


def waiting_in(number: int, person: str) -> list[tuple[Message, Rendition]]:
    """The texts of the work that ``person`` may and need decide."""
    plan, incident = current_plan(), incidents.get(number)
    return [
        (notice.message, text)
        for notice in maintenances.notices(number)
        if notice.message.state is MessageState.IN_APPROVAL
        for text in _waiting(plan, incident, notice.message, person)
    ]


def _waiting(plan: Plan, incident: Incident, message: Message, person: str) -> Iterator[Rendition]:
    hands = hands_on(message)
    for text in messages.renditions(message.id):
        needed = needed_for(plan, incident, message, text)
        if (
            standing_among(hands, needed, text, plan).state is State.WAITING
            and may_decide_among(hands, needed, text, plan, person=person)
            and not _has_signed(hands, text, person)
        ):
            yield text


def _has_signed(hands: Hands, text: Rendition, person: str) -> bool:
    decided = hands.decided.get(text.id, ())
    return any(each.person == person and each.digest == text.digest for each in decided)


def texts_in_work(number: int) -> list[tuple[Message, Rendition]]:
    """Every text of every notice that has not gone out."""
    return [
        (notice.message, text)
        for notice in maintenances.notices(number)
        if notice.message.state in messages.IN_WORK
        for text in messages.renditions(notice.message.id)
    ]
