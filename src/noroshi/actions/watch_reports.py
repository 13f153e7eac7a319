"""Look at the 24 hours of each final report: warn in time, and record a miss once (F1)."""

from __future__ import annotations

from datetime import datetime

from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.notify_colleagues import notify
from noroshi.actions.queries.plan import plan_or_none
from noroshi.domain.cadence import report_warnings
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, IncidentState, Stage
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan, Role
from noroshi.storage import events, incidents
from noroshi.storage.unit_of_work import unit_of_work


def watch_reports(context: Context) -> int:
    """Do every step that is due now, each once. Returns the steps done."""
    plan = plan_or_none()
    if plan is None:
        return 0
    now = context.clock.now()
    open_reports = [
        incident
        for incident in incidents.listing([IncidentState.RESOLVED])
        if incident.report_due_at and incident.stage is not Stage.POSTMORTEM
    ]
    return sum(_watch(plan, incident, now) for incident in open_reports)


def note_miss(incident: Incident, *, at: datetime) -> None:
    """Record that the report goes out too late, if nobody was there to record it in time."""
    due = incident.report_due_at
    if due and due < at and due.isoformat() not in events.report_steps(incident.number):
        events.append(
            at=at,
            kind=EventKind.REPORT_OVERDUE,
            actor=SYSTEM.person,
            incident=incident.number,
            data={"due_at": due, "step": due.isoformat()},
        )


def _watch(plan: Plan, seen: Incident, now: datetime) -> int:
    with unit_of_work():
        incident = incidents.get(seen.number, lock=True)
        if incident.report_due_at is None or incident.resolved_at is None:
            return 0
        if incident.stage is Stage.POSTMORTEM:
            return 0  # published a moment ago
        done = events.report_steps(incident.number)
        marks = (*report_warnings(incident.resolved_at, plan.report_within), incident.report_due_at)
        due = [at for at in marks if at <= now and at.isoformat() not in done]
        for at in due:
            _note(plan, incident, at, now, warn=at == due[-1])
        return len(due)


def _note(plan: Plan, incident: Incident, mark: datetime, now: datetime, *, warn: bool) -> None:
    overdue = mark == incident.report_due_at
    events.append(
        at=now,
        kind=EventKind.REPORT_OVERDUE if overdue else EventKind.REPORT_WARNED,
        actor=SYSTEM.person,
        incident=incident.number,
        data={"due_at": incident.report_due_at, "step": mark.isoformat()},
    )
    if not warn:
        return  # a later mark has come as well (the workers were down): one notice is enough
    for person in select.people_in(plan, Role.COMMUNICATIONS_MANAGER)[:1]:
        notify(person, "report_due", incident_number=incident.number, about=incident.number)
