"""What rules ask of a dictionary. The domain has none: ``noroshi.linguistics`` fits this shape."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol


class Morpheme(NamedTuple):
    """A word of a Japanese text, as a dictionary takes the text apart.

    No dataclass: a text of 100 kB has up to 100,000 of them, and a tuple is made in half the time.
    """

    surface: str
    start: int  # offsets of a Python string
    end: int
    part: tuple[str, ...]  # part of speech, from coarse to fine: ("助詞", "格助詞", …)
    base: str  # dictionary form: "食べる" of "食べ"
    normal: str  # the dictionary's usual notation: "サーバー" of "サーバ"


class Linguist(Protocol):
    """Knows words. Every method is pure, safe in threads and quick on a text of 100 kB."""

    def morphemes(self, text: str) -> Sequence[Morpheme]:
        """The words of a Japanese text, in order; a masked character is a word of its own."""
        ...

    def misspelt(self, words: Collection[str]) -> Mapping[str, str | None]:
        """Those of the English ``words`` that no dictionary has, with the nearest that one has."""
        ...

    def graphemes(self, text: str) -> int:
        """How many characters a reader sees (Unicode Standard Annex 29)."""
        ...

    def grapheme_ends(self, text: str) -> Sequence[int]:
        """Where each of those characters ends, as offsets of a Python string."""
        ...
