"""English spelling by word frequencies; British and American forms are both right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from spellchecker import SpellChecker


@lru_cache(maxsize=1)
def _checker() -> SpellChecker:
    return SpellChecker(language="en", distance=1)


def misspelt(words: Collection[str]) -> Mapping[str, str | None]:
    """Those of ``words`` that the dictionary does not know, each with its nearest word."""
    unknown = _checker().unknown(words)
    return {word: _nearest(word) for word in words if word.lower() in unknown}


@lru_cache(maxsize=4096)
def _nearest(word: str) -> str | None:
    near = _checker().correction(word.lower())
    return near if near and near != word.lower() else None
