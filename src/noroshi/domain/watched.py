"""During which time a component was really watched: what nobody saw is neither good nor bad."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from operator import attrgetter


@dataclass(frozen=True, kw_only=True, order=True)
class Period:
    """From ``start`` until ``end``, which is not before it."""

    start: datetime
    end: datetime


_START = attrgetter("start", "end")


def union(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The same time without overlaps, in order."""
    found: list[Period] = []
    # By key: the dataclass's own comparison makes two tuples each time, and there are many.
    for period in sorted(periods, key=_START):
        if found and period.start <= found[-1].end:
            found[-1] = Period(start=found[-1].start, end=max(found[-1].end, period.end))
        elif period.start < period.end:
            found.append(period)
    return tuple(found)


def without(periods: Iterable[Period], taken: Iterable[Period]) -> tuple[Period, ...]:
    """What of ``periods`` lies in none of ``taken``."""
    left: list[Period] = []
    cut = union(taken)
    for period in union(periods):
        edges = [p for p in cut if p.end > period.start and p.start < period.end]
        starts = [period.start, *(p.end for p in edges)]
        ends = [*(p.start for p in edges), period.end]
        left.extend(Period(start=s, end=e) for s, e in zip(starts, ends, strict=True) if s < e)
    return tuple(left)


def seconds_in(periods: Iterable[Period], window: Period) -> float:
    """How much of ``window`` they cover."""
    return sum(
        max(0.0, (min(p.end, window.end) - max(p.start, window.start)).total_seconds())
        for p in union(periods)
    )


def seen_until(last: datetime | None, at: datetime, patience: timedelta) -> Period | None:
    """The time that a new look adds: since the look before it, if that is not too long ago.

    None when there is a hole between the two. Nobody knows what was in it.
    """
    if last is None or at <= last or at - last > patience:
        return None
    return Period(start=last, end=at)


def by_day(period: Period) -> list[tuple[date, Period]]:
    """Cut at midnight UTC, which is how coverage is kept."""
    first, last = period.start.astimezone(UTC).date(), period.end.astimezone(UTC).date()
    middles = [
        datetime.combine(first + timedelta(days=n), time.min, tzinfo=UTC)
        for n in range(1, (last - first).days + 1)
    ]
    edges = [period.start, *middles, period.end]
    cut = [Period(start=start, end=end) for start, end in pairwise(edges) if start < end]
    return [(piece.start.astimezone(UTC).date(), piece) for piece in cut]


def holes(
    wanted: Sequence[Period], covered: Iterable[Period], *, now: datetime, patience: timedelta
) -> tuple[Period, ...]:
    """When nobody looked although somebody should have.

    ``wanted``: from when to when there were checks. The time since the last look is no hole until
    the patience is over.
    """
    seen = list(covered)
    newest = max((p.end for p in seen), default=None)
    if newest is not None and timedelta(0) < now - newest <= patience:
        seen.append(Period(start=newest, end=now))
    return without(wanted, seen)
