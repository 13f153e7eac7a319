"""How many are hit: numbers in a text that contradict the answers of the checklist."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from noroshi.domain.guardrails.amounts import Amount, Kind, amounts_in
from noroshi.domain.guardrails.claims import sentences_of
from noroshi.domain.guardrails.folding import fold
from noroshi.domain.guardrails.numerals import ASKS_FOR_CUSTOMERS, number_of
from noroshi.kernel import late

_BARE = late.pattern(r"[0-9][0-9.,]*+[千万億]?")
_HIT = {
    "en": late.pattern(
        r"\b(?:affect\w*|hit|impact\w*|fail\w*|cannot|unable|errors?|down|unavailable|lost|lose|disrupt\w*|"
        r"trouble|problems?|issues?|experienc\w*|without)\b|can't",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"影響|障害|エラー|不具合|でき(?:ない|ません)|失敗|発生|停止|遅延|対象|ご利用いただけ(?:ない|ません)"
    ),
}
_NEAR = 400  # characters; what is farther away in one sentence speaks of something else
_JOINT = late.pattern(r"[,;:]\s|[、;]|\bbut\b|が、")
# Clauses about a part, a course or a measure of what is hit say other numbers rightly.
_ANOTHER = {
    "en": late.pattern(
        r"\b(?:restored|recovered|back|again|remain\w*|still|of these|of them|of which|so far|now|already|"
        r"others?|not|unaffected|normal\w*|succeed\w*|success\w*|first|initially|later|per|every|each|"
        r"earlier|instead|resolved|previous\w*|less than|limit|up to|then|further|more|additional|than|"
        r"complet\w*|rerout\w*|go another way|within|between)\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"復旧|回復|残り|うち|すでに|既に|まだ|引き続き|正常|当初|その後|以外|(?<!申し訳)ありません|毎|解消|完了|さらに|前回|"
        r"切り替え|追加|別|上限|以内|再開|受けていな|問題なく"
    ),
}


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """A number that contradicts what is known. ``mend`` only where one number is known."""

    span: tuple[int, int]
    known: str
    mend: str | None


def contradictions(folded: str, known: tuple[str, ...], speech: str) -> Iterator[Wrong]:
    """Numbers of customers, and shares of what fails, that are none of the ``known`` ones."""
    facts = _facts(known, speech)
    for amount in said_of_the_hit(folded, speech):
        same = [fact for fact in facts if fact.kind is amount.kind]
        if same and not any(amount.agrees(fact) for fact in same):
            yield _wrong(amount, same)


def said_of_the_hit(folded: str, speech: str) -> Iterator[Amount]:
    """The numbers of customers that the text says are hit in all, and the shares that fail."""
    if speech not in _HIT:
        return
    amounts = [a for a in amounts_in(folded, speech) if a.of_customers or a.kind is Kind.SHARE]
    if not amounts:
        return
    spans = sentences_of(folded)
    starts = [start for start, _ in spans]
    for amount in amounts:
        place = bisect_right(starts, amount.start) - 1
        if place >= 0 and _is_about_the_hit(folded, spans[place], amount, speech=speech):
            yield amount


@lru_cache(maxsize=64)
def _facts(known: tuple[str, ...], speech: str) -> tuple[Amount, ...]:
    return tuple(fact for written in known for fact in _read(fold(written).text.strip(), speech))


def _read(written: str, speech: str) -> Iterator[Amount]:
    """A bare number is the answer to "How many customers?"."""
    if _BARE.fullmatch(written):
        value = number_of(written)
        if value is not None:
            yield Amount(kind=Kind.COUNT, value=value, start=0, end=len(written), of_customers=True)
        return
    for amount in amounts_in(written, speech):
        if amount.kind is Kind.SHARE or (amount.kind is Kind.COUNT and amount.of_customers):
            yield amount


def _is_about_the_hit(
    folded: str, sentence: tuple[int, int], amount: Amount, *, speech: str
) -> bool:
    # Without a bound a sentence of 100 kB with a number in each word takes minutes.
    start, end = max(sentence[0], amount.start - _NEAR), min(sentence[1], amount.end + _NEAR)
    if amount.in_words and amount.kind is Kind.COUNT:
        return False
    if _ANOTHER[speech].search(folded, *_clause(folded, (start, end), amount)):
        return False
    label = ASKS_FOR_CUSTOMERS[speech].search(folded, max(start, amount.start - 40), amount.start)
    return bool(label or _HIT[speech].search(folded, start, end))


def _clause(folded: str, sentence: tuple[int, int], amount: Amount) -> tuple[int, int]:
    start, end = sentence
    for joint in _JOINT.finditer(
        folded, max(start, amount.start - 200), min(end, amount.end + 200)
    ):
        if joint.end() <= amount.start:
            start = joint.end()
        elif joint.start() >= amount.end:
            return start, joint.start()
    return start, end


def _wrong(amount: Amount, facts: list[Amount]) -> Wrong:
    values = list(dict.fromkeys(fact.value for fact in facts))
    unit = " %" if amount.kind is Kind.SHARE else ""
    shown = [
        f"{value:,.0f}{unit}" if value.is_integer() else f"{value:,.1f}{unit}" for value in values
    ]
    certain = amount.kind is Kind.COUNT and len(values) == 1 and not amount.in_words
    return Wrong(
        span=(amount.start, amount.end),
        known=" / ".join(shown[:3]),
        mend=shown[0] if certain else None,
    )
