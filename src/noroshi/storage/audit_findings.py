"""What the auditor found, and when it last looked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from noroshi.domain.audit.kinds import Finding, Gap
from noroshi.storage.models import AuditFinding, AuditRun


@dataclass(frozen=True, kw_only=True)
class StoredFinding:
    """A finding, since when it is known, and when it was gone."""

    id: int
    finding: Finding
    found_at: datetime
    last_seen_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class LastRun:
    """The last look. ``notes`` are the auditor's own: what it suspects, and what it counted."""

    at: datetime
    took_ms: int
    notes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What is new and what is gone since the last look."""

    opened: tuple[Finding, ...]
    closed: tuple[Finding, ...]


def last_run() -> LastRun | None:
    """The last look; None before the first."""
    row = AuditRun.objects.order_by("-at").first()
    return LastRun(at=row.at, took_ms=row.took_ms, notes=row.counts) if row else None


def keep_run(run: LastRun) -> None:
    """Note that the auditor has looked."""
    AuditRun.objects.update_or_create(
        pk=1, defaults={"at": run.at, "took_ms": run.took_ms, "counts": dict(run.notes)}
    )


def open_ones() -> list[StoredFinding]:
    """What is wrong now, oldest first."""
    return [_stored(row) for row in AuditFinding.objects.filter(closed_at=None).order_by("id")]


def recent(limit: int) -> list[StoredFinding]:
    """What was found lately and is settled, the newest first."""
    rows = AuditFinding.objects.exclude(closed_at=None).order_by("-closed_at", "-id")
    return [_stored(row) for row in rows[:limit]]


def store(findings: Iterable[Finding], *, at: datetime) -> Changes:
    """Open what is new, refresh what is known, close what is gone; inside one transaction."""
    present = {(one.kind, one.about): one for one in findings}
    rows = AuditFinding.objects.select_for_update().filter(closed_at=None)
    known = {(Gap(row.kind), row.about): row for row in rows}
    gone = [row for key, row in known.items() if key not in present]
    for key, row in known.items():
        if key in present:
            row.detail, row.last_seen_at = dict(present[key].detail), at
            row.save(update_fields=["detail", "last_seen_at"])
    AuditFinding.objects.filter(pk__in=[row.pk for row in gone]).update(closed_at=at)
    fresh = [one for key, one in present.items() if key not in known]
    AuditFinding.objects.bulk_create(
        AuditFinding(
            kind=str(one.kind),
            about=one.about,
            detail=dict(one.detail),
            found_at=at,
            last_seen_at=at,
        )
        for one in fresh
    )
    return Changes(opened=tuple(fresh), closed=tuple(_finding(row) for row in gone))


def _finding(row: AuditFinding) -> Finding:
    return Finding(kind=Gap(row.kind), about=row.about, detail=row.detail)


def _stored(row: AuditFinding) -> StoredFinding:
    return StoredFinding(
        id=row.pk,
        finding=_finding(row),
        found_at=row.found_at,
        last_seen_at=row.last_seen_at,
        closed_at=row.closed_at,
    )
