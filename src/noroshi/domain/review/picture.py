"""The timeline as a picture: channels as branches, messages as dots, gaps circled (V2, V3).

Plain SVG in the classes of the product's style sheet (``.tl``), without style attributes and
without references to anything outside. Only the largest gap wears the ember. On a phone the
same picture scrolls sideways; the gap table says the same in rows.
"""

from __future__ import annotations

from datetime import tzinfo

from noroshi.domain.review.drawing import lanes, marks, promises, svg, telling
from noroshi.domain.review.drawing.frame import WIDTH, Frame, frame
from noroshi.domain.review.figures import LaneGap, largest_of, measured_tables
from noroshi.domain.review.words import PictureWords
from noroshi.domain.timeline import Timeline

_TOP = 60.0
_PROMISES = 93.0
_FOOT = 48.0


def picture(
    timeline: Timeline, words: PictureWords, zone: tzinfo, *, ident: str = "timeline"
) -> str:
    """The SVG of ``timeline`` with times shown in ``zone``.

    ``ident`` begins the ids of its title and description; it must be unique in the page.
    """
    page = frame(timeline, words, zone)
    rows, bottom = _rows(page)
    parts = [
        svg.title(telling.heading(page), id=f"{ident}-title"),
        svg.element("desc", svg.words(telling.description(page)), id=f"{ident}-desc"),
        *marks.grid(page, bottom),
        *marks.later(page, bottom),
        *marks.ends(page, bottom),
        *rows,
    ]
    return _document(parts, bottom + _FOOT, ident)


def _rows(page: Frame) -> tuple[list[str], float]:
    has_promises = any(each.state != "cancelled" for each in page.timeline.promises)
    parts = promises.drawn(page, _PROMISES) if has_promises else []
    y = _PROMISES + lanes.BELOW if has_promises else _TOP
    largest = _largest(page.timeline)
    for lane in page.timeline.lanes:
        row = lanes.laid(page, lane, largest)
        y += row.above
        parts += lanes.drawn(page, row, y)
        y += row.below
    return parts, y + 16


def _largest(timeline: Timeline) -> LaneGap | None:
    found = largest_of(measured_tables(timeline))
    return found if found is not None and found.gap.is_gap else None


def _document(parts: list[str], height: float, ident: str) -> str:
    return svg.element(
        "svg",
        f"\n{svg.lines(parts)}\n",
        xmlns="http://www.w3.org/2000/svg",
        class_="tl",
        viewBox=f"0 0 {WIDTH:.0f} {height:.0f}",
        role="img",
        aria_labelledby=f"{ident}-title {ident}-desc",
    )
