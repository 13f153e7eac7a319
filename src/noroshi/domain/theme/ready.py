"""Themes that come with Noroshi; each can be taken as it is, or as a beginning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from noroshi.domain.theme.model import Corners, Face, Theme, over

DEFAULT: Final = "noroshi"

READY: Final[Mapping[str, Theme]] = {
    # Ink on warm paper: the visual language that all of Noroshi is written in.
    DEFAULT: Theme(
        base=DEFAULT,
        paper="#f8f7f3",
        ink="#1b1a18",
        accent="#1b1a18",
        dark_paper="#151412",
        dark_ink="#f0ede6",
        dark_accent="#f0ede6",
        face=Face.SANS,
        corners=Corners.SOFT,
    ),
    # Cool and exact: banks, infrastructure, public services.
    "harbour": Theme(
        base="harbour",
        paper="#f5f7fa",
        ink="#10202f",
        accent="#14508c",
        dark_paper="#0e151c",
        dark_ink="#e8eef4",
        dark_accent="#8fc1f0",
        face=Face.SANS,
        corners=Corners.SOFT,
    ),
    # A newspaper: white, black, serifs, square; for those who have a lot to explain.
    "gazette": Theme(
        base="gazette",
        paper="#ffffff",
        ink="#111111",
        accent="#111111",
        dark_paper="#121212",
        dark_ink="#eeeeee",
        dark_accent="#eeeeee",
        face=Face.SERIF,
        corners=Corners.SQUARE,
    ),
    # Friendly and round: shops, schools, things people use at home.
    "garden": Theme(
        base="garden",
        paper="#f4f8f1",
        ink="#18231b",
        accent="#1d6b3f",
        dark_paper="#101611",
        dark_ink="#e9f1e9",
        dark_accent="#86d3a1",
        face=Face.ROUNDED,
        corners=Corners.ROUND,
    ),
    # Plum on rose-grey: software that people like to look at.
    "plum": Theme(
        base="plum",
        paper="#faf6f8",
        ink="#241a22",
        accent="#7a2a68",
        dark_paper="#17111a",
        dark_ink="#f3eaf2",
        dark_accent="#e3a6d6",
        face=Face.SANS,
        corners=Corners.ROUND,
    ),
}


def resolved(*choices: Theme) -> Theme:
    """A theme without gaps: the ready one that the last choice names, then each choice over it."""
    named = [choice.base for choice in choices if choice.base]
    theme = READY.get(named[-1] if named else DEFAULT, READY[DEFAULT])
    for choice in choices:
        theme = over(theme, choice)
    return theme
