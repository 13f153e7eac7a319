"""Amounts in a folded text, however they are written: 3,400 = 3400 = 3.4千, one in five = 2割.

An amount is a share (in percent), a length of time (in minutes) or a count. Times of day, dates,
versions, addresses and ordinal numbers are none. Numbers in words are found as well and marked:
"both" and 一度 are not always said in another language, so nothing is expected to match them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from noroshi.domain.guardrails import numerals
from noroshi.domain.guardrails.amount_patterns import PATTERNS, ROUNDED, TAKEN
from noroshi.domain.guardrails.clock_times import times_in
from noroshi.domain.guardrails.prose import masked
from noroshi.kernel import late


class Kind(StrEnum):
    """What an amount measures."""

    SHARE = "share"  # percent
    LENGTH = "length"  # minutes
    COUNT = "count"


@dataclass(frozen=True, kw_only=True)
class Amount:
    """An amount at a place of a folded text."""

    kind: Kind
    value: float
    start: int
    end: int
    of_customers: bool = False  # a count of customers, shops, accounts or the like
    in_words: bool = False
    rounded: bool = False  # "about", "more than", 約, 以上

    def agrees(self, other: Amount) -> bool:
        """Whether both say the same, roundings forgiven."""
        if self.kind is not other.kind:
            return False
        slack = 0.1 if self.rounded or other.rounded else 0.0
        if self.kind is Kind.SHARE:
            return abs(self.value - other.value) <= max(0.5, slack * other.value)
        return abs(self.value - other.value) <= slack * max(self.value, other.value) + 1e-6


_KINDS = {"ratio": Kind.SHARE, "percent": Kind.SHARE, "length": Kind.LENGTH, "count": Kind.COUNT}
_MOST = 1_000  # no message that fits a channel has more; hostile ones are read no further
_JOINT = late.pattern(r"[ ,]{0,2}(?:and )?")


@lru_cache(maxsize=512)
def amounts_in(folded: str, speech: str) -> tuple[Amount, ...]:
    """All amounts, in order. ``speech`` is the language without its region."""
    pattern = PATTERNS.get(speech)
    if pattern is None:
        return ()
    bare = masked(folded, sorted([*_times(folded), *_taken(folded, speech)]))
    return tuple(_joined(_found(pattern, bare, speech), bare))


def _times(folded: str) -> Iterator[tuple[int, int]]:
    return ((time.start, time.end) for time in islice(times_in(folded), _MOST))


def _taken(folded: str, speech: str) -> Iterator[tuple[int, int]]:
    """Dates, versions, ordinals: digits that count nothing."""
    return (match.span() for match in islice(TAKEN[speech].finditer(folded), _MOST))


def _found(pattern: re.Pattern[str], bare: str, speech: str) -> Iterator[Amount]:
    for match in islice(pattern.finditer(bare), _MOST):
        kind = next(name for name in _KINDS if match[name] is not None)
        value = numerals.value_of(kind, match)
        if value is not None:
            yield Amount(
                kind=_KINDS[kind],
                value=value,
                start=match.start(kind),
                end=match.end(kind),
                of_customers=kind == "count" and _counts_customers(match, speech),
                in_words=not any(char.isdigit() for char in match[kind]),
                rounded=_is_rounded(bare, match, speech),
            )


def _counts_customers(match: re.Match[str], speech: str) -> bool:
    if match["hit"] is not None:
        return True
    before = match.string[max(0, match.start("count") - 40) : match.start("count")]
    return numerals.ASKS_FOR_CUSTOMERS[speech].search(before) is not None


def _is_rounded(bare: str, match: re.Match[str], speech: str) -> bool:
    before = bare[max(0, match.start() - 16) : match.start()]
    after = bare[match.end() : match.end() + 8]
    ahead, behind = ROUNDED[speech]
    return ahead.search(before) is not None or behind.match(after) is not None


def _joined(found: Iterator[Amount], bare: str) -> Iterator[Amount]:
    """Lengths side by side are one: "2 hours 32 minutes"."""
    last: Amount | None = None
    for amount in found:
        if last is not None and _belongs(last, amount, bare):
            last = replace(
                last,
                value=last.value + amount.value,
                end=amount.end,
                in_words=last.in_words and amount.in_words,
            )
            continue
        if last is not None:
            yield last
        last = amount
    if last is not None:
        yield last


def _belongs(last: Amount, amount: Amount, bare: str) -> bool:
    if last.kind is not Kind.LENGTH or amount.kind is not Kind.LENGTH:
        return False
    return amount.start - last.end <= 6 and bool(_JOINT.fullmatch(bare[last.end : amount.start]))
