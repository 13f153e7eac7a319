"""The state of each component on each of the last 90 days, from the log of its changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from noroshi.domain.incident import ComponentStatus, worst
from noroshi.domain.watched import Period, seconds_in, union, without

DAYS = 90
ENOUGH = 0.9
"""A day on which less was watched, and nothing was found, is a hole: it is never shown as fine."""

_OUT = {ComponentStatus.PARTIAL_OUTAGE, ComponentStatus.MAJOR_OUTAGE}


@dataclass(frozen=True, kw_only=True)
class Span:
    """A time during which a component was in one state."""

    status: ComponentStatus
    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day in the page's zone. None: nobody watched, which is not the same as fine.

    ``watched_seconds`` is how long somebody did, and what uptime is reckoned by.
    """

    day: date
    status: ComponentStatus | None
    outage_seconds: int
    watched_seconds: int


def days_of(
    spans: Sequence[Span],
    *,
    watched_since: datetime,
    now: datetime,
    zone: str,
    holes: Sequence[Period] = (),
) -> tuple[Day, ...]:
    """The last 90 days, oldest first; ``spans`` are those in which the component was not fine.

    ``holes`` is time in which checks should have looked and did not. What people know of an
    outage in such a time counts all the same.
    """
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    first = today - timedelta(days=DAYS - 1)
    known = [Period(start=span.start, end=span.end) for span in spans]
    wanted = union([Period(start=min(watched_since, now), end=now), *known])
    seen = without(wanted, without(holes, known))
    return tuple(
        _day(first + timedelta(days=n), spans, wanted=wanted, seen=seen, here=here)
        for n in range(DAYS)
    )


def spans_of(
    changes: Sequence[tuple[ComponentStatus, datetime]], *, now: datetime
) -> tuple[Span, ...]:
    """Changes in order of time as spans; the last one lasts until now."""
    ends = [*(at for _, at in changes[1:]), now]
    return tuple(
        Span(status=status, start=start, end=end)
        for (status, start), end in zip(changes, ends, strict=False)
        if status is not ComponentStatus.OPERATIONAL and start < end
    )


def _day(
    day: date,
    spans: Sequence[Span],
    *,
    wanted: Sequence[Period],
    seen: Sequence[Period],
    here: ZoneInfo,
) -> Day:
    whole = Period(start=_midnight(day, here), end=_midnight(day + timedelta(days=1), here))
    hit = [span for span in spans if span.start < whole.end and span.end > whole.start]
    watched = seconds_in(seen, whole)
    is_hole = not hit and (not watched or watched < ENOUGH * seconds_in(wanted, whole))
    lost = seconds_in((Period(start=s.start, end=s.end) for s in hit if s.status in _OUT), whole)
    return Day(
        day=day,
        status=None if is_hole else worst(span.status for span in hit),
        outage_seconds=int(lost),
        watched_seconds=0 if is_hole else int(watched),
    )


def _midnight(day: date, here: ZoneInfo) -> datetime:
    """In UTC: between two times of one zone Python reckons by the clock on the wall, by which
    every day has 24 hours."""
    return datetime.combine(day, time.min, tzinfo=here).astimezone(UTC)
