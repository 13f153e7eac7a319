"""What runs through all lanes: the grid of time, the beginning, the end, and the later column."""

from __future__ import annotations

from datetime import datetime

from noroshi.domain.review.drawing import svg
from noroshi.domain.review.drawing.axis import ticks
from noroshi.domain.review.drawing.fit import width
from noroshi.domain.review.drawing.frame import WIDTH, Frame
from noroshi.domain.review.gaps import PointKind

_HEAD, _SUB = 14.0, 12.5


def grid(frame: Frame, bottom: float) -> list[str]:
    """The ticks with their times under them, and the date where a day begins."""
    parts: list[str] = []
    day = None
    for at in ticks(frame.scale.since, frame.scale.until, frame.zone):
        x = frame.x(at)
        parts.append(svg.element("line", class_="grid", x1=x, x2=x, y1=60, y2=bottom))
        parts.append(_under(frame.clock(at), x, bottom + 14))
        if frame.spans_days and at.date() != day:
            parts.append(_under(frame.day(at), x, bottom + 29))
            day = at.date()
    return parts


def ends(frame: Frame, bottom: float) -> list[str]:
    """The lines at the beginning and at the end, with words above them that stay apart."""
    timeline, words = frame.timeline, frame.words
    begin = timeline.beginning
    last: PointKind = "now" if timeline.is_open else "resolved"
    right = frame.x(max(timeline.end, frame.scale.since))
    if begin is None:
        return _end(frame, (words.points[last], timeline.end), right, bottom)
    left = frame.x(begin.at)
    names = (words.points[begin.kind], words.points[last])
    apart = _apart(frame, (left, right), [(names[0], begin.at), (names[1], timeline.end)])
    return [
        *_line(left, bottom, "mark mark-a"),
        *_head(frame, names[0], begin.at, apart[0]),
        *_line(right, bottom, "mark"),
        *_head(frame, names[1], timeline.end, apart[1]),
    ]


def later(frame: Frame, bottom: float) -> list[str]:
    """The column of what came long after the end."""
    if frame.later_x is None:
        return []
    first = min(at for at in frame.sent if at > frame.scale.until)
    x = (frame.scale.right + frame.later_x) / 2 - 6
    return [
        svg.element("line", class_="mark mark-a", x1=x, x2=x, y1=60, y2=bottom),
        _under(frame.words.later, frame.later_x, bottom + 14),
        _under(frame.day(first), frame.later_x, bottom + 29),
    ]


def _end(frame: Frame, what: tuple[str, datetime], x: float, bottom: float) -> list[str]:
    return [*_line(x, bottom, "mark"), *_head(frame, what[0], what[1], x)]


def _apart(
    frame: Frame, places: tuple[float, float], said: list[tuple[str, datetime]]
) -> tuple[float, float]:
    halves = [_half(frame, name, at) for name, at in said]
    left, right = (min(max(x, half), WIDTH - half) for x, half in zip(places, halves, strict=True))
    need = halves[0] + halves[1] + 12
    if right - left < need:
        middle = (left + right) / 2
        left = min(max(middle - need / 2, halves[0]), WIDTH - need - halves[1])
        right = left + need
    return left, right


def _half(frame: Frame, name: str, at: datetime) -> float:
    return max(width(name, _HEAD) * 1.06, width(frame.moment(at), _SUB)) / 2


def _line(x: float, bottom: float, name: str) -> list[str]:
    return [svg.element("line", class_=name, x1=x, x2=x, y1=40, y2=bottom)]


def _head(frame: Frame, name: str, at: datetime, x: float) -> list[str]:
    return [
        svg.text(name, class_="head", x=x, y=20, text_anchor="middle"),
        svg.text(frame.moment(at), class_="sub", x=x, y=35, text_anchor="middle"),
    ]


def _under(said: str, x: float, y: float) -> str:
    x = min(x, WIDTH - width(said, _SUB) / 2)
    return svg.text(said, class_="sub", x=x, y=y, text_anchor="middle")
