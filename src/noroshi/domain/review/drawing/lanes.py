"""One lane: its name, its rail, its branch, its dots and its circles."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.domain.review.drawing import rings, svg
from noroshi.domain.review.drawing.fit import Taken, shortened, width
from noroshi.domain.review.drawing.frame import LEFT, NAMES, RIGHT, Frame
from noroshi.domain.review.figures import LaneGap
from noroshi.domain.review.gaps import gap_table
from noroshi.domain.timeline import Dot, Lane

_NAME_SIZE, _NOTE_SIZE = 14.0, 12.5
_TOUCHING = 13.0
"""Dots closer than this are drawn as one, with their number."""

ABOVE, BELOW = 24.0, 33.0
"""What the simplest lane needs above and below its line."""


@dataclass(frozen=True, kw_only=True)
class LaidLane:
    """A lane with its circles placed; ``above`` and ``below`` are the room it needs."""

    lane: Lane
    rings: list[rings.LaidRing]
    above: float
    below: float


def laid(frame: Frame, lane: Lane, largest: LaneGap | None) -> LaidLane:
    """Find the circles of ``lane`` and the room that they need."""
    found: list[rings.LaidRing] = []
    if lane.form == "messages" and not lane.is_internal:
        table = gap_table(frame.timeline, lane)
        ember = table.largest if largest and largest.lane_key == lane.key else None
        found = rings.laid(frame, rings.rings(frame, table.gaps, ember))
    up, down = rings.headroom(found)
    return LaidLane(lane=lane, rings=found, above=max(ABOVE, up), below=max(BELOW, down))


def drawn(frame: Frame, laid_lane: LaidLane, y: float) -> list[str]:
    """The lane at height ``y``."""
    lane = laid_lane.lane
    parts = [*names(lane.name, lane.cadence_note, y), *_rail(laid_lane, y)]
    if lane.form == "standing":
        parts += _standing(frame, lane, y)
    else:
        parts += _messages(frame, laid_lane, y)
    for ring in laid_lane.rings:
        parts += rings.drawn(frame, ring, y)
    return parts


def names(name: str, note: str, y: float) -> list[str]:
    """The name of a row and the small line under it, cut where the axis begins."""
    return [
        _cut(name, _NAME_SIZE, class_="lane", x=0, y=y),
        _cut(note, _NOTE_SIZE, class_="sub", x=0, y=y + 17),
    ]


def _cut(said: str, size: float, **attributes: svg.Value) -> str:
    short = shortened(said, size, NAMES)
    if short == said:
        return svg.text(said, **attributes) if said else ""
    return svg.element("text", svg.title(said) + svg.words(short), **attributes)


def _rail(laid_lane: LaidLane, y: float) -> list[str]:
    return [
        svg.element("line", class_="rail-l", x1=left, x2=right, y1=y, y2=y)
        for left, right in _pieces(LEFT, RIGHT, laid_lane)
    ]


def _pieces(left: float, right: float, laid_lane: LaidLane) -> list[tuple[float, float]]:
    """A line from ``left`` to ``right`` that makes room for the words standing on it."""
    pieces = []
    for begin, end in sorted(filter(None, map(rings.words_on_the_line, laid_lane.rings))):
        if left < begin < right:
            pieces.append((left, begin))
            left = end
    return [*pieces, (left, right)]


def _standing(frame: Frame, lane: Lane, y: float) -> list[str]:
    if not lane.dots:
        return []
    dots = sorted(lane.dots, key=lambda dot: dot.at)
    down = [dot.at for dot in dots if dot.kind == "resolved"]
    end = max(down) if down else max(frame.timeline.end, dots[0].at)
    told = svg.title("\n".join(_told(frame, dot) for dot in dots))
    return [
        svg.element("line", told, class_="on", x1=frame.x(dots[0].at), x2=frame.x(end), y1=y, y2=y)
    ]


def _messages(frame: Frame, laid_lane: LaidLane, y: float) -> list[str]:
    lane, taken = laid_lane.lane, Taken()
    for each in laid_lane.rings:
        taken.take(each.ring.centre - each.ring.reach, each.ring.centre + each.ring.reach)
    groups = _groups(frame, lane.dots)
    if not groups:
        return []
    return [
        *_branch(frame, laid_lane, y),
        *(_dot(frame, lane, group, y) for group in groups),
        *(_number(frame, group, taken, y) for group in groups),
    ]


def _branch(frame: Frame, laid_lane: LaidLane, y: float) -> list[str]:
    lane = laid_lane.lane
    places = [frame.x(dot.at) for dot in lane.dots if dot.at <= frame.scale.until]
    if len(places) < 2:
        return []
    name = "branch-q" if lane.is_internal else "branch"
    return [
        svg.element("line", class_=name, x1=left, x2=right, y1=y, y2=y)
        for left, right in _pieces(min(places), max(places), laid_lane)
    ]


def _dot(frame: Frame, lane: Lane, group: list[Dot], y: float) -> str:
    told = svg.title("\n".join(_told(frame, dot) for dot in group))
    small = lane.is_internal or all(dot.kind == "internal" for dot in group)
    radius = (5 if small else 7) + (2 if len(group) > 1 else 0)
    name = "dot dot-s" if small else "dot"
    return svg.element("circle", told, class_=name, cx=_place(frame, group), cy=y, r=radius)


def _number(frame: Frame, group: list[Dot], taken: Taken, y: float) -> str:
    said = f"×{len(group)}"
    x, room = _place(frame, group), width(said, _NOTE_SIZE)
    if len(group) < 2 or not taken.take_if_free(x - room / 2 - 2, x + room / 2 + 2):
        return ""
    return svg.text(said, class_="sub", x=x, y=y + 23, text_anchor="middle")


def _groups(frame: Frame, dots: tuple[Dot, ...]) -> list[list[Dot]]:
    groups: list[list[Dot]] = []
    for dot in sorted(dots, key=lambda each: (each.at, each.message_number or 0, each.label)):
        if groups and frame.x(dot.at) - frame.x(groups[-1][0].at) < _TOUCHING:
            groups[-1].append(dot)
        else:
            groups.append([dot])
    return groups


def _place(frame: Frame, group: list[Dot]) -> float:
    return sum(frame.x(dot.at) for dot in group) / len(group)


def _told(frame: Frame, dot: Dot) -> str:
    late = dot.at > frame.scale.until or frame.spans_days
    at = f"{frame.day(dot.at)} {frame.clock(dot.at)}" if late else frame.clock(dot.at)
    return " · ".join([at, dot.label, *([] if dot.count is None else [f"{dot.count:,}"])])
