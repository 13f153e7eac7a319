"""What a company chooses for its page: three colours, a type, corners, a sign."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class Face(StrEnum):
    """A family of system fonts: nothing is fetched, so nothing can be missing."""

    SANS = "sans"
    SERIF = "serif"
    ROUNDED = "rounded"


class Corners(StrEnum):
    """How round fields and buttons are."""

    SQUARE = "square"
    SOFT = "soft"
    ROUND = "round"


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Choices; what is empty is taken from ``base``, a theme that comes with Noroshi.

    Colours are ``#rrggbb``. The colours of a dark screen follow from the light ones where they are
    not given. ``mark`` is SVG path data in a box of 24 by 24; ``logo`` and ``logo_dark`` are
    pictures as ``data:`` addresses, shown in the mark's stead.
    """

    base: str = ""
    paper: str = ""
    ink: str = ""
    accent: str = ""
    dark_paper: str = ""
    dark_ink: str = ""
    dark_accent: str = ""
    face: Face | None = None
    corners: Corners | None = None
    mark: str = ""
    logo: str = ""
    logo_dark: str = ""


_LIGHT = ("paper", "ink", "accent")


def over(below: Theme, above: Theme) -> Theme:
    """``above`` where it chooses something, ``below`` elsewhere.

    Another light colour leaves the dark one below behind: it was made for the old one.
    """
    left = {f"dark_{name}" for name in _LIGHT if getattr(above, name)}
    chosen: dict[str, Any] = {
        f.name: getattr(above, f.name) or ("" if f.name in left else getattr(below, f.name))
        for f in fields(Theme)
    }
    return Theme(**chosen)
