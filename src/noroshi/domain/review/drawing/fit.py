"""Whether a label fits: estimated widths, shortened names, and places already taken."""

from __future__ import annotations

from unicodedata import east_asian_width

_LATIN = 0.57
_WIDE = 1.0


def width(said: str, size: float) -> float:
    """About how wide ``said`` is at a font size of ``size``; system fonts differ by a tenth."""
    return size * sum(_WIDE if east_asian_width(each) in "WF" else _LATIN for each in said)


def shortened(said: str, size: float, room: float) -> str:
    """``said``, cut at the end with an ellipsis if it is wider than ``room``."""
    if width(said, size) <= room:
        return said
    while said and width(said + "…", size) > room:
        said = said[:-1]
    return said.rstrip() + "…"


class Taken:
    """The stretches of one row that already hold something."""

    def __init__(self) -> None:
        self._stretches: list[tuple[float, float]] = []

    def is_free(self, left: float, right: float) -> bool:
        """Nothing stands between ``left`` and ``right``."""
        return all(right <= begin or end <= left for begin, end in self._stretches)

    def take(self, left: float, right: float) -> None:
        """Something stands there from now on."""
        self._stretches.append((left, right))

    def take_if_free(self, left: float, right: float) -> bool:
        """Take the stretch unless part of it is taken; tell whether that was possible."""
        if not self.is_free(left, right):
            return False
        self.take(left, right)
        return True
