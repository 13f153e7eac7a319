"""Incidents and their facts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Max
from django.db.models.functions import Coalesce

from noroshi.domain.incident import (
    ComponentStatus,
    Fact,
    Incident,
    IncidentState,
    Scope,
    Stage,
    Subject,
)
from noroshi.kernel.errors import Conflict, NotFound
from noroshi.storage.models import FactRow, IncidentRow
from noroshi.storage.unit_of_work import hold

_NUMBERS = 0x696E6369


def next_number() -> int:
    """The number of the next incident, which is the caller's until its transaction ends."""
    hold(_NUMBERS)
    return (IncidentRow.objects.aggregate(top=Max("number"))["top"] or 0) + 1


def add(incident: Incident, *, request_key: str | None = None) -> Incident:
    """Keep a new incident. ``request_key`` makes a double submit find the first one."""
    IncidentRow.objects.create(**columns_of(incident), request_key=request_key)
    return incident


def made_by_request(request_key: str) -> Incident | None:
    """The incident that an earlier submit of the same form made."""
    row = IncidentRow.objects.filter(request_key=request_key).first()
    return _incident(row) if row else None


def save(incident: Incident) -> Incident:
    """Write the incident's present values."""
    IncidentRow.objects.filter(number=incident.number).update(**columns_of(incident))
    return incident


def get(number: int, *, lock: bool = False) -> Incident:
    """The incident; ``lock`` keeps other actions on it waiting until the transaction ends.

    Raises:
        NotFound: there is no incident of that number.
    """
    rows = IncidentRow.objects.select_for_update(no_key=True) if lock else IncidentRow.objects
    row = rows.filter(number=number).first()
    if row is None:
        raise NotFound(
            "There is no incident {number}.",
            way_out="Look at the list of incidents.",
            number=number,
        )
    return _incident(row)


def locked(number: int) -> Incident:
    """The incident, locked, for what is done to incidents only: planned work has its own moves.

    Raises:
        NotFound: there is no incident of that number.
        Conflict: the number is that of maintenance.
    """
    found = get(number, lock=True)
    if found.subject is Subject.MAINTENANCE:
        raise Conflict(
            "Number {number} is maintenance, not an incident.",
            way_out="Use what maintenance offers: its screen, or “noroshi maintenance”.",
            number=number,
        )
    return found


def listing(states: Collection[IncidentState] = tuple(IncidentState)) -> list[Incident]:
    """Incidents in any of ``states``, newest first. Maintenance is none of them."""
    wanted = [str(state) for state in states]
    only = IncidentRow.objects.filter(subject=str(Subject.INCIDENT), state__in=wanted)
    rows = only.order_by("-started_at", "-number")
    return [_incident(row) for row in rows]


def awaiting_report() -> list[Incident]:
    """Resolved incidents whose final report is due and not out, newest first."""
    over = IncidentRow.objects.filter(
        subject=str(Subject.INCIDENT), state=str(IncidentState.RESOLVED)
    )
    rows = over.filter(report_due_at__isnull=False).exclude(stage=str(Stage.POSTMORTEM))
    return [_incident(row) for row in rows.order_by("-started_at", "-number")]


def last_resolved() -> Incident | None:
    """The incident that ended last."""
    over = IncidentRow.objects.filter(
        subject=str(Subject.INCIDENT), state=str(IncidentState.RESOLVED)
    )
    row = over.order_by(Coalesce("resolved_at", "started_at").desc(), "-number").first()
    return _incident(row) if row else None


def planned_work(numbers: Collection[int]) -> frozenset[int]:
    """Those of the numbers that are maintenance."""
    if not numbers:
        return frozenset()
    rows = IncidentRow.objects.filter(number__in=numbers, subject=str(Subject.MAINTENANCE))
    return frozenset(rows.values_list("number", flat=True))


def facts(number: int) -> dict[str, Fact]:
    """The answers of the checklist, by question."""
    return {row.question: _fact(row) for row in FactRow.objects.filter(incident__number=number)}


def put_fact(number: int, fact: Fact) -> Fact:
    """Write an answer over the version it was based on, ``fact.version``; 0 = nobody answered yet.

    Raises:
        Conflict: somebody else has answered meanwhile.
    """
    columns = {
        "values": dict(fact.values),
        "unknown": fact.unknown,
        "version": fact.version + 1,
        "answered_by": fact.answered_by,
        "answered_at": fact.answered_at,
    }
    mine = FactRow.objects.filter(incident__number=number, question=fact.question)
    if fact.version:
        written = mine.filter(version=fact.version).update(**columns)
    else:
        incident_id = IncidentRow.objects.values_list("pk", flat=True).get(number=number)
        _, made = FactRow.objects.get_or_create(
            incident_id=incident_id, question=fact.question, defaults=columns
        )
        written = int(made)
    if not written:
        raise Conflict(
            "Somebody else has answered this question meanwhile.",
            way_out="Their answer is shown now; change it if yours is better.",
            field=fact.question,
        )
    return _fact(mine.get())


def columns_of(incident: Incident) -> dict[str, Any]:
    """The incident as columns of its row; for storage only."""
    return {
        "number": incident.number,
        "state": str(incident.state),
        "stage": str(incident.stage) if incident.stage else None,
        "title": dict(incident.title),
        "severity": incident.severity,
        "scenario": incident.scenario,
        "path": incident.path,
        "components": list(incident.scope.components),
        "regions": list(incident.scope.regions),
        "component_status": str(incident.scope.status),
        "started_at": incident.started_at,
        "declared_at": incident.declared_at,
        "resolved_at": incident.resolved_at,
        "report_due_at": incident.report_due_at,
        "resolution_proposed_at": incident.resolution_proposed_at,
        "declared_by": incident.declared_by,
        "plan_version": incident.plan_version,
        "bridge_url": incident.bridge_url,
        "subject": str(incident.subject),
        "entered_at": incident.entered_at,
    }


def _incident(row: IncidentRow) -> Incident:
    return Incident(
        number=row.number,
        state=IncidentState(row.state),
        stage=Stage(row.stage) if row.stage else None,
        title=row.title,
        severity=row.severity,
        scenario=row.scenario,
        path=row.path,
        scope=Scope(
            components=tuple(row.components),
            regions=tuple(row.regions),
            status=ComponentStatus(row.component_status),
        ),
        started_at=row.started_at,
        declared_at=row.declared_at,
        resolved_at=row.resolved_at,
        report_due_at=row.report_due_at,
        resolution_proposed_at=row.resolution_proposed_at,
        declared_by=row.declared_by,
        plan_version=row.plan_version,
        bridge_url=row.bridge_url,
        subject=Subject(row.subject),
        entered_at=row.entered_at,
    )


def _fact(row: FactRow) -> Fact:
    return Fact(
        question=row.question,
        values=row.values,
        unknown=row.unknown,
        version=row.version,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
    )
