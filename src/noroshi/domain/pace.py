"""How fast a delivery goes, and when it will end, from what was seen of it a moment ago.

Only what was really counted is used: the difference between two looks. An average since the
beginning lies after every pause and every outage, so it stands in only until there are two looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import dropwhile
from typing import Final

WINDOW: Final = timedelta(seconds=30)
"""What lies further back says nothing about the pace now."""
SHORTEST: Final = timedelta(seconds=3)
"""Two looks that are closer say nothing: outcomes are written down group by group."""
_HALF: Final = timedelta(seconds=10)
_WIDE: Final = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class Look:
    """How many people had an outcome at a moment."""

    at: datetime
    settled: int


@dataclass(frozen=True, kw_only=True)
class Pace:
    """People a second, at most and at least, over what was seen lately."""

    per_second: float
    fastest: float
    slowest: float


@dataclass(frozen=True, kw_only=True)
class Expected:
    """When the last one will have been handed over; ``latest`` differs where the pace varies."""

    earliest: datetime
    latest: datetime

    @property
    def is_range(self) -> bool:
        """Whether one moment would promise more than is known."""
        return self.latest - self.earliest > _WIDE


def remembered(looks: Sequence[Look], new: Look) -> tuple[Look, ...]:
    """The looks worth keeping, with the new one: at most one a second, none beyond the window.

    Fewer settled than before means that it is not the same delivery any more: begin again.
    """
    if looks and new.settled < looks[-1].settled:
        return (new,)
    if looks and new.at - looks[-1].at < timedelta(seconds=1):
        return tuple(looks)
    return (*dropwhile(lambda look: new.at - look.at > WINDOW, looks), new)


def pace_of(looks: Sequence[Look]) -> Pace | None:
    """The pace over the last seconds; None until enough was seen."""
    whole = _rate(looks)
    if whole is None:
        return None
    late = [look for look in looks if looks[-1].at - look.at <= _HALF]
    now = _rate(late)
    both = [whole, whole if now is None else now]
    return Pace(per_second=both[1], fastest=max(both), slowest=min(both))


def average(settled: int, length: timedelta) -> Pace | None:
    """The pace since the beginning; None while that is too short, or nobody is settled."""
    if length < SHORTEST or not settled:
        return None
    rate = settled / length.total_seconds()
    return Pace(per_second=rate, fastest=rate, slowest=rate)


def expected_end(left: int, pace: Pace | None, now: datetime) -> Expected | None:
    """When ``left`` people will be settled at that pace; None when nobody can tell."""
    if pace is None or pace.slowest <= 0:
        return None
    return Expected(
        earliest=now + timedelta(seconds=left / pace.fastest),
        latest=now + timedelta(seconds=left / pace.slowest),
    )


def _rate(looks: Sequence[Look]) -> float | None:
    if len(looks) < 2 or looks[-1].at - looks[0].at < SHORTEST:
        return None
    seconds = (looks[-1].at - looks[0].at).total_seconds()
    return (looks[-1].settled - looks[0].settled) / seconds
