"""The state of each component on each of the last 90 days, from the log of its changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from noroshi.domain.incident import ComponentStatus, worst

DAYS = 90
_OUT = {ComponentStatus.PARTIAL_OUTAGE, ComponentStatus.MAJOR_OUTAGE}


@dataclass(frozen=True, kw_only=True)
class Span:
    """A time during which a component was in one state."""

    status: ComponentStatus
    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day in the page's zone. None: nobody watched, which is not the same as fine."""

    day: date
    status: ComponentStatus | None
    outage_seconds: int


def days_of(
    spans: Sequence[Span], *, watched_since: datetime, now: datetime, zone: str
) -> tuple[Day, ...]:
    """The last 90 days, oldest first; ``spans`` are those in which the component was not fine."""
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    first = today - timedelta(days=DAYS - 1)
    return tuple(
        _day(first + timedelta(days=n), spans, watched_since=watched_since, here=here)
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


def _day(day: date, spans: Sequence[Span], *, watched_since: datetime, here: ZoneInfo) -> Day:
    start = datetime.combine(day, time.min, tzinfo=here)
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=here)
    if end <= watched_since:
        return Day(day=day, status=None, outage_seconds=0)
    hit = [span for span in spans if span.start < end and span.end > start]
    out = sum(
        (min(s.end, end) - max(s.start, start)).total_seconds() for s in hit if s.status in _OUT
    )
    return Day(day=day, status=worst(s.status for s in hit), outage_seconds=min(int(out), 86_400))
