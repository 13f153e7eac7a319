"""What burns: open incidents, and how their promises stand."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.domain.cadence import Promise, PromiseState
from noroshi.domain.incident import Incident, IncidentState
from noroshi.domain.message import MessageState
from noroshi.storage import incidents, messages, promises


@dataclass(frozen=True, kw_only=True)
class Fire:
    """An open incident, and how its promises stand."""

    incident: Incident
    promise: Promise | None
    updates: int
    kept: int
    settled: int


def fires() -> tuple[Fire, ...]:
    """Every open incident, the next promise first."""
    live = incidents.listing([IncidentState.OPEN])
    return tuple(sorted((_fire(incident) for incident in live), key=_urgency))


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
