"""Texts as the eye reads them: tricks of width, invisibility and look-alike letters undone.

``｛｛ name ｝｝``, ``{<zero-width space>{`` and Cyrillic ``ТВD`` are blanks to a reader, so the
rules look at the folded text. Spans are carried back to the text as it was written.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from noroshi.kernel import late

_DASHES = "‐‑‒–—―−﹣"
_LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
# Unicode Technical Standard 39 lists thousands; these are the letters that spell the words we seek.
_LOOKALIKES = str.maketrans(
    "АВЕЅКМНОРСТУХІЈаесорѕухіјԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧονＸ’‘ʼ“”„❴❵⦃⦄⟦⟧〚〛❲❳" + _DASHES,
    "ABESKMHOPCTYXIJaecopsyxijdABEZHIKMNOPTYXovX'''\"\"\"{}{}[][][]" + "-" * len(_DASHES),
)
# A kana and its half-width voicing mark are one letter to the eye (ﾊﾞ is バ).
_CHUNK = late.pattern("(?s).[\u3099\u309a\uff9e\uff9f]?")
_NEEDS_FOLDING = late.pattern(r"[^\t\n\r -~]")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")


@dataclass(frozen=True, kw_only=True)
class Folded:
    """A folded text, and where each of its characters came from."""

    text: str
    starts: Sequence[int]  # per letter of the original: where it begins in ``text``
    origins: Sequence[int]  # per letter of the original: where it begins there

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of ``text``, not an empty one, was made from."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        return self.origins[first], self.origins[last + 1]


def fold(text: str) -> Folded:
    """``text`` in compatibility form, without accents and invisible characters; case is kept."""
    if not _NEEDS_FOLDING.search(text):
        return Folded(text=text, starts=range(len(text) + 1), origins=range(len(text) + 1))
    letters = _CHUNK.findall(text)
    pieces = [_fold_letter(letter) for letter in letters]
    return Folded(
        text="".join(pieces),
        starts=list(accumulate(map(len, pieces), initial=0)),
        origins=list(accumulate(map(len, letters), initial=0)),
    )


@lru_cache(maxsize=8192)
def _fold_letter(letter: str) -> str:
    if letter in _LINE_ENDS:
        return "\n"
    # Twice: a look-alike may stand for a character that itself has a compatibility form.
    bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if not _unseen(c))
    return unicodedata.normalize("NFC", bare).translate(_LOOKALIKES)


def _unseen(character: str) -> bool:
    """Whether the eye sees nothing of its own: accents, controls, format marks, fillers."""
    if "\u0300" <= character <= "\u036f" or "\ufe00" <= character <= "\ufe0f":
        return True
    if character in "\t\n\r":
        return False
    return character in _FILLERS or unicodedata.category(character) in {"Cc", "Cf"}
