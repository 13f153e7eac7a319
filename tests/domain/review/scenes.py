"""Incidents of Kitsune Cloud, as short as a test can say them. Minutes count from noon UTC."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import settings

from noroshi.domain.timeline import Dot, DotKind, Lane, PromiseMark, PromiseState, Timeline

CALM = settings(deadline=None)
"""For properties: a busy machine may be slow without being wrong."""

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


def at(minute: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minute)


def minutes(number: float) -> timedelta:
    """A length."""
    return timedelta(minutes=number)


def dot(minute: float, kind: DotKind = "update", label: str = "Update", **more: int) -> Dot:
    """One message."""
    return Dot(at=at(minute), label=label, kind=kind, **more)


def lane(
    *updates: float,
    resolved: float | None = None,
    key: str = "page",
    limit: float | None = 30,
    name: str = "Status page",
) -> Lane:
    """A lane with updates at these minutes."""
    closing = () if resolved is None else (dot(resolved, "resolved"),)
    return Lane(
        key=key,
        name=name,
        cadence_note="every 30 min",
        dots=(*map(dot, updates), *closing),
        limit=None if limit is None else minutes(limit),
    )


def promise(due: float, state: PromiseState = "kept", settled: float | None = None) -> PromiseMark:
    """A promised next update."""
    return PromiseMark(
        due_at=at(due), state=state, settled_at=None if settled is None else at(settled)
    )


def incident(
    *lanes: Lane,
    alert: float | None = 0,
    resolved: float | None = 120,
    now: float = 600,
    identified: float | None = None,
    promises: Iterable[PromiseMark] = (),
    title: str = "Checkout fails for some customers",
) -> Timeline:
    """An incident that began with an alert at noon."""
    return Timeline(
        title=title,
        now=at(now),
        lanes=lanes,
        promises=tuple(promises),
        first_alert_at=None if alert is None else at(alert),
        identified_at=None if identified is None else at(identified),
        resolved_at=None if resolved is None else at(resolved),
    )
