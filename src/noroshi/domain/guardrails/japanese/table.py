"""Tables of wrong words that are known by the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from noroshi.domain.guardrails.rule import Level
from noroshi.domain.language import Localised
from noroshi.kernel import late


@dataclass(frozen=True, kw_only=True)
class Entry:
    """``wrong`` between ``before`` and ``after`` is found, and ``right`` takes its place.

    All three are regular expressions without quantifiers that could be long. ``right`` may use
    the groups of ``wrong``; None means that only the writer knows the right words.
    """

    wrong: str
    right: str | None
    before: str = ""  # of one fixed length in each alternative
    after: str = ""
    reason: Localised
    level: Level = Level.WARN

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The words in their surroundings; what it matches is what is wrong."""
        before = f"(?:{_behind(self.before)})" if self.before else ""
        after = f"(?={self.after})" if self.after else ""
        return re.compile(f"{before}(?:{self.wrong}){after}")

    @cached_property
    def literal(self) -> tuple[str, ...]:
        """The wrong words themselves, unless they are described by more than letters."""
        return () if _SIGNS.search(self.wrong) else tuple(self.wrong.split("|"))


_SIGNS = late.pattern(r"[^\w|]")


def _behind(alternatives: str) -> str:
    return "|".join(f"(?<={one})" for one in alternatives.split("|"))


def search(entries: Sequence[Entry], text: str) -> Iterator[tuple[re.Match[str], Entry]]:
    """Each place where an entry stands, in order; where two overlap, the earlier entry wins."""
    hits = [(match, entry) for entry in entries for match in _matches(entry, text)]
    done = 0
    for match, entry in sorted(hits, key=lambda hit: hit[0].start()):
        if match.start() >= done:
            yield match, entry
            done = match.end()


def _matches(entry: Entry, text: str) -> Iterator[re.Match[str]]:
    """Most words of a table are in no text, and looking for plain words is ten times as quick."""
    if not entry.literal:
        yield from entry.pattern.finditer(text)
    for word in entry.literal:
        at = text.find(word)
        while at >= 0:
            match = entry.pattern.match(text, at)
            if match is not None:
                yield match
            at = text.find(word, at + len(word))
