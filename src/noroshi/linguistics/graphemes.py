"""Characters as a reader counts them (Unicode Standard Annex 29)."""

from __future__ import annotations

import regex

_CLUSTER = regex.compile(r"\X")


def count(text: str) -> int:
    """The number of grapheme clusters: a family of joined emoji is one."""
    return sum(1 for _ in _CLUSTER.finditer(text))


def ends(text: str) -> list[int]:
    """The offset at which each grapheme cluster ends."""
    return [found.end() for found in _CLUSTER.finditer(text)]
