"""The gap table as rows of text, for the browser and for the terminal (V3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, tzinfo

from noroshi.domain.review.gaps import GapTable, gap_table
from noroshi.domain.review.words import PictureWords
from noroshi.domain.timeline import Lane, Timeline

BAR = 240.0
"""The width that a bar may have; ``bar`` and ``limit_at`` are measured in it."""

_LIMIT_SHARE = 1.6
"""The bars' full width is at least this many limits, so that the limit has room to its right."""


@dataclass(frozen=True, kw_only=True)
class GapRow:
    """One row: which silence, from when to when, how long, and what that means.

    ``bar`` and ``limit_at`` are widths between 0 and BAR; ``limit_at`` is None without a limit.
    """

    between: str
    time: str
    length: str
    state: str
    is_gap: bool
    largest: bool
    bar: float
    limit_at: float | None


def gap_rows(
    timeline: Timeline, lane: Lane, words: PictureWords, zone: tzinfo
) -> tuple[GapRow, ...]:
    """The rows of ``lane`` with times shown in ``zone``."""
    table = gap_table(timeline, lane)
    scale = _scale(table)
    return tuple(
        GapRow(
            between=words.gap(gap),
            time=words.span(gap.start.astimezone(zone), gap.end.astimezone(zone)),
            length=words.length(gap.length),
            state=words.states[gap.reason],
            is_gap=gap.is_gap,
            largest=gap.largest,
            bar=round(gap.length / scale * BAR, 1),
            limit_at=None if table.limit is None else round(table.limit / scale * BAR, 1),
        )
        for gap in table.gaps
    )


def _scale(table: GapTable) -> timedelta:
    longest = max((gap.length for gap in table.gaps), default=timedelta(0))
    wanted = timedelta(0) if table.limit is None else table.limit * _LIMIT_SHARE
    return max(longest, wanted, timedelta(seconds=1))
