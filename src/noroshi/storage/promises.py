"""Promises of the next update: made, reminded of, kept or missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import Max

from noroshi.domain.cadence import Promise, PromiseState
from noroshi.domain.channel import Channel
from noroshi.storage.models import IncidentRow, PromiseRow, PromiseStep
from noroshi.storage.unit_of_work import unique_or


def make(promise: Promise) -> Promise:
    """Keep a new promise; its id is given by the database."""
    row = PromiseRow.objects.create(
        incident=IncidentRow.objects.get(number=promise.incident_number),
        channel=str(promise.channel),
        due_at=promise.due_at,
        made_at=promise.made_at,
    )
    return replace(promise, id=row.pk)


def open_ones(number: int | None = None) -> list[Promise]:
    """Promises that wait to be kept, of one incident or of all, the next due first."""
    rows = PromiseRow.objects.filter(state=str(PromiseState.OPEN)).order_by("due_at")
    wanted = rows if number is None else rows.filter(incident__number=number)
    return [_promise(row) for row in wanted.select_related("incident")]


def next_due(number: int, *, after: datetime) -> datetime | None:
    """The earliest open promise of an incident that can still be kept."""
    return min((p.due_at for p in open_ones(number) if p.due_at > after), default=None)


def of_incident(number: int) -> list[Promise]:
    """Every promise of an incident, in order of time."""
    rows = PromiseRow.objects.filter(incident__number=number).order_by("due_at", "id")
    return [_promise(row) for row in rows.select_related("incident")]


def save(promise: Promise) -> bool:
    """Settle an open promise; False if somebody has settled it already."""
    rows = PromiseRow.objects.filter(pk=promise.id, state=str(PromiseState.OPEN))
    return bool(rows.update(state=str(promise.state), settled_at=promise.settled_at))


def still_open(promise_id: int) -> bool:
    """Whether the promise waits to be kept; nobody else settles it until the transaction ends."""
    rows = PromiseRow.objects.select_for_update(no_key=True).filter(pk=promise_id)
    return [row.state for row in rows] == [str(PromiseState.OPEN)]


def steps_done(promise_id: int) -> frozenset[str]:
    """The reminders and calls that have happened."""
    rows = PromiseStep.objects.filter(promise_id=promise_id)
    return frozenset(rows.values_list("step", flat=True))


def note_step(promise_id: int, *, step: str, person: str, at: datetime) -> None:
    """Record that a step happens now.

    Raises:
        Conflict: it has happened already.
    """
    with unique_or("This reminder has gone out already."):
        PromiseStep.objects.create(promise_id=promise_id, step=step, person=person, at=at)


def called(promise_ids: Iterable[int]) -> dict[int, tuple[str, datetime]]:
    """Who was called last about each promise, and when."""
    rows = PromiseStep.objects.filter(promise_id__in=list(promise_ids)).order_by("at", "id")
    return {row.promise_id: (row.person, row.at) for row in rows}


def last_change() -> datetime | None:
    """When a promise was last made or settled."""
    times = PromiseRow.objects.aggregate(made=Max("made_at"), settled=Max("settled_at"))
    return max((t for t in times.values() if t), default=None)


def _promise(row: PromiseRow) -> Promise:
    return Promise(
        id=row.pk,
        incident_number=row.incident.number,
        channel=Channel(row.channel),
        due_at=row.due_at,
        made_at=row.made_at,
        state=PromiseState(row.state),
        settled_at=row.settled_at,
    )
