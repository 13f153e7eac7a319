"""What somebody has to do about incidents and their messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

from noroshi.actions.queries.approvals import (
    hands_on,
    is_approved,
    may_decide_among,
    needed_for,
    standing_among,
)
from noroshi.actions.queries.fires import Fire
from noroshi.domain.approvals import State
from noroshi.domain.incident import Incident, IncidentState
from noroshi.domain.message import Message, MessageKind
from noroshi.domain.plan.model import Plan
from noroshi.storage import incidents, messages

DueKind = Literal["approval", "proposal", "publish", "resolution", "update", "report"]


@dataclass(frozen=True, kw_only=True)
class Due:
    """One thing somebody has to do. Without ``at`` it waits since ``since``, and is due now.

    ``texts`` counts the messages that wait together: the notices of one piece of planned work.
    """

    kind: DueKind
    incident: Incident
    is_mine: bool = False
    at: datetime | None = None
    since: datetime | None = None
    message: Message | None = None
    texts: int = 1


def due(plan: Plan, fires: Iterable[Fire], person: str) -> list[Due]:
    """Everything, in no order."""
    waiting = messages.waiting_for_approval()
    about = {message.incident_number: incidents.get(message.incident_number) for message in waiting}
    signed = [m for m in waiting if is_approved(plan, about[m.incident_number], m)]
    ready = {message.id: message for message in signed if _waits_for_a_press(message)}
    promised = list(_promised(fires, frozenset(ready)))
    timed = {found.message.id for found in promised if found.message}
    return [
        *_approvals(plan, [m for m in waiting if m not in signed], person),
        *(_publishing(m, about[m.incident_number]) for m in signed if m.id in ready.keys() - timed),
        *_proposals(),
        *promised,
        *_reports(),
    ]


def _approvals(plan: Plan, unsigned: Sequence[Message], person: str) -> Iterator[Due]:
    for _, group in groupby(sorted(unsigned, key=_approved_with), key=_approved_with):
        together = list(group)
        incident = incidents.get(together[0].incident_number)
        mine = [m for m in together if _waits_for(plan, incident, m, person)]
        shown = mine or together
        yield Due(
            kind="approval",
            incident=incident,
            is_mine=bool(mine),
            since=messages.asked_at(shown[0].id),
            message=shown[0],
            texts=len(shown),
        )


def _publishing(message: Message, incident: Incident) -> Due:
    since = messages.asked_at(message.id)
    return Due(kind="publish", incident=incident, since=since, message=message)


def _waits_for_a_press(message: Message) -> bool:
    """Notices go out with their work, and what has a set time goes by itself."""
    return message.kind is not MessageKind.NOTICE and message.publish_at is None


def _approved_with(message: Message) -> tuple[int, int]:
    """Notices of one piece of work are read and approved together."""
    is_notice = message.kind is MessageKind.NOTICE
    return (message.incident_number, 0 if is_notice else message.id)


def _waits_for(plan: Plan, incident: Incident, message: Message, person: str) -> bool:
    hands = hands_on(message)
    for text in messages.renditions(message.id):
        needed = needed_for(plan, incident, message, text)
        waits = standing_among(hands, needed, text, plan).state is State.WAITING
        if waits and may_decide_among(hands, needed, text, plan, person=person):
            return True
    return False


def _proposals() -> Iterator[Due]:
    for incident in incidents.listing([IncidentState.PROPOSED]):
        yield Due(kind="proposal", incident=incident, since=incident.started_at)


def _promised(fires: Iterable[Fire], ready: frozenset[int]) -> Iterator[Due]:
    for fire in fires:
        if fire.incident.resolution_proposed_at:
            since = fire.incident.resolution_proposed_at
            yield Due(kind="resolution", incident=fire.incident, since=since)
        if fire.promise:
            working = messages.in_work(fire.incident.number)
            is_ready = working is not None and working.id in ready
            yield Due(
                kind="publish" if is_ready else "update",
                incident=fire.incident,
                at=fire.promise.due_at,
                message=working,
            )


def _reports() -> Iterator[Due]:
    for incident in incidents.awaiting_report():
        yield Due(kind="report", incident=incident, at=incident.report_due_at)
