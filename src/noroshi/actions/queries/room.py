"""Everything that the incident room shows, read at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noroshi.actions import start_time
from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.checklist import FactLine, checklist
from noroshi.actions.queries.composing import Work, work
from noroshi.actions.queries.deliveries import Deliveries, deliveries
from noroshi.actions.queries.next_step import NextStep, next_step
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.postings import PostingView, postings_of
from noroshi.domain.cadence import Promise
from noroshi.domain.events import Event
from noroshi.domain.incident import Fact, Incident, IncidentState, Stage
from noroshi.domain.message import Message, MessageState
from noroshi.domain.plan.model import Plan
from noroshi.storage import events, incidents, messages, promises, signals
from noroshi.storage.signals import StoredSignal

IN_RAIL = 14
"""Entries of the log that the room shows; the rest has a page."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands above the room: the incident, and the promise that burns."""

    plan: Plan
    incident: Incident
    promise: Promise | None
    report_due_at: datetime | None  # while the final report is owed


@dataclass(frozen=True, kw_only=True)
class Room:
    """An incident with all its parts."""

    head: Head
    facts: tuple[FactLine, ...]
    work: Work | None
    next_number: int
    step: NextStep
    said: tuple[Message, ...]  # published, oldest first
    deliveries: Deliveries
    postings: tuple[PostingView, ...]
    signals: tuple[StoredSignal, ...]
    log: tuple[Event, ...]  # newest first
    log_count: int

    @property
    def incident(self) -> Incident:
        """The incident."""
        return self.head.incident

    @property
    def plan(self) -> Plan:
        """The plan in force."""
        return self.head.plan


def room(context: Context, actor: Actor, number: int) -> Room:
    """The room of an incident, for ``actor``.

    Raises:
        NotFound: there is no incident of that number, or no plan.
    """
    plan = current_plan()
    incident = incidents.get(number)
    message = messages.in_work(number)
    in_work = work(plan, incident, message) if message else None
    now = context.clock.now()
    lapsed = bool(message and message.next_update_at and message.next_update_at <= now)
    return Room(
        head=_head(plan, incident),
        facts=facts_of(plan, incident),
        work=in_work,
        next_number=messages.next_number(number),
        step=next_step(plan, incident, in_work, actor, lapsed=lapsed),
        said=tuple(m for m in messages.of_incident(number) if m.state is MessageState.PUBLISHED),
        deliveries=deliveries(number),
        postings=postings_of(plan, number),
        signals=tuple(signals.of_incident(number)),
        log=tuple(reversed(events.of_incident(number, limit=3 * IN_RAIL))),
        log_count=events.count_of_incident(number),
    )


def head(number: int) -> Head:
    """Only what stands above the parts of an incident."""
    return _head(current_plan(), incidents.get(number))


def facts_of(plan: Plan, incident: Incident) -> tuple[FactLine, ...]:
    """The checklist, seen from the stage of the message in work."""
    message = messages.in_work(incident.number)
    stage = message.stage if message else incident.stage
    known = {start_time.QUESTION: _start(incident)} | incidents.facts(incident.number)
    return checklist(plan, known, stage=stage or Stage.INVESTIGATING)


def _start(incident: Incident) -> Fact:
    """What the alert or the declaration said of the beginning, until somebody answers."""
    return Fact(
        question=start_time.QUESTION,
        values={"*": incident.started_at.isoformat()},
        answered_by=incident.declared_by,
        answered_at=incident.declared_at,
    )


def _head(plan: Plan, incident: Incident) -> Head:
    waiting = promises.open_ones(incident.number)
    owed = incident.state is IncidentState.RESOLVED and incident.stage is not Stage.POSTMORTEM
    return Head(
        plan=plan,
        incident=incident,
        promise=waiting[0] if waiting else None,
        report_due_at=incident.report_due_at if owed else None,
    )
