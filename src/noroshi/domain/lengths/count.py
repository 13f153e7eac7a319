"""A length in any unit."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from noroshi.domain.lengths.gsm import sms
from noroshi.domain.lengths.mastodon import mastodon
from noroshi.domain.lengths.unit import Unit
from noroshi.domain.lengths.x_weight import x_weight

Graphemes = Callable[[str], int]
"""How many characters a reader sees: a ``Linguist`` knows."""


def count(text: str, unit: Unit, graphemes: Graphemes) -> int:
    """How long ``text`` is. Half a surrogate pair counts as the sign that stands for it."""
    if unit is Unit.GRAPHEMES:
        return graphemes(text)
    if unit is Unit.MASTODON:
        return mastodon(text, graphemes)
    return _COUNTS[unit](text)


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _json(text: str) -> int:
    return _utf8(json.dumps(text, ensure_ascii=False)) - 2


def _parts(text: str) -> int:
    return sms(text).parts


_COUNTS: Mapping[Unit, Callable[[str], int]] = {
    Unit.CODEPOINTS: len,
    Unit.UTF16: _utf16,
    Unit.UTF8: _utf8,
    Unit.JSON_UTF8: _json,
    Unit.X_WEIGHTED: x_weight,
    Unit.GSM_SEGMENTS: _parts,
}
