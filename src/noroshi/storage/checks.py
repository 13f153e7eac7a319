"""Built-in checks: whose turn it is, what was found, and when they really looked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from noroshi.domain.checks import Fault, Health, Record, Result, first_due, shape_of
from noroshi.domain.plan.watching import Check
from noroshi.domain.watched import Period, by_day, union
from noroshi.storage.models import CheckCoverage, CheckRow
from noroshi.storage.unit_of_work import hold

_PLAN_LOCK = 0x63686563

_LEASE = """
UPDATE storage_checkrow SET lease = %(lease)s, leased_until = %(until)s
 WHERE id IN (
       SELECT id FROM storage_checkrow
        WHERE ended_at IS NULL AND due_at <= %(now)s
          AND (leased_until IS NULL OR leased_until <= %(now)s)
        ORDER BY due_at, id LIMIT %(most)s
          FOR NO KEY UPDATE SKIP LOCKED)
RETURNING id, key
"""


@dataclass(frozen=True, kw_only=True)
class Running:
    """A check that runs, or ran until ``ended_at``."""

    id: int
    key: str
    component: str
    regions: tuple[str, ...]
    shape: str
    began_at: datetime
    ended_at: datetime | None
    due_at: datetime
    patience: timedelta
    lease: str
    record: Record


def one_at_a_time() -> None:
    """Let nobody else begin or end checks until the transaction ends."""
    hold(_PLAN_LOCK)


def running() -> list[Running]:
    """The checks in force."""
    return [_running(row) for row in CheckRow.objects.filter(ended_at=None).order_by("key")]


def begin(check: Check, regions: Iterable[str], *, at: datetime) -> None:
    """Look at a component by a check from now on."""
    CheckRow.objects.create(
        key=check.key,
        component=check.component,
        regions=sorted(regions),
        shape=shape_of(check),
        began_at=at,
        patience=check.patience,
        due_at=first_due(check, now=at),
        health=str(Health.UNKNOWN),
    )


def end(check_id: int, *, at: datetime) -> None:
    """The check is no longer in the plan."""
    CheckRow.objects.filter(pk=check_id, ended_at=None).update(ended_at=at, lease="")


def reshape(check_id: int, check: Check, *, at: datetime) -> None:
    """The check looks at something else, or in another rhythm: earlier results mean nothing,
    nor does that of a look which is under way."""
    CheckRow.objects.filter(pk=check_id).update(
        lease="",
        leased_until=None,
        shape=shape_of(check),
        patience=check.patience,
        due_at=first_due(check, now=at),
        results=[],
        certificate_until=None,
    )


def lease(holder: str, *, now: datetime, until: datetime, most: int) -> dict[int, str]:
    """Take up to ``most`` checks whose turn it is, by id; nobody else gets them until then."""
    given: dict[str, str | int | datetime] = {}
    given |= {"lease": holder, "now": now, "until": until, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_LEASE, given)
        return dict(cursor.fetchall())


def leased(check_id: int, holder: str) -> Running | None:
    """The check, locked, if ``holder`` still has the lease on it."""
    rows = CheckRow.objects.select_for_update(no_key=True)
    row = rows.filter(pk=check_id, lease=holder, ended_at=None).first()
    return _running(row) if row else None


def note(check_id: int, record: Record, *, due_at: datetime) -> None:
    """Write what is known now, and give the lease back."""
    CheckRow.objects.filter(pk=check_id).update(
        health=str(record.health),
        health_since=record.since,
        results=[_document(result) for result in record.results],
        certificate_until=record.certificate_until,
        warned_of=record.warned_of,
        due_at=due_at,
        lease="",
        leased_until=None,
    )


def cover(check_id: int, period: Period) -> None:
    """Remember that somebody looked all through ``period``."""
    for day, piece in by_day(period):
        start = _midnight(day)
        pair = [_second(piece.start, start), _second(piece.end, start)]
        row, made = CheckCoverage.objects.get_or_create(
            check_row_id=check_id, day=day, defaults={"spans": [pair]}
        )
        if not made:
            row.spans = _extended(row.spans, pair)
            row.save(update_fields=["spans"])


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """From when to when a check was in force, and when it looked."""

    component: str
    regions: tuple[str, ...]
    wanted: Period
    seen: tuple[Period, ...]
    patience: timedelta


def coverage(*, since: datetime, now: datetime) -> dict[str, list[Coverage]]:
    """Every check that was in force after ``since``, by component."""
    days: defaultdict[int, list[Period]] = defaultdict(list)
    rows = CheckCoverage.objects.filter(day__gte=since.astimezone(UTC).date())
    for check_row, day, spans in rows.values_list("check_row_id", "day", "spans"):
        start = _midnight(day)
        days[check_row].extend(
            Period(start=start + timedelta(seconds=a), end=start + timedelta(seconds=b))
            for a, b in spans
        )
    found: defaultdict[str, list[Coverage]] = defaultdict(list)
    for check in CheckRow.objects.exclude(ended_at__lt=since).order_by("id"):
        found[check.component].append(
            Coverage(
                component=check.component,
                regions=tuple(check.regions),
                wanted=Period(start=check.began_at, end=check.ended_at or now),
                seen=union(days[check.pk]),
                patience=check.patience,
            )
        )
    return found


def forget(before: date) -> int:
    """Delete coverage that no bar shows any more."""
    deleted, _ = CheckCoverage.objects.filter(day__lt=before).delete()
    return deleted


def _extended(spans: Collection[list[int]], pair: list[int]) -> list[list[int]]:
    known = [list(span) for span in spans]
    if known and pair[0] <= known[-1][1] + 1 and pair[0] >= known[-1][0]:
        known[-1][1] = max(known[-1][1], pair[1])
        return known
    return sorted([*known, pair])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def _second(at: datetime, midnight: datetime) -> int:
    return round((at - midnight).total_seconds())


def _document(result: Result) -> list[object]:
    return [
        result.at.isoformat(),
        round(result.took.total_seconds() * 1000),
        str(result.fault or ""),
        result.detail[:200],
    ]


def _result(document: tuple[str, int, str, str]) -> Result:
    at, took, fault, detail = document
    return Result(
        at=datetime.fromisoformat(at),
        took=timedelta(milliseconds=took),
        fault=Fault(fault) if fault else None,
        detail=detail,
    )


def _running(row: CheckRow) -> Running:
    return Running(
        id=row.pk,
        key=row.key,
        component=row.component,
        regions=tuple(row.regions),
        shape=row.shape,
        began_at=row.began_at,
        ended_at=row.ended_at,
        due_at=row.due_at,
        patience=row.patience,
        lease=row.lease,
        record=Record(
            health=Health(row.health),
            since=row.health_since,
            results=tuple(_result(document) for document in row.results),
            certificate_until=row.certificate_until,
            warned_of=row.warned_of,
        ),
    )
