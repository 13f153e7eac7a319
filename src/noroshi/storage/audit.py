"""What the auditor counts: a few statements, each with a time limit (R19).

One that takes too long is cut short and named; the others still say what they found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from noroshi.domain.audit.counts import (
    AccountCount,
    BatchCount,
    Counted,
    DispatchCount,
    JobCount,
    Orphan,
)
from noroshi.domain.channel import Channel
from noroshi.storage import audit_statements as sql

Given = int | str | datetime | list[int] | list[str]
"""What a statement may be given."""
TIME_LIMIT_MS: Final = 2_000
TALLY_LIMIT_MS: Final = 300
_FINISHED_AT_ONCE: Final = 50
_BATCHES_AT_ONCE: Final = 500
_MOST_CHOSEN: Final = 20_000
_MOST_EXCEPTIONS: Final = 2_000_000
_MOST_NAMED: Final = 300
_SETTLED_AFTER: Final = timedelta(minutes=2)
_ORPHANS_OF: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Place:
    """How far the look at what is long over has come: the last dispatch and the last batch."""

    dispatch: int = 0
    batch: int = 0


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What was counted, and where the next look goes on."""

    counted: Counted
    place: Place
    tallies: Mapping[str, Any] | None  # None: too many, or cut short; the earlier ones hold


@dataclass
class _Look:
    """One run. A statement that is cut short adds its name."""

    now: datetime
    since: datetime
    place: Place
    limit_ms: int
    cut: list[str] = field(default_factory=list)
    is_heavy: bool = False  # millions of exceptions: they are looked at in turn

    def rows(self, name: str, statement: str, **given: Given) -> list[dict[str, Any]]:
        """The rows of a statement by column; none when it was cut short."""
        found = within(self.limit_ms, statement, given)
        if found is None:
            self.cut.append(name)
        return found or []


def look(
    *,
    now: datetime,
    since: datetime,
    place: Place,
    channels: Sequence[Channel],
    limit_ms: int = TIME_LIMIT_MS,
) -> Looked:
    """Count everything. ``since`` is a moment before the last look began."""
    one = _Look(now=now, since=since, place=place, limit_ms=limit_ms)
    dispatches, last_dispatch = _dispatches(one)
    chosen, last_batch = _chosen(one)
    counted = Counted(
        dispatches=_with_exceptions(one, dispatches, chosen),
        strangers=_strangers(one, chosen),
        batches=_batches(one),
        orphans=_orphans(one, channels),
        jobs=_jobs(one),
        accounts=_accounts(one),
    )
    tallies = None if one.is_heavy else _tallies()
    return Looked(
        counted=replace(counted, cut_short=tuple(one.cut)),
        place=Place(dispatch=last_dispatch, batch=last_batch),
        tallies=tallies,
    )


def within(
    limit_ms: int, statement: str, given: Mapping[str, Given]
) -> list[dict[str, Any]] | None:
    """The rows of a statement by column; None when it took longer than its limit."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(limit_ms)])
            cursor.execute(statement, given)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            return None
        raise


def _dispatches(one: _Look) -> tuple[list[DispatchCount], int]:
    rows = one.rows(
        "dispatches",
        sql.DISPATCHES,
        since=one.since,
        after=one.place.dispatch,
        older=_FINISHED_AT_ONCE,
    )
    found = [DispatchCount(**{**row, "channel": Channel(row["channel"])}) for row in rows]
    older = [d.id for d in found if d.finished_at and d.finished_at < one.since]
    return found, _next(older, _FINISHED_AT_ONCE)


def _next(ids: Sequence[int], most: int) -> int:
    """Where to go on; from the beginning when the end was reached."""
    return max(ids) if len(ids) >= most else 0


def _chosen(one: _Look) -> tuple[list[int], int]:
    (found,) = one.rows("exceptions", sql.HOW_MANY_EXCEPTIONS) or [{"n": 0}]
    most = _MOST_CHOSEN
    one.is_heavy = found["n"] > _MOST_EXCEPTIONS
    if one.is_heavy:
        most = _BATCHES_AT_ONCE
    rows = one.rows("exceptions", sql.CHOSEN, since=one.since, after=one.place.batch, most=most)
    in_turn = [row["id"] for row in rows if not row["is_changed"]]
    changed = [row["id"] for row in rows if row["is_changed"]]
    return [*changed, *in_turn], _next(in_turn, most)


def _with_exceptions(
    one: _Look, dispatches: list[DispatchCount], chosen: list[int]
) -> tuple[DispatchCount, ...]:
    ids = [each.id for each in dispatches]
    retries = one.rows("retries", sql.RETRIES, dispatches=ids)
    overfull = one.rows("exceptions", sql.OVERFULL, batches=chosen)
    waiting = {row["dispatch_id"] for row in one.rows("jobs", sql.ASKED_TO_WAIT)}
    more: dict[int, dict[str, Any]] = {}
    for row in (*retries, *overfull):
        more.setdefault(row.pop("dispatch_id"), {}).update(row)
    return tuple(
        replace(each, is_asked_to_wait=each.id in waiting, **more.get(each.id, {}))
        for each in dispatches
    )


def _strangers(one: _Look, chosen: list[int]) -> dict[int, int]:
    named = [*chosen[: _MOST_NAMED // 2], *chosen[-_MOST_NAMED // 2 :]]
    rows = one.rows("strangers", sql.STRANGERS, batches=named)
    return {row["batch_id"]: row["people"] for row in rows}


def _batches(one: _Look) -> tuple[BatchCount, ...]:
    settled = one.now - _SETTLED_AFTER
    rows = one.rows("batches", sql.BATCHES, settled=settled, most=500)
    return tuple(BatchCount(**{**row, "channel": Channel(row["channel"])}) for row in rows)


def _orphans(one: _Look, channels: Sequence[Channel]) -> tuple[Orphan, ...]:
    rows = one.rows(
        "texts",
        sql.ORPHANS,
        since=one.now - _ORPHANS_OF,
        channels=[str(channel) for channel in channels],
    )
    return tuple(Orphan(**{**row, "channel": Channel(row["channel"])}) for row in rows)


def _jobs(one: _Look) -> JobCount:
    rows = one.rows("jobs", sql.JOBS)
    return JobCount(**rows[0]) if rows else JobCount(workers=1)


def _accounts(one: _Look) -> tuple[AccountCount, ...]:
    rows = one.rows("accounts", sql.ACCOUNTS)
    return tuple(AccountCount(**{**row, "channel": Channel(row["channel"])}) for row in rows)


def _tallies() -> dict[str, Any] | None:
    handed = within(TALLY_LIMIT_MS, sql.HANDED, {})
    listed = within(TALLY_LIMIT_MS, sql.LISTED, {})
    if handed is None or listed is None:
        return None
    return {"handed": handed, "listed": listed}
