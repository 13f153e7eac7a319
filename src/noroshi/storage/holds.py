"""Holds: what keeps components in a state beside incidents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from noroshi.domain.holds import Hold, Origin, Standing
from noroshi.domain.incident import ComponentStatus
from noroshi.kernel.errors import NotFound
from noroshi.storage.models import ComponentHold


def everything() -> list[Hold]:
    """All holds, whatever became of them, by place."""
    rows = ComponentHold.objects.order_by("component", "region", "origin", "source")
    return [_hold(row) for row in rows]


def of_source(origin: Origin, source: str) -> list[Hold]:
    """The holds of one check or rule."""
    rows = ComponentHold.objects.filter(origin=str(origin), source=source)
    return [_hold(row) for row in rows.order_by("component", "region")]


def get(hold_id: int) -> Hold:
    """One hold.

    Raises:
        NotFound: it has ended.
    """
    row = ComponentHold.objects.filter(pk=hold_id).first()
    if row is None:
        raise NotFound("This state has ended by itself.", way_out="Nothing is left to decide.")
    return _hold(row)


def put(hold: Hold) -> None:
    """Keep a hold, in the stead of an earlier one of the same origin and source on its place."""
    ComponentHold.objects.update_or_create(
        component=hold.component,
        region=hold.region,
        origin=str(hold.origin),
        source=hold.source,
        defaults={
            "status": str(hold.status),
            "standing": str(hold.standing),
            "reason": hold.reason[:500],
            "by": hold.by,
            "since": hold.since,
            "until": hold.until,
        },
    )


def drop(ended: Iterable[Hold]) -> None:
    """Let go."""
    ComponentHold.objects.filter(pk__in=[hold.id for hold in ended]).delete()


def due(now: datetime) -> list[Hold]:
    """Holds whose end has come."""
    rows = ComponentHold.objects.filter(until__lte=now).order_by("id")
    return [_hold(row) for row in rows]


def _hold(row: ComponentHold) -> Hold:
    return Hold(
        id=row.pk,
        component=row.component,
        region=row.region,
        origin=Origin(row.origin),
        source=row.source,
        status=ComponentStatus(row.status),
        standing=Standing(row.standing),
        reason=row.reason,
        by=row.by,
        since=row.since,
        until=row.until,
    )
