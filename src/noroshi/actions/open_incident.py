"""What declaring and confirming have in common: from here on customers are owed updates."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from noroshi.actions.context import Actor
from noroshi.domain.cadence import Promise
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, IncidentState
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.storage import events, incidents, promises


def open_incident(plan: Plan, incident: Incident, actor: Actor, *, at: datetime) -> Incident:
    """Open the incident, and start the clock of the first update of its severity class (R7)."""
    opened = replace(incident, state=IncidentState.OPEN, declared_at=at, declared_by=actor.person)
    incidents.save(opened)
    within = select.severity(plan, incident.severity).first_update_within
    if within is not None:
        # The reader's wait begins with the failure; but a promise that is broken when it is made
        # would only cry wolf.
        due = max(opened.started_at + within, at)
        _promise(opened, due_at=due, at=at)
    return opened


def _promise(incident: Incident, *, due_at: datetime, at: datetime) -> None:
    promises.make(
        Promise(
            id=0,
            incident_number=incident.number,
            channel=Channel.STATUS_PAGE,
            due_at=due_at,
            made_at=at,
        )
    )
    events.append(
        at=at,
        kind=EventKind.PROMISE_MADE,
        actor=incident.declared_by,
        incident=incident.number,
        data={"channel": "status_page", "due_at": due_at, "first": True},
    )
