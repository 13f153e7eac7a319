"""What every part of the picture needs to know: the facts, the words, the zone and the scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from noroshi.domain.review.drawing.axis import Scale
from noroshi.domain.review.words import PictureWords
from noroshi.domain.timeline import Timeline

WIDTH = 1360.0
LEFT = 209.8
RIGHT = 1355.2
NAMES = 196.0
"""Room for the names of the lanes, left of the axis."""

_LATER_BAND = 76.0
_LEAST = timedelta(minutes=5)
_TAIL_LEAST = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The page on which the parts are drawn. ``later_x`` is where messages stand that came long
    after the end, such as the final report; None if there are none."""

    timeline: Timeline
    words: PictureWords
    zone: tzinfo
    scale: Scale
    later_x: float | None

    def x(self, at: datetime) -> float:
        """The place of a moment."""
        if self.later_x is not None and at > self.scale.until:
            return self.later_x
        return self.scale.place(at)

    def clock(self, at: datetime) -> str:
        """The time of day in the reader's zone."""
        return self.words.clock(at.astimezone(self.zone))

    def day(self, at: datetime) -> str:
        """The date in the reader's zone."""
        return self.words.day(at.astimezone(self.zone))

    def moment(self, at: datetime) -> str:
        """Time of day, with the date where the picture spans more than one day."""
        return f"{self.day(at)} {self.clock(at)}" if self.spans_days else self.clock(at)

    @property
    def sent(self) -> list[datetime]:
        """When something was said, on any lane."""
        return [dot.at for lane in self.timeline.lanes for dot in lane.dots]

    @property
    def spans_days(self) -> bool:
        """The axis crosses midnight somewhere."""
        ends = (self.scale.since, self.scale.until)
        return len({at.astimezone(self.zone).date() for at in ends}) > 1


def frame(timeline: Timeline, words: PictureWords, zone: tzinfo) -> Frame:
    """Lay the axis: from the beginning to a little after the end, and no further."""
    since, until = _reach(timeline)
    late = any(dot.at > until for lane in timeline.lanes for dot in lane.dots)
    right = RIGHT - _LATER_BAND if late else RIGHT
    scale = Scale(since=since, until=until, left=LEFT, right=right)
    later_x = RIGHT - _LATER_BAND / 3 if late else None
    return Frame(timeline=timeline, words=words, zone=zone, scale=scale, later_x=later_x)


def _reach(timeline: Timeline) -> tuple[datetime, datetime]:
    since = min(_moments(timeline))
    end = max(timeline.end, since)
    tail = max((end - since) / 4, _TAIL_LEAST)
    until = max(at for at in (end, *_moments(timeline)) if at <= end + tail)
    span = max(until - since, _LEAST)
    return since - span * 0.04, max(until, since + _LEAST) + span * 0.04


def _moments(timeline: Timeline) -> Iterator[datetime]:
    if timeline.beginning is not None:
        yield timeline.beginning.at
    yield timeline.end
    for lane in timeline.lanes:
        yield from (dot.at for dot in lane.dots)
    yield from (each.due_at for each in timeline.promises if each.state != "cancelled")
