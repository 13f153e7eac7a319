"""One text is written in one style: です・ます or である, not both.

Mixing happens when a colleague's note is pasted into a letter. Items of lists, headings, lines
that begin with a time and sentences that end with a noun belong to no style. The sentences of the
rarer style are pointed at.

Bad (ja): 欧州の一部のお客さまで決済エラーが発生しています。原因は現在調査中である。
Good (ja): 欧州の一部のお客さまで決済エラーが発生しています。原因は現在調査中です。
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import Enum

from noroshi.domain.guardrails.japanese.reading import Span, japanese, quoted, within
from noroshi.domain.guardrails.linguist import Morpheme
from noroshi.domain.guardrails.rule import Field, Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.guardrails.sentences import sentences
from noroshi.kernel import late


class _Style(Enum):
    POLITE = "です・ます"
    PLAIN = "である"


# A line with one of these before its text is an item, a heading, a row or an entry of a log.
_NOT_PROSE = late.pattern(
    r"[ \t\u3000]*+(?:[-*+・※■●◆□○◇▼▽→#|•〇◎]|[0-9０-９]{1,3}[.．)）]|[(（【［\[<＜]"
    r"|[0-9０-９/年月日]{0,12}[ 　]?[0-9０-９]{1,2}[:：時])"
)
_LEFT_OUT = frozenset({"補助記号", "空白", "記号"})
_TAIL = frozenset({"助動詞", "助詞"})
_POLITE_FORMS = ("助動詞-マス", "助動詞-デス")
_REASONS = {
    _Style.PLAIN: {
        "en": "This sentence is in the plain style, the others are polite: use です・ます.",
        "ja": "「です・ます」の文の中に「である」調の文が混ざっています。「です・ます」にそろえて"
        "ください。",
    },
    _Style.POLITE: {
        "en": "This sentence is polite, most others are in the plain style: use one style.",
        "ja": "「である」調の文の中に「です・ます」の文が混ざっています。どちらかにそろえてください。",
    },
}


def find(text: Text) -> Iterator[Finding]:
    """Each sentence in the style that fewer sentences have; the plain ones if it is a draw."""
    for passage in japanese(text):
        if passage.field is Field.BODY:
            yield from _in_body(passage)


def _in_body(passage: Passage) -> Iterator[Finding]:
    styled = list(_styled(passage))
    polite = sum(style is _Style.POLITE for _, style in styled)
    if not 0 < polite < len(styled):
        return
    rarer = _Style.PLAIN if 2 * polite >= len(styled) else _Style.POLITE
    for span, style in styled:
        if style is rarer:
            yield finding("mixed_style", passage, span, _REASONS[rarer], level=Level.WARN)


def _styled(passage: Passage) -> Iterator[tuple[Span, _Style]]:
    words = passage.morphemes
    starts = [word.start for word in words]
    foreign = quoted(passage)
    for span in sentences(passage.prose):
        if within(span, foreign) or _NOT_PROSE.match(passage.prose, _line(passage.prose, span)):
            continue
        inside = words[bisect_left(starts, span[0]) : bisect_left(starts, span[1])]
        style = _style(inside, full_stop=passage.prose[span[1] - 1] == "。")
        if style is not None:
            yield span, style


def _line(prose: str, span: Span) -> int:
    return prose.rfind("\n", 0, span[0]) + 1


def _style(words: Sequence[Morpheme], *, full_stop: bool) -> _Style | None:
    last = len(words)
    while last and words[last - 1].part[0] in _LEFT_OUT:
        if words[last - 1].surface in "」』）)":
            return None  # it ends with somebody else's words, or with an aside
        last -= 1
    tail = last
    while tail and words[tail - 1].part[0] in _TAIL and last - tail < 6:
        tail -= 1
        if words[tail].part[4] in _POLITE_FORMS:
            return _Style.POLITE
    if not last:
        return None
    if _asks(words[last - 1]):
        return _Style.POLITE
    return _Style.PLAIN if full_stop and _closes(words[last - 1]) else None


def _asks(word: Morpheme) -> bool:
    """ください and なさい."""
    return word.part[0] == "動詞" and word.normal in {"下さる", "為さる", "くださる"}


def _closes(word: Morpheme) -> bool:
    inflected = word.part[0] in {"動詞", "形容詞", "助動詞"}
    return inflected and word.part[5].startswith(("終止形", "意志推量形"))


RULE = Rule(
    code="mixed_style",
    name={"en": "Mixed です・ます and である", "ja": "文体の混在"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
