"""The texts of one outlet say the same figures in every language.

Times of day are compared as moments, so that 15:15 CET and 23:15（日本時間） agree; numbers, shares,
lengths of time, dates, links and the count of list items as values, so that 3,400 and 3.4千, one
in five and 2割 agree. Counts in words ("both", 一度) are not expected in the other language.

Examples beside a text in the other language that says 3,400 shops and 15:15 CET:

Bad (en): Card payments of 3,200 shops fail. Next update by 15:15.
Bad (en): Card payments of 3,400 shops fail. Next update by 15:45.
Good (en): Card payments of 3,400 shops fail. Next update by 15:15.
Bad (ja): 3,200店舗で決済エラーが発生しています。次回は23:15（日本時間）までにお知らせします。
Good (ja): 約3.4千店舗で決済エラーが発生しています。次回は23:15（日本時間）までにお知らせします。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from noroshi.domain.guardrails.amounts import Amount, Kind
from noroshi.domain.guardrails.figures import Figures, Span
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Sibling, Text, finding
from noroshi.domain.guardrails.siblings import figures_of, language_name, own_figures, speech_of

_SMALL = 10  # smaller counts are often said in other ways: "both regions", 2地域
_ROUNDED = 0.05
_DAY = 1


@dataclass(frozen=True, kw_only=True)
class _Theirs:
    """The figures of the other language's subject and body together."""

    sibling: Sibling
    parts: tuple[Figures, ...]

    @property
    def amounts(self) -> list[Amount]:
        return [amount for part in self.parts for amount, _ in part.amounts]


def find(text: Text) -> Iterator[Finding]:
    """A finding for each figure that the same outlet's text in another language does not have."""
    mine = list(own_figures(text))
    for sibling in text.context.siblings:
        if _is_parallel(sibling, text):
            theirs = _Theirs(sibling=sibling, parts=figures_of(sibling))
            for passage, figures in mine:
                yield from _differences(passage, figures, mine, theirs)


def _is_parallel(sibling: Sibling, text: Text) -> bool:
    same = (sibling.audience, sibling.channel) == (text.audience, text.channel)
    other = speech_of(sibling.language) != text.speech
    return same and other and bool(sibling.body.strip()) and bool(text.body.strip())


def _differences(
    passage: Passage, figures: Figures, mine: list[tuple[Passage, Figures]], theirs: _Theirs
) -> Iterator[Finding]:
    all_mine = [own for _, own in mine]
    for span in (*_moments(figures, theirs), *_dates(figures, theirs)):
        yield _finding(passage, span, theirs, ("time or date", "時刻・日付"))
    for span in _amounts(figures, all_mine, theirs):
        yield _finding(passage, span, theirs, ("number", "数字"))
    for span in _links(figures, theirs):
        yield _finding(passage, span, theirs, ("link", "リンク"))
    yield from _items(passage, figures, theirs)


def _moments(figures: Figures, theirs: _Theirs) -> Iterator[Span]:
    others = [moment.utc for part in theirs.parts for moment in part.moments]
    if None in others:
        return  # a time in a zone that nobody knows may be any of ours
    for moment in figures.moments:
        if moment.utc is not None and moment.utc not in others:
            yield moment.span


def _dates(figures: Figures, theirs: _Theirs) -> Iterator[Span]:
    """A day may be the next one in the other zone; a month has at most 31 days."""
    others = [date for part in theirs.parts for date in part.dates]
    with_time = [date for date in others if date.with_time]
    for date in figures.dates:
        if date.with_time and not with_time:
            continue
        if not any(_near(date.day, other.day) for other in others):
            yield date.span


def _near(one: int, other: int) -> bool:
    first, second = sorted((one, other))
    if second - first <= _DAY:
        return True
    return (second - 1) % 31 == 0 and (first - 1) % 31 >= 27 and second - first <= 4


def _amounts(figures: Figures, mine: list[Figures], theirs: _Theirs) -> Iterator[Span]:
    others = theirs.amounts
    unmatched = _unmatched(others, [amount for own in mine for amount, _ in own.amounts])
    for amount, span in figures.amounts:
        if any(_alike(amount, other) for other in others):
            continue
        told_otherwise = any(other.kind is amount.kind for other in unmatched)
        if amount.in_words and (amount.kind is Kind.COUNT or not told_otherwise):
            continue
        if amount.kind is not Kind.COUNT or amount.value >= _SMALL or told_otherwise:
            yield span


def _unmatched(amounts: Iterable[Amount], others: list[Amount]) -> list[Amount]:
    return [
        amount
        for amount in amounts
        if not amount.in_words and not any(_alike(amount, other) for other in others)
    ]


def _alike(one: Amount, other: Amount) -> bool:
    """The same value. Words are rougher: "two and a half hours" is 2時間32分."""
    if one.kind is not other.kind:
        return False
    rough = _ROUNDED if one.in_words or other.in_words else 0.0
    slack = max(0.5 if one.kind is Kind.SHARE else 1e-6, rough * max(one.value, other.value))
    return abs(one.value - other.value) <= slack


def _links(figures: Figures, theirs: _Theirs) -> Iterator[Span]:
    others = {link for part in theirs.parts for link, _ in part.links}
    return (span for link, span in figures.links if link not in others)


def _items(passage: Passage, figures: Figures, theirs: _Theirs) -> Iterator[Finding]:
    count, other = len(figures.items), len(theirs.parts[1].items)
    if count and other and count != other and passage is not None:
        language = theirs.sibling.language
        reason = {
            "en": f"This list has {count} items; the {language_name(language, said_in='en')} "
            f"text has {other}.",
            "ja": f"箇条書きが{count}項目ありますが、{language_name(language, said_in='ja')}の文面は"
            f"{other}項目です。",
        }
        yield finding("languages_disagree", passage, figures.items[-1], reason, level=Level.WARN)


def _finding(passage: Passage, span: Span, theirs: _Theirs, what: tuple[str, str]) -> Finding:
    language = theirs.sibling.language
    reason = {
        "en": f"The {language_name(language, said_in='en')} text does not have this {what[0]}; "
        "say the same in both.",
        "ja": f"{language_name(language, said_in='ja')}の文面に、この{what[1]}がありません。内容を"
        "そろえてください。",
    }
    return finding("languages_disagree", passage, span, reason, level=Level.WARN)


RULE = Rule(
    code="languages_disagree",
    name={"en": "Languages disagree", "ja": "言語間の食い違い"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
