"""The time axis: from moments to places, and the ticks that a reader expects on a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

_MINUTES = (1, 2, 5, 10, 15, 20, 30)
_HOURS = (1, 2, 3, 6, 12)
_DAYS = (1, 2, 7, 14, 30, 90, 365, 3650, 36500)
_STEPS = (
    *(timedelta(minutes=each) for each in _MINUTES),
    *(timedelta(hours=each) for each in _HOURS),
    *(timedelta(days=each) for each in _DAYS),
)
_HOUR = timedelta(hours=1)
_MOST_TICKS = 11


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A stretch of time laid on a stretch of the picture."""

    since: datetime
    until: datetime
    left: float
    right: float

    def place(self, at: datetime) -> float:
        """Where ``at`` is, held inside the axis."""
        share = (at - self.since) / (self.until - self.since)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


def step_of(span: timedelta) -> timedelta:
    """The smallest distance on a clock that leaves the axis readable."""
    return next((step for step in _STEPS if span / step <= _MOST_TICKS), _STEPS[-1])


def ticks(since: datetime, until: datetime, zone: tzinfo) -> list[datetime]:
    """The ticks between two moments, in ``zone``.

    Ticks of an hour and more follow the clock on the wall: when the clocks change, 06:00 stays
    06:00 and an hour that does not exist has no tick.
    """
    step = step_of(until - since)
    if step < _HOUR:
        found = _even(since, until, step)
    else:
        found = _on_the_wall(since.astimezone(zone), until, step)
    return [at.astimezone(zone) for at in found if since <= at <= until]


def _even(since: datetime, until: datetime, step: timedelta) -> list[datetime]:
    at = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    found = []
    while at <= until:
        found.append(at)
        at += step
    return found


def _on_the_wall(since: datetime, until: datetime, step: timedelta) -> list[datetime]:
    wall = datetime.combine(since.date(), time.min, tzinfo=None)
    found = []
    while (at := wall.replace(tzinfo=since.tzinfo).astimezone(UTC)) <= until:
        if at.astimezone(since.tzinfo).replace(tzinfo=None) == wall:
            found.append(at)
        wall += step
    return found
