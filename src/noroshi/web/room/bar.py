"""The picture of a delivery: one bar whose parts differ by pattern and by colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from noroshi.actions.queries.progress import Progress
from noroshi.domain.delivery import PROMISES, State
from noroshi.domain.language import pick
from noroshi.web.reader import language
from noroshi.web.room.delivery_words import RETRYING, part_word, retry_promise

_ORDER: Final = (
    State.DELIVERED, State.ACCEPTED, State.SENDING, State.QUEUED, RETRYING, State.UNKNOWN,
    State.COMPLAINED, State.BOUNCED, State.FAILED, State.SUPPRESSED, State.SUPERSEDED,
)  # fmt: skip
_THINNEST: Final = 0.6
"""Percent of the bar that even one person is given, so that nobody disappears."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the bar with its line of the legend; ``x`` and ``width`` in percent."""

    key: str
    count: int
    word: str
    promise: str
    x: float
    width: float


def parts_of(progress: Progress) -> tuple[Part, ...]:
    """The parts from left to right: what is done, what is left, what went wrong."""
    counts = dict(_counts(progress))
    widths = _widths(counts)
    x, made = 0.0, []
    for key, count in counts.items():
        made.append(
            Part(
                key=key,
                count=count,
                word=part_word(key),
                promise=_promise(key),
                x=x,
                width=widths[key],
            )
        )
        x += widths[key]
    return tuple(made)


def _counts(progress: Progress) -> Iterable[tuple[str, int]]:
    """Those that are not empty. Who was refused for now is a part of its own."""
    counts: dict[str, int] = {str(state): n for state, n in progress.counts.items()}
    waiting = min(progress.retrying, counts[State.QUEUED])
    counts[State.QUEUED] -= waiting
    counts[State.SENDING] -= progress.retrying - waiting
    counts[RETRYING] = progress.retrying
    return ((str(key), counts[key]) for key in _ORDER if counts[key] > 0)


def _widths(counts: Mapping[str, int]) -> dict[str, float]:
    whole = sum(counts.values()) or 1
    raw = {key: max(100 * count / whole, _THINNEST) for key, count in counts.items()}
    total = sum(raw.values())
    return {key: 100 * width / total for key, width in raw.items()}


def _promise(key: str) -> str:
    return retry_promise() if key == RETRYING else pick(PROMISES[State(key)], language())
