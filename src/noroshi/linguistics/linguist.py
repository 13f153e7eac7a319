"""The Linguist of an installation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from noroshi.domain.guardrails.linguist import Linguist, Morpheme
from noroshi.linguistics import graphemes, spelling, words


@dataclass(frozen=True)
class Dictionaries:
    """Sudachi for Japanese, word frequencies for English, Unicode for letters."""

    def morphemes(self, text: str) -> Sequence[Morpheme]:
        """See Linguist; so for all of these."""
        return words.morphemes(text)

    def misspelt(self, words: Collection[str]) -> Mapping[str, str | None]:
        return spelling.misspelt(words)

    def graphemes(self, text: str) -> int:
        return graphemes.count(text)

    def grapheme_ends(self, text: str) -> Sequence[int]:
        return graphemes.ends(text)


def warm() -> None:
    """Read every dictionary now, so that the first writer does not wait for them."""
    words.morphemes("障害が発生しました。")
    spelling.misspelt({"sorry"})


LINGUIST: Linguist = Dictionaries()
"""Dictionaries are read from the disk at their first use, 0.1 to 0.4 seconds each."""
