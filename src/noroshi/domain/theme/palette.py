"""Every colour of a page, made of three, for light and dark; and which of the three do not pass.

Ratios are those of the design language, which asks for more than WCAG 2.2 AA where people read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from noroshi.domain.theme.colour import contrast, lightness, mix, nearest, with_lightness
from noroshi.domain.theme.model import Theme

READ: Final = 7.0
"""Ink on paper: people read whole messages in it (WCAG 2.2 AAA)."""
TEXT: Final = 4.5
GRAPHIC: Final = 3.0

_SIGNALS: Final[tuple[Mapping[str, str], Mapping[str, str]]] = (
    {
        "ember": "#bf2f17",
        "pine": "#1f6654",
        "ochre": "#7d5800",
        "kaki": "#a1460a",
        "indigo": "#2a4f90",
    },
    {
        "ember": "#ff8360",
        "pine": "#7cc7ae",
        "ochre": "#dfb355",
        "kaki": "#f2a067",
        "indigo": "#9dbcf3",
    },
)
_BAR: Final = ("#7d8c82", "#6b7a71")
_DARK_PAPER, _DARK_INK = 0.19, 0.945  # lightness in OKLab
_RAISED, _SUNK, _HAIR = (0.65, 0.04), (0.05, 0.07), (0.125, 0.135)  # light, dark


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """A chosen colour that cannot be read; ``nearest`` is the closest one that can."""

    field: str
    colour: str
    on: str
    ratio: float
    wanted: float
    nearest: str


def palette(theme: Theme, *, dark: bool) -> Mapping[str, str]:
    """All colours by token, of a theme without gaps. Signals are moved until they can be read."""
    paper, ink, accent = _three(theme, dark=dark)
    sunk = mix(paper, ink, _SUNK[dark])
    raised = mix(paper, "#ffffff", _RAISED[dark])
    grounds = (paper, raised, sunk)
    second = nearest(mix(ink, paper, 0.2), grounds, ratio=READ)
    third = nearest(mix(ink, paper, 0.36), grounds, ratio=5.0)
    signals = {
        name: nearest(colour, grounds, ratio=TEXT) for name, colour in _SIGNALS[dark].items()
    }
    return {
        "paper": paper,
        "paper-raised": raised,
        "paper-sunk": sunk,
        "ink": ink,
        "ink-2": second,
        "ink-3": third,
        "hairline": mix(paper, ink, _HAIR[dark]),
        "line": nearest(mix(ink, paper, 0.5), grounds, ratio=GRAPHIC + 0.1),
        "accent": accent,
        "on-accent": max(paper, ink, "#ffffff", key=lambda c: contrast(c, accent)),
        **signals,
        "bar-ok": nearest(_BAR[dark], (paper, raised), ratio=GRAPHIC + 0.1),
    }


def shortfalls(theme: Theme) -> tuple[Shortfall, ...]:
    """Which of the colours of a theme without gaps do not pass, light ones first."""
    return (*_found(theme, dark=False), *_found(theme, dark=True))


def _found(theme: Theme, *, dark: bool) -> Iterator[Shortfall]:
    prefix = "dark_" if dark else ""
    paper, ink, accent = _three(theme, dark=dark)
    for name, colour, wanted in (("ink", ink, READ), ("accent", accent, TEXT)):
        ratio = contrast(colour, paper)
        if ratio < wanted:
            better = nearest(colour, (paper,), ratio=wanted)
            if contrast(better, paper) < wanted:
                yield _paper_in_between(f"{prefix}paper", paper, wanted)
                return
            yield Shortfall(
                field=prefix + name,
                colour=colour,
                on=paper,
                ratio=ratio,
                wanted=wanted,
                nearest=better,
            )


def _paper_in_between(field: str, paper: str, wanted: float) -> Shortfall:
    """A paper of middling grey: no ink at all is readable on it."""
    ink = max("#000000", "#ffffff", key=lambda c: contrast(c, paper))
    return Shortfall(
        field=field,
        colour=paper,
        on=ink,
        ratio=contrast(ink, paper),
        wanted=wanted,
        nearest=nearest(paper, (ink,), ratio=wanted),
    )


def _three(theme: Theme, *, dark: bool) -> tuple[str, str, str]:
    if not dark:
        return theme.paper, theme.ink, theme.accent
    is_dark_already = lightness(theme.paper) < lightness(theme.ink)
    paper = theme.dark_paper or (
        theme.paper if is_dark_already else with_lightness(theme.ink, _DARK_PAPER)
    )
    ink = theme.dark_ink or (
        theme.ink if is_dark_already else with_lightness(theme.paper, _DARK_INK)
    )
    return paper, ink, theme.dark_accent or nearest(theme.accent, (paper,), ratio=6.0)
