"""An incident is over because a person said so to the customers; the report's clock starts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from noroshi.actions.context import Actor
from noroshi.domain.cadence import report_due
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, IncidentState
from noroshi.domain.plan.model import Plan
from noroshi.storage import events, incidents


def resolve_incident(plan: Plan, incident: Incident, actor: Actor, *, at: datetime) -> Incident:
    """Close the incident inside the transaction that publishes its last update (F1)."""
    due = report_due(at, plan.report_within)
    resolved = replace(incident, state=IncidentState.RESOLVED, resolved_at=at, report_due_at=due)
    incidents.save(resolved)
    events.append(
        at=at, kind=EventKind.INCIDENT_RESOLVED, actor=actor.person, incident=incident.number
    )
    events.append(
        at=at,
        kind=EventKind.REPORT_DUE,
        actor=actor.person,
        incident=incident.number,
        data={"due_at": due},
    )
    return resolved
