"""Many incidents at once: does the communication get better (V7).

Only what was measured enters a figure: an incident whose first update cannot be timed is not
one of zero minutes. Left-out incidents (maintenance, and incidents written afterwards) are
counted and said, and enter no other figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from typing import Literal

LeftOut = Literal["maintenance", "backfilled"]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One incident, measured. None means not known; ``left_out`` says why it does not count."""

    key: str
    title: str
    began: datetime
    impact: str
    updates: int
    first_update: timedelta | None
    largest_gap: timedelta | None
    over_limit: int
    left_out: LeftOut | None = None


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How a length is spread over ``count`` incidents; all None if none was measured.

    ``p90`` is the nearest rank: the smallest measured length that 90 % do not exceed.
    """

    count: int
    median: timedelta | None = None
    p90: timedelta | None = None
    maximum: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """The figures of the incidents that share a name (a year, an impact; or all of them).

    ``with_gap`` of ``largest_gap.count`` measured incidents were silent beyond the limit.
    """

    name: str
    incidents: int
    updates: int
    single_update: int
    with_gap: int
    first_update: Spread
    largest_gap: Spread

    @property
    def with_gap_share(self) -> float | None:
        """Between 0 and 1, of the incidents whose gaps could be measured."""
        return _share(self.with_gap, self.largest_gap.count)

    @property
    def single_update_share(self) -> float | None:
        """Between 0 and 1, of all incidents of the group."""
        return _share(self.single_update, self.incidents)


@dataclass(frozen=True, kw_only=True)
class Overall:
    """All incidents of a history. ``everything`` and the groups hold those that count."""

    incidents: int
    updates: int
    backfilled: int
    maintenances: int
    everything: Group
    by_year: tuple[Group, ...]
    by_impact: tuple[Group, ...]


def overall(measured: Iterable[Measured]) -> Overall:
    """The figures over ``measured``, by year of the beginning (UTC) and by impact."""
    found = list(measured)
    counted = [each for each in found if each.left_out is None]
    reasons = [each.left_out for each in found]
    return Overall(
        incidents=len(found),
        updates=sum(each.updates for each in found),
        backfilled=reasons.count("backfilled"),
        maintenances=reasons.count("maintenance"),
        everything=_group("", counted),
        by_year=_groups(counted, lambda each: f"{each.began.year:04}"),
        by_impact=_groups(counted, lambda each: each.impact),
    )


def spread(lengths: Iterable[timedelta | None]) -> Spread:
    """The spread of the known ones among ``lengths``."""
    known = sorted(length for length in lengths if length is not None)
    if not known:
        return Spread(count=0)
    return Spread(
        count=len(known),
        median=timedelta(seconds=median(length.total_seconds() for length in known)),
        p90=known[ceil(len(known) * 0.9) - 1],
        maximum=known[-1],
    )


def _groups(found: list[Measured], name: Callable[[Measured], str]) -> tuple[Group, ...]:
    names = sorted({name(each) for each in found})
    return tuple(_group(one, [each for each in found if name(each) == one]) for one in names)


def _group(name: str, found: list[Measured]) -> Group:
    return Group(
        name=name,
        incidents=len(found),
        updates=sum(each.updates for each in found),
        single_update=sum(1 for each in found if each.updates == 1),
        with_gap=sum(1 for each in found if each.over_limit),
        first_update=spread(each.first_update for each in found),
        largest_gap=spread(each.largest_gap for each in found),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
