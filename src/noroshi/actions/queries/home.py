"""What burns and what is due, for the person who looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from noroshi.actions.queries.approvals import (
    hands_on,
    may_decide_among,
    needed_for,
    standing_among,
)
from noroshi.actions.queries.plan import plan_or_none
from noroshi.domain.approvals import State
from noroshi.domain.cadence import Promise, PromiseState
from noroshi.domain.incident import ComponentStatus, Incident, IncidentState, Stage, worst
from noroshi.domain.message import Message, MessageState
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Person, Plan, Role, StatusPage
from noroshi.storage import incidents, messages, pages, promises
from noroshi.storage.pages import PublicationRecord

DueKind = Literal["approval", "proposal", "resolution", "update", "report"]
_ORDER: tuple[DueKind, ...] = ("approval", "proposal", "resolution", "update", "report")


@dataclass(frozen=True, kw_only=True)
class Fire:
    """An open incident, and how its promises stand."""

    incident: Incident
    promise: Promise | None
    updates: int
    kept: int
    settled: int


@dataclass(frozen=True, kw_only=True)
class Due:
    """One thing somebody has to do. Without ``at`` it waits since ``since``, and is due now."""

    kind: DueKind
    incident: Incident
    is_mine: bool = False
    at: datetime | None = None
    since: datetime | None = None
    message: Message | None = None


@dataclass(frozen=True, kw_only=True)
class PageLine:
    """A status page and what it says."""

    page: StatusPage
    status: ComponentStatus


@dataclass(frozen=True, kw_only=True)
class RoleLine:
    """Who is called first for a role, and the deputies."""

    role: Role
    first: Person | None
    deputies: tuple[Person, ...]


@dataclass(frozen=True, kw_only=True)
class Home:
    """Everything that the first screen shows."""

    plan: Plan | None
    fires: tuple[Fire, ...]
    due: tuple[Due, ...]
    last_resolved: Incident | None
    pages: tuple[PageLine, ...]
    published: PublicationRecord | None
    unpublished: PublicationRecord | None  # a version that was wanted and has not been read back
    roles: tuple[RoleLine, ...]


def home(person: str) -> Home:
    """The first screen of ``person``, whose own tasks come first."""
    plan = plan_or_none()
    live = incidents.listing([IncidentState.OPEN])
    resolved = incidents.listing([IncidentState.RESOLVED])
    fires = tuple(_fire(incident) for incident in live)
    unverified = pages.unverified()
    return Home(
        plan=plan,
        fires=tuple(sorted(fires, key=_urgency)),
        due=tuple(_due(plan, fires, resolved, person)),
        last_resolved=max(resolved, key=_ended, default=None),
        pages=_pages(plan) if plan else (),
        published=pages.newest_verified(),
        unpublished=unverified[-1] if unverified else None,
        roles=_roles(plan) if plan else (),
    )


def _fire(incident: Incident) -> Fire:
    of_incident = promises.of_incident(incident.number)
    waiting = [promise for promise in of_incident if promise.state is PromiseState.OPEN]
    settled = [p for p in of_incident if p.state in {PromiseState.KEPT, PromiseState.MISSED}]
    said = [m for m in messages.of_incident(incident.number) if m.state is MessageState.PUBLISHED]
    return Fire(
        incident=incident,
        promise=min(waiting, key=lambda promise: promise.due_at, default=None),
        updates=len(said),
        kept=sum(promise.state is PromiseState.KEPT for promise in settled),
        settled=len(settled),
    )


def _urgency(fire: Fire) -> tuple[bool, float, int]:
    due = fire.promise.due_at.timestamp() if fire.promise else 0.0
    return fire.promise is None, due, -fire.incident.severity


def _ended(incident: Incident) -> datetime:
    return incident.resolved_at or incident.started_at


def _due(
    plan: Plan | None, fires: tuple[Fire, ...], resolved: list[Incident], person: str
) -> list[Due]:
    found = [
        *(_approvals(plan, person) if plan else ()),
        *_proposals(),
        *_promised(fires),
        *_reports(resolved),
    ]
    return sorted(found, key=lambda due: (not due.is_mine, _ORDER.index(due.kind), _time(due)))


def _time(due: Due) -> float:
    at = due.at or due.since
    return at.timestamp() if at else 0.0


def _approvals(plan: Plan, person: str) -> Iterator[Due]:
    for message in messages.waiting_for_approval():
        incident = incidents.get(message.incident_number)
        yield Due(
            kind="approval",
            incident=incident,
            is_mine=_waits_for(plan, incident, message, person),
            since=messages.asked_at(message.id),
            message=message,
        )


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


def _promised(fires: tuple[Fire, ...]) -> Iterator[Due]:
    for fire in fires:
        if fire.incident.resolution_proposed_at:
            since = fire.incident.resolution_proposed_at
            yield Due(kind="resolution", incident=fire.incident, since=since)
        if fire.promise:
            working = messages.in_work(fire.incident.number)
            yield Due(
                kind="update", incident=fire.incident, at=fire.promise.due_at, message=working
            )


def _reports(resolved: list[Incident]) -> Iterator[Due]:
    for incident in resolved:
        if incident.report_due_at and incident.stage is not Stage.POSTMORTEM:
            yield Due(kind="report", incident=incident, at=incident.report_due_at)


def _pages(plan: Plan) -> tuple[PageLine, ...]:
    states = pages.states()
    return tuple(
        PageLine(
            page=page,
            status=worst(
                status
                for (_, region), status in states.items()
                if page.region is None or region == page.region
            ),
        )
        for page in plan.pages
    )


def _roles(plan: Plan) -> tuple[RoleLine, ...]:
    lines = []
    for appointment in plan.appointments:
        people = select.people_in(plan, appointment.role)
        lines.append(
            RoleLine(
                role=appointment.role, first=people[0] if people else None, deputies=people[1:]
            )
        )
    return tuple(lines)
