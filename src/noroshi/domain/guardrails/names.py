"""Finding names in a folded text: whole words, however they are spelt, spaced or widened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from noroshi.domain.guardrails.folding import fold
from noroshi.kernel import late

_KATAKANA = "ァ-ヴー"
_GAP = r"[\s_·・-]{0,3}"
_PARTS = late.pattern(r"[\s_·・-]+")


def spans(names: tuple[str, ...], folded: str) -> Iterator[tuple[int, int]]:
    """Where any of ``names`` stands in a folded text; the longer name wins.

    A name in Latin letters is a whole word (kana and kanji may touch it). Japanese has no word
    borders, so a Japanese name is found anywhere, except that a katakana name of up to three
    letters must stand alone: メタ is not in メタデータ. One or two Latin letters must match in
    case.
    """
    pattern = _pattern(names)
    if pattern is not None:
        yield from (match.span() for match in pattern.finditer(folded))


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    folded = sorted({fold(name).text.strip() for name in names}, key=lambda n: (-len(n), n))
    written = [_written(name) for name in folded if name]
    return re.compile("|".join(written)) if written else None


def _written(name: str) -> str:
    words = [re.escape(part) for part in _PARTS.split(name) if part]
    spelling = _GAP.join(words) or re.escape(name)
    if len(name) > 2 or not name.isascii():
        spelling = f"(?i:{spelling})"
    return f"{_border(name, name[0], '<!')}{spelling}{_border(name, name[-1], '!')}"


def _border(name: str, edge: str, sign: str) -> str:
    if edge.isascii() and edge.isalnum():
        return f"(?{sign}[A-Za-z0-9])"
    if len(name) <= 3 and re.fullmatch(f"[{_KATAKANA}]+", name):
        return f"(?{sign}[{_KATAKANA}])"
    return ""
