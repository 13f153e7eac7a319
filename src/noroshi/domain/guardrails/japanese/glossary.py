"""The notations that the company's glossary asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from noroshi.domain.guardrails.linguist import Morpheme
from noroshi.domain.guardrails.rule import Passage
from noroshi.domain.plan.model import Term

Span = tuple[int, int]

_TITLES = ("様", "さま", "さん")


def japanese_terms(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms of the glossary that are for Japanese texts."""
    return tuple(term for term in terms if term.language.split("-")[0].lower() == "ja")


def words_of(terms: tuple[Term, ...]) -> frozenset[str]:
    """All notations that the glossary knows: those it wants, and those it does not."""
    return frozenset(word for term in terms for word in (term.word, *term.instead_of))


def not_ours(terms: tuple[Term, ...], passage: Passage) -> Iterator[tuple[Span, str]]:
    """Notations that the glossary replaces, as whole words, each with ours."""
    pattern, ours = _pattern(terms)
    if pattern is None or not pattern.search(passage.prose):
        return
    starts = {word.start: word for word in passage.morphemes}
    ends = {word.end for word in passage.morphemes}
    for match in pattern.finditer(passage.prose):
        if match[0] in ours and match.start() in starts and match.end() in ends:
            say = ours[match[0]]
            yield (match.start(), _end(starts.get(match.end()), match.end(), say)), say


def _end(after: Morpheme | None, end: int, say: str) -> int:
    """With the 様 of ユーザー様, if our word has one of its own."""
    titled = after is not None and after.surface in _TITLES and say.endswith(_TITLES)
    return after.end if after is not None and titled else end


@lru_cache(maxsize=64)
def _pattern(terms: tuple[Term, ...]) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """Our words are searched too, so that ユーザ is not found in ユーザー."""
    right = {term.word for term in terms}
    ours = {w: term.word for term in terms for w in term.instead_of if w and w not in right}
    words = sorted({word for word in (*right, *ours) if word}, key=lambda word: (-len(word), word))
    return (re.compile("|".join(map(re.escape, words))) if ours else None), ours
