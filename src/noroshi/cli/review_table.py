"""One incident's review on the terminal: figures, a line for each channel, the gap table (V3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta, tzinfo
from typing import TYPE_CHECKING

from noroshi.cli import show

if TYPE_CHECKING:
    from noroshi.domain.review.figures import Figures
    from noroshi.domain.review.words import PictureWords
    from noroshi.domain.timeline import Lane, Timeline

_WIDTH = 64
_FIGURES: Mapping[str, tuple[str, str]] = {
    "first_update": ("First update after", "第1報まで"),
    "largest": ("Largest gap", "最長の空白"),
    "over_limit": ("Gaps over the limit", "上限を超えた空白"),
    "promises": ("Promises kept", "守った約束"),
    "duration": ("Duration", "継続時間"),
    "investigating": ("Investigation", "原因の特定まで"),
    "changing": ("From cause to resolution", "原因の特定から復旧まで"),
    "silent_for": ("Silent for", "最後のお知らせからの経過"),
}
_COLUMNS = {
    "en": ("", "Silence", "When", "Length", ""),
    "ja": ("", "区間", "時刻", "長さ", ""),
}
_UNKNOWN = {"en": "not known", "ja": "不明"}


def print_review(timeline: Timeline, language: str, zone: tzinfo) -> None:
    """Print the review in ``language`` with times in ``zone``."""
    from noroshi.domain.review.figures import figures
    from noroshi.domain.review.words import WORDS

    words = WORDS[language]
    show.line(timeline.title)
    show.line()
    show.table(("", ""), _rows(figures(timeline), timeline, words, language=language))
    for lane in timeline.lanes:
        if lane.dots:
            _lane(timeline, lane, words, zone=zone, language=language)
    _overrides(timeline, language, zone)


def strip(timeline: Timeline, lane: Lane, *, width: int = _WIDTH) -> str:
    """The lane as a line of characters: dots for messages, the largest gap over its limit drawn
    double."""
    from noroshi.domain.review.gaps import gap_table

    moments = [dot.at for dot in lane.dots]
    begin = timeline.beginning.at if timeline.beginning else min(moments)
    end = max([timeline.end, *moments])
    span = max(end - begin, timedelta(seconds=1))
    signs = ["─"] * (width + 1)

    def place(fraction: float) -> int:
        return max(0, min(width, round(fraction * width)))

    largest = gap_table(timeline, lane).largest
    if largest is not None and largest.is_gap:
        first, last = ((at - begin) / span for at in (largest.start, largest.end))
        for index in range(place(first), place(last) + 1):
            signs[index] = "═"
    for dot in lane.dots:
        signs[place((dot.at - begin) / span)] = "○" if dot.kind == "report" else "●"
    return "".join(signs)


def _lane(
    timeline: Timeline, lane: Lane, words: PictureWords, *, zone: tzinfo, language: str
) -> None:
    from noroshi.domain.review.rows import gap_rows

    show.line()
    show.line(f"{lane.name}  ({lane.cadence_note})" if lane.cadence_note else lane.name)
    show.line(strip(timeline, lane))
    rows = [
        ("▶" if row.largest else "", row.between, row.time, row.length, row.state)
        for row in gap_rows(timeline, lane, words, zone)
    ]
    show.table(_COLUMNS[language], rows)


def _overrides(timeline: Timeline, language: str, zone: tzinfo) -> None:
    from noroshi.domain.review.overrides import COLUMNS, HEADING, override_lines

    rows = override_lines(timeline, language, zone)
    if rows:
        show.line()
        show.line(HEADING[language])
        show.table(COLUMNS[language], [row.cells for row in rows])


def _rows(
    found: Figures, timeline: Timeline, words: PictureWords, *, language: str
) -> list[tuple[str, str]]:
    values = {
        "first_update": _length(found.first_update, words, language),
        "largest": _largest(found, timeline, words, language=language),
        "over_limit": str(found.over_limit),
        "promises": f"{found.promises_kept}/{found.promises_due}",
        "duration": _length(found.duration, words, language),
        "investigating": _length(found.investigating, words, language),
        "changing": _length(found.changing, words, language),
    }
    if found.silent_for is not None:
        values["silent_for"] = words.length(found.silent_for)
    column = 1 if language == "ja" else 0
    return [(_FIGURES[key][column], value) for key, value in values.items()]


def _largest(found: Figures, timeline: Timeline, words: PictureWords, *, language: str) -> str:
    if found.largest is None:
        return _UNKNOWN[language]
    lane = next(lane for lane in timeline.lanes if lane.key == found.largest.lane_key)
    return f"{words.length(found.largest.gap.length)} ({lane.name})"


def _length(span: timedelta | None, words: PictureWords, language: str) -> str:
    return _UNKNOWN[language] if span is None else words.length(span)
