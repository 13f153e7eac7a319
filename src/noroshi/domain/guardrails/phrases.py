"""Lists of words to find, with the reason and the words to say instead. Data, not code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as made

from noroshi.domain.language import Localised
from noroshi.kernel import late


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """One entry of a list. ``pattern`` is a regular expression over folded text, without groups.

    ``say`` takes the place of what was found; None when only the writer knows better words.
    """

    pattern: str
    say: str | None = None
    reason: Localised = made(default_factory=dict)


class PhraseList:
    """Phrases of one language, searched in one pass; earlier entries win."""

    def __init__(self, phrases: Sequence[Phrase], *, whole_words: bool) -> None:
        self._phrases = tuple(phrases)
        alternatives = "|".join(f"(?P<p{n}>{p.pattern})" for n, p in enumerate(self._phrases))
        edges = (r"(?<!\w)(?=\w)(?:", r")(?!\w)") if whole_words else ("(?:", ")")
        self._pattern = late.pattern(f"{edges[0]}{alternatives}{edges[1]}", re.IGNORECASE)

    def find(self, text: str) -> Iterator[tuple[re.Match[str], Phrase]]:
        """Each place where a phrase stands, in order."""
        if not self._phrases:
            return
        for match in self._pattern.finditer(text):
            yield match, self._phrases[int((match.lastgroup or "p0")[1:])]
