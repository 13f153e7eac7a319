"""The append-only event log: one entry per deed, chained by hash, announced to live screens."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import connection

from noroshi.domain.events import GENESIS, Event, EventKind, chain_hash
from noroshi.storage.models import EventRow

CHANNEL = "noroshi_events"
_CHAIN_LOCK = 0x6E6F726F
_ENTRANCE: ContextVar[str] = ContextVar("entrance", default="")


def append(
    *,
    at: datetime,
    kind: EventKind,
    actor: str,
    incident: int | None = None,
    data: Mapping[str, object] | None = None,
) -> Event:
    """Add one entry inside the current transaction, and tell the live screens at commit.

    The chain has one writer at a time: the advisory lock is held until the transaction ends.
    """
    clean = json.loads(json.dumps(data or {}, default=_written))
    if _ENTRANCE.get():
        clean["via"] = _ENTRANCE.get()
    take_turn()
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('storage_eventrow', 'id'))")
        event_id = cursor.fetchone()[0]
    event = Event(id=event_id, at=at, kind=kind, actor=actor, incident_number=incident, data=clean)
    last = EventRow.objects.order_by("-id").values_list("hash", flat=True).first()
    EventRow.objects.create(
        id=event_id,
        at=at,
        kind=str(kind),
        actor=actor,
        incident_number=incident,
        data=clean,
        hash=chain_hash(last or GENESIS, event),
    )
    _announce(event)
    return event


def take_turn() -> None:
    """Wait for the log's lock, and keep it until the transaction ends.

    Also for what is derived from the state of everything, and must not be changed by two at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])


@contextmanager
def through(entrance: str) -> Iterator[None]:
    """Let every entry that is added inside say by which entrance the deed came ("cli")."""
    before = _ENTRANCE.set(entrance)
    try:
        yield
    finally:
        _ENTRANCE.reset(before)


def of_incident(number: int, *, limit: int | None = None) -> list[Event]:
    """The entries of one incident, oldest first; with ``limit`` only the newest so many."""
    rows = EventRow.objects.filter(incident_number=number).order_by("-id")
    newest_first = rows[:limit] if limit else rows
    return [event_of_row(row) for row in newest_first][::-1]


def latest(limit: int, *, before: int | None = None) -> list[Event]:
    """The newest entries of the whole installation, or those before an entry; newest first."""
    rows = EventRow.objects.order_by("-id")
    wanted = rows if before is None else rows.filter(pk__lt=before)
    return [event_of_row(row) for row in wanted[:limit]]


def after(event_id: int, *, limit: int = 500) -> list[Event]:
    """Entries newer than one that was seen, oldest first."""
    rows = EventRow.objects.filter(pk__gt=event_id).order_by("id")
    return [event_of_row(row) for row in rows[:limit]]


def newest_id() -> int:
    """The id of the newest entry; 0 when there is none."""
    return EventRow.objects.order_by("-id").values_list("id", flat=True).first() or 0


def count_of_incident(number: int) -> int:
    """How many entries an incident has."""
    return EventRow.objects.filter(incident_number=number).count()


def hashed() -> Iterator[tuple[Event, str]]:
    """Every entry with its hash, oldest first, for verification of the chain."""
    for row in EventRow.objects.order_by("id").iterator():
        yield event_of_row(row), row.hash


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _announce(event: Event) -> None:
    payload = {"id": event.id, "kind": str(event.kind), "incident": event.incident_number}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(payload)])


def event_of_row(row: EventRow) -> Event:
    """The stored entry as a value; for storage only."""
    return Event(
        id=row.id,
        at=row.at,
        kind=EventKind(row.kind),
        actor=row.actor,
        incident_number=row.incident_number,
        data=row.data,
    )


def report_steps(number: int) -> frozenset[str]:
    """The warnings about the incident's final report that have been given."""
    kinds = [str(EventKind.REPORT_WARNED), str(EventKind.REPORT_OVERDUE)]
    rows = EventRow.objects.filter(incident_number=number, kind__in=kinds)
    return frozenset(step for step in rows.values_list("data__step", flat=True) if step)
