"""Signals: what monitoring systems reported, each kept once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from noroshi.domain.incident import IncidentState
from noroshi.storage.models import IncidentRow, SignalRow
from noroshi.storage.unit_of_work import hold

_INTAKE_LOCK = 0x7369676E


@dataclass(frozen=True, kw_only=True)
class StoredSignal:
    """One alert, and the incident it belongs to."""

    source: str
    group: str  # alerts of one group belong to one incident
    fingerprint: str
    started_at: datetime
    status: str
    name: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    first_at: datetime
    last_at: datetime
    count: int
    incident_number: int | None  # None: it had ended before anybody heard of it


def find(source: str, fingerprint: str, started_at: datetime) -> StoredSignal | None:
    """The signal as it was last reported."""
    row = _rows().filter(source=source, fingerprint=fingerprint, started_at=started_at).first()
    return _signal(row) if row else None


def one_at_a_time() -> None:
    """Let no other signal be taken in until the transaction ends; a repeat then finds the first."""
    hold(_INTAKE_LOCK)


def live_incident_of_group(source: str, group: str) -> int | None:
    """The number of the proposed or open incident that alerts of a group belong to."""
    live = [str(IncidentState.PROPOSED), str(IncidentState.OPEN)]
    rows = _rows().filter(source=source, group=group, incident__state__in=live)
    return rows.order_by("-id").values_list("incident__number", flat=True).first()


def of_incident(number: int) -> list[StoredSignal]:
    """The signals of an incident, oldest first."""
    return [_signal(row) for row in _rows().filter(incident__number=number).order_by("started_at")]


def fired_since(
    since: datetime,
) -> list[tuple[Mapping[str, str], datetime, datetime | None]]:
    """Labels, beginning and end (None: fires still) of all that fire now or did since then.

    Told are the times at which we heard of it: clocks of monitoring systems may be wrong.
    """
    rows = SignalRow.objects.filter(Q(status="firing") | Q(last_at__gte=since))
    return [
        (row.labels, row.first_at, None if row.status == "firing" else row.last_at)
        for row in rows.order_by("first_at", "id")
    ]


def add(signal: StoredSignal) -> None:
    """Keep a signal seen for the first time."""
    number = signal.incident_number
    incident = None if number is None else IncidentRow.objects.get(number=number)
    SignalRow.objects.create(
        source=signal.source,
        group=signal.group,
        fingerprint=signal.fingerprint,
        started_at=signal.started_at,
        status=signal.status,
        name=signal.name,
        labels=dict(signal.labels),
        annotations=dict(signal.annotations),
        first_at=signal.first_at,
        last_at=signal.last_at,
        count=signal.count,
        incident=incident,
    )


def seen_again(signal: StoredSignal, *, status: str, at: datetime) -> None:
    """Note a repeat, and the status it came with."""
    SignalRow.objects.filter(
        source=signal.source, fingerprint=signal.fingerprint, started_at=signal.started_at
    ).update(status=status, last_at=at, count=F("count") + 1)


def _rows() -> QuerySet[SignalRow]:
    return SignalRow.objects.select_related("incident")


def _signal(row: SignalRow) -> StoredSignal:
    return StoredSignal(
        source=row.source,
        group=row.group,
        fingerprint=row.fingerprint,
        started_at=row.started_at,
        status=row.status,
        name=row.name,
        labels=row.labels,
        annotations=row.annotations,
        first_at=row.first_at,
        last_at=row.last_at,
        count=row.count,
        incident_number=row.incident.number if row.incident else None,
    )
