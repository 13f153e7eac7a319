"""The figures of one incident's review: first update, largest gap, promises, stages (V1, V3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from noroshi.domain.review.gaps import Gap, GapTable, gap_table
from noroshi.domain.timeline import BeginningKind, Timeline

FigureReason = Literal["beginning_unknown", "nothing_said", "never_identified", "still_open"]

_NOTHING = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class LaneGap:
    """A gap and the lane it belongs to."""

    lane_key: str
    gap: Gap


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What the review says in numbers. None means not known; ``reasons`` says why.

    ``first_update`` counts from ``counted_from``. ``largest`` is the longest silence over its
    limit (the longest of all if none is over) among the lanes that customers can read. ``promises_due`` counts the promises
    that were kept or missed, not the open and the cancelled. ``investigating`` lasts until the
    cause was identified, ``changing`` (escalation, decision, change) from there to the
    resolution. ``unnoticed`` is the time from the start to the first alert. ``silent_for`` is
    the running silence of an open incident.
    """

    counted_from: BeginningKind | None
    first_update: timedelta | None
    largest: LaneGap | None
    over_limit: int
    promises_kept: int
    promises_due: int
    duration: timedelta | None
    investigating: timedelta | None
    changing: timedelta | None
    unnoticed: timedelta | None
    silent_for: timedelta | None
    reasons: tuple[FigureReason, ...]


def figures(timeline: Timeline) -> Figures:
    """The figures of ``timeline``; of an open incident, as they stand now."""
    begin = timeline.beginning
    tables = measured_tables(timeline)
    public = _public_moments(timeline)
    states = [promise.state for promise in timeline.promises]
    return Figures(
        counted_from=None if begin is None else begin.kind,
        first_update=_first_update(timeline, public),
        largest=largest_of(tables),
        over_limit=sum(len(table.over) for table in tables),
        promises_kept=states.count("kept"),
        promises_due=states.count("kept") + states.count("missed"),
        duration=_since_beginning(timeline, timeline.end),
        investigating=_since_beginning(timeline, _identified(timeline) or timeline.end),
        changing=_changing(timeline),
        unnoticed=_unnoticed(timeline),
        silent_for=_silent_for(timeline, public),
        reasons=_reasons(timeline, public),
    )


def measured_tables(timeline: Timeline) -> tuple[GapTable, ...]:
    """The gap tables of the lanes whose silence counts: with a limit, and read by customers."""
    return tuple(
        gap_table(timeline, lane)
        for lane in timeline.lanes
        if lane.limit is not None and not lane.is_internal and lane.form == "messages"
    )


def largest_of(tables: tuple[GapTable, ...]) -> LaneGap | None:
    """The longest silence over its limit, or the longest of all if none is over.

    A silence that its plan allows (an hour by e-mail) does not outdo one that it does not.
    Of equals, the one on the first lane.
    """
    found = [
        LaneGap(lane_key=table.lane_key, gap=table.largest)
        for table in tables
        if table.largest is not None
    ]
    return max(found, key=lambda each: (each.gap.is_gap, each.gap.length), default=None)


def _public_moments(timeline: Timeline) -> list[datetime]:
    lanes = (lane for lane in timeline.lanes if not lane.is_internal)
    return sorted(dot.at for lane in lanes for dot in lane.spoken)


def _first_update(timeline: Timeline, public: list[datetime]) -> timedelta | None:
    return _since_beginning(timeline, public[0]) if public else None


def _since_beginning(timeline: Timeline, moment: datetime) -> timedelta | None:
    begin = timeline.beginning
    return None if begin is None else max(moment - begin.at, _NOTHING)


def _identified(timeline: Timeline) -> datetime | None:
    at = timeline.identified_at
    return None if at is None else min(at, timeline.end)


def _changing(timeline: Timeline) -> timedelta | None:
    begin, since = timeline.beginning, _identified(timeline)
    if since is None:
        return None
    if begin is not None:
        since = max(since, begin.at)
    return max(timeline.end - since, _NOTHING)


def _unnoticed(timeline: Timeline) -> timedelta | None:
    if timeline.started_at is None or timeline.first_alert_at is None:
        return None
    return max(timeline.first_alert_at - timeline.started_at, _NOTHING)


def _silent_for(timeline: Timeline, public: list[datetime]) -> timedelta | None:
    begin = timeline.beginning
    if not timeline.is_open or not (public or begin):
        return None
    last = public[-1] if public or begin is None else begin.at
    return max(timeline.now - last, _NOTHING)


def _reasons(timeline: Timeline, public: list[datetime]) -> tuple[FigureReason, ...]:
    facts: tuple[tuple[FigureReason, bool], ...] = (
        ("beginning_unknown", timeline.beginning is None),
        ("nothing_said", not public),
        ("never_identified", timeline.identified_at is None),
        ("still_open", timeline.is_open),
    )
    return tuple(reason for reason, holds in facts if holds)
