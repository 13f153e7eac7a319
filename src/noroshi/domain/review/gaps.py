"""The gap table of one channel: how long it was silent, and when (V3).

From the first alert (or the start) to the first update, from each update to the next, and from
the last one to the message that says resolved. What the rows promise, whatever the messages:
they follow each other without overlap, their lengths add up to the time from the first row's
start to the last row's end, and where the beginning is known one update more never makes a row
longer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from noroshi.domain.timeline import BeginningKind, Dot, Lane, Timeline

PointKind = BeginningKind | Literal["update", "resolved", "now"]
GapReason = Literal["over_limit", "within_limit", "no_limit"]
TableReason = Literal["beginning_unknown", "never_spoke", "not_said_resolved", "still_open"]


@dataclass(frozen=True, kw_only=True)
class Point:
    """One end of a gap; an update has a number, counted from 1."""

    kind: PointKind
    at: datetime
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class Gap:
    """The silence between two points. ``largest`` marks the longest row of its table."""

    since: Point
    until: Point
    reason: GapReason
    largest: bool = False

    @property
    def start(self) -> datetime:
        """The moment of the last word."""
        return self.since.at

    @property
    def end(self) -> datetime:
        """The moment of the next one."""
        return self.until.at

    @property
    def length(self) -> timedelta:
        """Never negative."""
        return self.end - self.start

    @property
    def is_gap(self) -> bool:
        """The silence lasted longer than the limit; exactly the limit is in time."""
        return self.reason == "over_limit"

    @property
    def is_running(self) -> bool:
        """The silence goes on at this moment."""
        return self.until.kind == "now"


@dataclass(frozen=True, kw_only=True)
class GapTable:
    """Every silence of one lane in order of time, and what the reader should know of the table."""

    lane_key: str
    limit: timedelta | None
    gaps: tuple[Gap, ...]
    reasons: tuple[TableReason, ...] = ()

    @property
    def largest(self) -> Gap | None:
        """The longest silence, over the limit or not; None if none was measured."""
        return next((gap for gap in self.gaps if gap.largest), None)

    @property
    def over(self) -> tuple[Gap, ...]:
        """The silences longer than the limit."""
        return tuple(gap for gap in self.gaps if gap.is_gap)


def gap_table(timeline: Timeline, lane: Lane) -> GapTable:
    """The silences of ``lane``.

    The table ends with the lane's own last word of resolution; without one, with the
    resolution of the incident, or with the present moment while it goes on. Messages before
    the beginning count as if they were sent at the beginning; later ones than the end do not
    count. Where nobody knows the beginning, the first update opens the table.
    """
    closing = next((dot for dot in reversed(lane.spoken) if dot.kind == "resolved"), None)
    end = _end(timeline, closing)
    spoken = [dot for dot in lane.spoken if dot is not closing and dot.at <= end.at]
    points = [*_opening(timeline, end.at), *_updates(timeline, spoken)]
    if points or closing is not None:
        points.append(end)
    reasons = _reasons(timeline, closing, len(spoken))
    gaps = _with_largest(_gap(since, until, lane.limit) for since, until in pairwise(points))
    return GapTable(lane_key=lane.key, limit=lane.limit, gaps=gaps, reasons=reasons)


def _end(timeline: Timeline, closing: Dot | None) -> Point:
    begin = timeline.beginning
    at = timeline.end if closing is None else closing.at
    kind: PointKind = "now" if closing is None and timeline.is_open else "resolved"
    return Point(kind=kind, at=at if begin is None else max(at, begin.at))


def _opening(timeline: Timeline, end: datetime) -> list[Point]:
    begin = timeline.beginning
    return [] if begin is None else [Point(kind=begin.kind, at=min(begin.at, end))]


def _updates(timeline: Timeline, spoken: list[Dot]) -> list[Point]:
    begin = timeline.beginning
    return [
        Point(
            kind="update",
            at=dot.at if begin is None else max(dot.at, begin.at),
            number=index if dot.message_number is None else dot.message_number,
        )
        for index, dot in enumerate(spoken, start=1)
    ]


def _gap(since: Point, until: Point, limit: timedelta | None) -> Gap:
    reason: GapReason = "no_limit"
    if limit is not None:
        reason = "over_limit" if until.at - since.at > limit else "within_limit"
    return Gap(since=since, until=until, reason=reason)


def _with_largest(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    found = tuple(gaps)
    longest = max((gap.length for gap in found), default=timedelta(0))
    if longest == timedelta(0):
        return found
    first = next(index for index, gap in enumerate(found) if gap.length == longest)
    return (*found[:first], replace(found[first], largest=True), *found[first + 1 :])


def _reasons(timeline: Timeline, closing: Dot | None, spoken: int) -> tuple[TableReason, ...]:
    facts: tuple[tuple[TableReason, bool], ...] = (
        ("beginning_unknown", timeline.beginning is None),
        ("never_spoke", closing is None and spoken == 0),
        ("not_said_resolved", closing is None and not timeline.is_open),
        ("still_open", closing is None and timeline.is_open),
    )
    return tuple(reason for reason, holds in facts if holds)
