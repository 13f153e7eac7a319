"""Badges: one line of SVG with a name, the shape of a state and its word, for READMEs and wikis.

``badge.svg`` is the page, ``badges/<service>.svg`` one service. Nothing in them is active or comes
from elsewhere; colours follow the reader's system, and the title says all there is to see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import combining, east_asian_width

from noroshi.pages.api_v2.files import rolled_up
from noroshi.pages.render import Renderer, symbol
from noroshi.pages.shapes import SHAPES, page_status, worst
from noroshi.pages.state import PageState

_SIZE = 12  # pixels, of the letters
_PAD = 8
_ICON = 13
_LONGEST = 240  # pixels; a longer name ends with an ellipsis, and stands in full in the title

# The design language's state colours on paper and on night; the shape and the word say the same.
_COLOURS = {
    "operational": ("#1f6654", "#7cc7ae"),
    "degraded_performance": ("#7d5800", "#dfb355"),
    "partial_outage": ("#a1460a", "#f2a067"),
    "major_outage": ("#bf2f17", "#ff8360"),
    "under_maintenance": ("#2a4f90", "#9dbcf3"),
}
_STAGE = ("#47443f", "#c4bfb5")

# Widths in letters' sizes, near enough for the usual sans-serif faces; the drawing then stretches
# each text to exactly the width that was reckoned, so that no face can spill over.
_NARROW = frozenset("iIl.,:;'|!jtfr()[]/- ")
_BROAD = frozenset("mwMW@%")


@dataclass(frozen=True, kw_only=True, slots=True)
class Badge:
    """What is drawn, in pixels from the left."""

    title: str
    name: str
    word: str
    status: str
    name_width: int
    word_width: int

    @property
    def left(self) -> int:
        """The width of the part with the name."""
        return self.name_width + 2 * _PAD

    @property
    def width(self) -> int:
        """The whole badge."""
        return self.left + _PAD + _ICON + 5 + self.word_width + _PAD


def badges(renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """Every badge of one tree with its path inside the tree."""
    state, reader = renderer.state, renderer.reader
    company = reader.plain({reader.language: state.site.company})
    yield "badge.svg", _drawn(renderer, company, _of_page(state))
    for part in state.components:
        name = reader.plain(part.name) or part.key
        yield f"badges/{part.key}.svg", _drawn(renderer, name, worst(part.statuses.values()))


def _of_page(state: PageState) -> str:
    """An open incident's stage while every service is well: that is no quiet day either."""
    status = page_status(state)
    return rolled_up(state) if status == "operational" else status


def text_width(text: str) -> int:
    """About how many pixels ``text`` takes, rounded up."""
    return -int(-sum(map(_letter, text)) * _SIZE // 1)


def shortened(text: str, longest: int) -> str:
    """``text``, or as much of it as fits into ``longest`` pixels with an ellipsis."""
    if text_width(text) <= longest:
        return text
    kept = text
    while kept and text_width(kept + "…") > longest:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _drawn(renderer: Renderer, name: str, status: str) -> bytes:
    reader = renderer.reader
    word = {**reader.words.component, **reader.words.incident}[status]
    shown = shortened(name[:200], _LONGEST)
    badge = Badge(
        title=f"{name}{reader.words.colon}{word}",
        name=shown,
        word=word,
        status=status,
        name_width=max(1, text_width(shown)),
        word_width=text_width(word),
    )
    light, dark = _COLOURS.get(status, _STAGE)
    return renderer.feed(
        "badge.svg",
        badge=badge,
        pad=_PAD,
        icon=_ICON,
        light=light,
        dark=dark,
        drawing=symbol(SHAPES[status].symbol),
    )


def _letter(letter: str) -> float:
    if combining(letter):
        return 0.0
    if east_asian_width(letter) in "WF":
        return 1.0
    if letter in _NARROW:
        return 0.32
    if letter in _BROAD or letter == "…":
        return 0.9
    return 0.68 if letter.isupper() else 0.56
