"""Maintenance, its notices, and the steps of the clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from noroshi.domain.incident import ComponentStatus, Incident, IncidentState, Scope, Subject
from noroshi.domain.maintenance import Maintenance, Purpose, Window, WorkState
from noroshi.domain.message import Message
from noroshi.kernel.errors import NotFound
from noroshi.storage import incidents, messages
from noroshi.storage.models import ClockStep, IncidentRow, MaintenanceRow, NoticeRow
from noroshi.storage.unit_of_work import unique_or

NO_SCENARIO = "maintenance"
"""What stands in the incident's row where an incident has its scenario."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A message of maintenance, and what it is for."""

    message: Message
    purpose: Purpose
    ahead: timedelta | None
    until: datetime | None  # after this it would not be true any more
    revision: int


def add(work: Maintenance, *, severity: int, plan_version: int, request_key: str) -> Maintenance:
    """Keep new maintenance, with the row that its messages hang on."""
    incidents.add(
        subject_of(work, severity=severity, plan_version=plan_version), request_key=request_key
    )
    MaintenanceRow.objects.create(
        incident=IncidentRow.objects.get(number=work.number), **_columns(work)
    )
    return work


def save(work: Maintenance) -> Maintenance:
    """Write the present values."""
    known = incidents.get(work.number)
    incidents.save(subject_of(work, severity=known.severity, plan_version=known.plan_version))
    MaintenanceRow.objects.filter(incident__number=work.number).update(**_columns(work))
    return work


def get(number: int, *, lock: bool = False) -> Maintenance:
    """The maintenance; ``lock`` keeps other actions on it waiting until the transaction ends.

    Raises:
        NotFound: there is none of that number.
    """
    if lock:
        incidents.get(number, lock=True)
    row = MaintenanceRow.objects.select_related("incident").filter(incident__number=number).first()
    if row is None:
        raise NotFound(
            "There is no maintenance {number}.",
            way_out="Look at the list of maintenance.",
            number=number,
        )
    return _maintenance(row)


def made_by_request(request_key: str) -> Maintenance | None:
    """The maintenance that an earlier submit of the same form made."""
    rows = MaintenanceRow.objects.select_related("incident")
    row = rows.filter(incident__request_key=request_key).first()
    return _maintenance(row) if row else None


def listing(states: Collection[WorkState] = tuple(WorkState)) -> list[Maintenance]:
    """Maintenance in any of ``states``, the earliest window first."""
    rows = MaintenanceRow.objects.select_related("incident")
    wanted = rows.filter(state__in=[str(state) for state in states])
    return [_maintenance(row) for row in wanted.order_by("starts_at", "incident__number")]


def add_notice(
    message: Message,
    purpose: Purpose,
    *,
    revision: int,
    ahead: timedelta | None = None,
    until: datetime | None = None,
) -> None:
    """Say what a new message of maintenance is for."""
    NoticeRow.objects.create(
        message_id=message.id, purpose=str(purpose), ahead=ahead, until=until, revision=revision
    )


def notice_of(message_id: int) -> Notice | None:
    """What a message is for; None if it is no notice of maintenance."""
    row = NoticeRow.objects.filter(message_id=message_id).first()
    return _notice(messages.get(message_id), row) if row else None


def notices(number: int) -> list[Notice]:
    """Every notice of the maintenance in order."""
    return notices_of([number])[number]


def notices_of(numbers: Collection[int]) -> dict[int, list[Notice]]:
    """Every notice of each maintenance in order."""
    notes = NoticeRow.objects.filter(message__incident__number__in=numbers)
    rows = {row.pk: row for row in notes}
    said = messages.of_incidents(numbers)
    return {
        number: [_notice(m, rows[m.id]) for m in said.get(number, ()) if m.id in rows]
        for number in numbers
    }


def steps_done(number: int) -> frozenset[str]:
    """What the clock has done about an incident or maintenance."""
    rows = ClockStep.objects.filter(incident__number=number)
    return frozenset(rows.values_list("step", flat=True))


def note_step(number: int, step: str, *, person: str = "", at: datetime) -> None:
    """Record that a step happens now.

    Raises:
        Conflict: it has happened already.
    """
    subject = IncidentRow.objects.values_list("pk", flat=True).get(number=number)
    with unique_or("This step has been done already."):
        ClockStep.objects.create(incident_id=subject, step=step, person=person, at=at)


def steps(number: int) -> list[tuple[str, str, datetime]]:
    """Every step with the person who was called, in order of time."""
    rows = ClockStep.objects.filter(incident__number=number).order_by("at", "id")
    return [(row.step, row.person, row.at) for row in rows]


def overlapping(window: Window, among: Iterable[Maintenance]) -> list[Maintenance]:
    """Those whose window has a moment in common with ``window``."""
    return [work for work in among if not work.is_over and work.window.overlaps(window)]


def subject_of(work: Maintenance, *, severity: int, plan_version: int) -> Incident:
    """The incident's row that the messages of the work hang on."""
    return Incident(
        number=work.number,
        state=IncidentState.RESOLVED if work.is_over else IncidentState.OPEN,
        stage=work.stage if work.is_public else None,
        title=work.title,
        severity=severity,
        scenario=NO_SCENARIO,
        path="",
        scope=Scope(
            components=work.scope.components,
            regions=work.scope.regions,
            status=ComponentStatus.UNDER_MAINTENANCE,
        ),
        started_at=work.started_at or work.window.starts_at,
        resolved_at=work.ended_at,
        declared_by=work.planned_by,
        plan_version=plan_version,
        subject=Subject.MAINTENANCE,
    )


def _columns(work: Maintenance) -> dict[str, object]:
    told = work.announced
    return {
        "state": str(work.state),
        "details": dict(work.details),
        "starts_at": work.window.starts_at,
        "ends_at": work.window.ends_at,
        "zone": work.window.zone,
        "remind_before": list(work.remind_before),
        "auto_start": work.auto_start,
        "auto_end": work.auto_end,
        "announced_starts_at": told.starts_at if told else None,
        "announced_ends_at": told.ends_at if told else None,
        "announced_zone": told.zone if told else "",
        "announced_at": work.announced_at,
        "begun_at": work.started_at,
        "ended_at": work.ended_at,
        "planned_by": work.planned_by,
        "revision": work.revision,
    }


def _maintenance(row: MaintenanceRow) -> Maintenance:
    subject = row.incident
    told = None
    if row.announced_starts_at and row.announced_ends_at:
        told = Window(
            starts_at=row.announced_starts_at,
            ends_at=row.announced_ends_at,
            zone=row.announced_zone,
        )
    return Maintenance(
        number=subject.number,
        state=WorkState(row.state),
        title=subject.title,
        details=row.details,
        scope=Scope(
            components=tuple(subject.components),
            regions=tuple(subject.regions),
            status=ComponentStatus.UNDER_MAINTENANCE,
        ),
        window=Window(starts_at=row.starts_at, ends_at=row.ends_at, zone=row.zone),
        remind_before=tuple(row.remind_before),
        auto_start=row.auto_start,
        auto_end=row.auto_end,
        announced=told,
        announced_at=row.announced_at,
        started_at=row.begun_at,
        ended_at=row.ended_at,
        planned_by=row.planned_by,
        revision=row.revision,
    )


def _notice(message: Message, row: NoticeRow) -> Notice:
    return Notice(
        message=message,
        purpose=Purpose(row.purpose),
        ahead=row.ahead,
        until=row.until,
        revision=row.revision,
    )
