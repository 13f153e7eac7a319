"""No particle twice: not をを, and not the same case twice before one verb.

Such slips stay behind when a sentence is changed half (決済がエラーが発生). Only what no reader
would write on purpose is found: two particles of case in a row, が or を twice with nothing but
nouns between them, and, as a hint, three の in a row.

Bad (ja): 欧州の一部のお客さまで、決済がエラーが発生しています。
Good (ja): 欧州の一部のお客さまで、決済のエラーが発生しています。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from noroshi.domain.guardrails.japanese.reading import Span, japanese, write
from noroshi.domain.guardrails.linguist import Morpheme
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.language import Localised
from noroshi.kernel import late

_DOUBLED = frozenset("がをにのはでへともや")
# The dictionary reads some of them as other words: 時でで as で and the conjunction で.
_DOUBLED_LETTER = late.pattern(
    "(?<=[一-龠々ァ-ヶーA-Za-z0-9０-９])(?<!太)(?:がが|をを|にに|のの|はは|でで|へへ|もも)"
    "(?=[一-龠ァ-ヶA-Za-z0-9０-９、])"
)
_NEVER = frozenset({"をが", "をに", "をは", "をで", "をへ", "をの", "がを", "がに", "がは", "がへ"})
_NOUN_PARTS = frozenset({"名詞", "接頭辞", "接尾辞", "代名詞", "副詞", "連体詞"})
# Nouns that close a clause as a verb does: システムが停止後サービスが再開.
_CLOSING = late.pattern(
    "後|前|時|中|際|間|以降|以後|以前|以来|次第|ため|為|場合|とき|当時|直後|"
    "直前|済み|方|状態|一方|反面|途中|ほう|たび|限り|必要|可能|不可|あと|うち|"
    "結果|最中|予定|完了|もの|こと"
)
# What is or is felt may have two が: お客さまの方が影響が大きい, 心当たりがある.
_STATES = late.pattern("有る|無い|出来る|分かる|要る|見える|聞こえる|足りる|居る")
# These count or point; they do not belong to the noun after them.
_DETERMINERS = late.pattern(
    "一部|全て|すべて|全部|多く|複数|通常|以下|以上|次|他|ほか|別|特定|現在|"
    "今回|前回|本日|当日|先日|上記|下記|いずれ|どちら|それぞれ|各|両方|大半|最大|"
    "最新|全般|ため|場合|際|とき|時|もの|こと|よう|とおり|通り|ほど|程|うち|中|"
    "後|前|間|日|月|年|分|件|個|名|社|店舗|人|割|当社|弊社|私|我々|皆さま|"
    "皆様|お客|上|下|内|外"
)


@dataclass(frozen=True, kw_only=True)
class _Slip:
    """What is wrong, from one particle to another; ``mend`` takes the place of all of it."""

    span: Span
    reason: Localised
    mend: str | None = None
    level: Level = Level.WARN


def find(text: Text) -> Iterator[Finding]:
    """Each particle that stands twice."""
    for passage in japanese(text):
        words = passage.morphemes
        doubled = {_span(*pair): pair[0].surface for pair in _equal_pairs(words)}
        doubled |= {match.span(): match[0][0] for match in _DOUBLED_LETTER.finditer(passage.prose)}
        slips = [_doubled(span, particle) for span, particle in doubled.items()]
        slips += (*_clashes(words), *_in_one_clause(words), *_chains(words))
        for slip in sorted(slips, key=lambda one: one.span):
            yield _finding(passage, slip)


def _finding(passage: Passage, slip: _Slip) -> Finding:
    return finding(
        "doubled_particle",
        passage,
        slip.span,
        slip.reason,
        level=slip.level,
        mend=slip.mend,
        mend_label=write(slip.mend) if slip.mend else None,
    )


def _equal_pairs(words: Sequence[Morpheme]) -> Iterator[tuple[Morpheme, Morpheme]]:
    for first, last in pairwise(word for word in words if word.surface not in {" ", "\u3000"}):
        same = first.surface == last.surface and first.surface in _DOUBLED
        if same and _is_particle(first) and _is_particle(last):
            yield first, last


def _doubled(span: Span, particle: str) -> _Slip:
    return _Slip(
        span=span,
        mend=particle,
        reason={
            "en": f"The particle {particle} stands twice in a row.",
            "ja": f"助詞「{particle}」が重複しています。",
        },
    )


def _clashes(words: Sequence[Morpheme]) -> Iterator[_Slip]:
    for first, last in pairwise(words):
        both = first.surface + last.surface
        if both in _NEVER and _is_particle(first) and _is_particle(last):
            yield _Slip(
                span=_span(first, last),
                reason={
                    "en": f"{first.surface} and {last.surface} cannot follow each other: keep one.",
                    "ja": f"助詞「{first.surface}」と「{last.surface}」が続いています。どちらか"
                    "一方にしてください。",
                },
            )


def _in_one_clause(words: Sequence[Morpheme]) -> Iterator[_Slip]:
    """The same case twice with nothing but nouns in between."""
    before: int | None = None
    for at, word in enumerate(words):
        if _is_case(word):
            if before is not None and words[before].surface == word.surface and at > before + 1:
                yield from _twice(words, before, at)
            before = at
        elif word.part[0] not in _NOUN_PARTS or _CLOSING.fullmatch(word.surface):
            before = None


def _twice(words: Sequence[Morpheme], first: int, last: int) -> Iterator[_Slip]:
    particle = words[last].surface
    if particle == "が" and _is_said_of(words[last + 1 : last + 5]):
        return
    between = words[first + 1 : last]
    single = len(between) == 1 and particle == "を" and "サ変可能" in between[0].part
    yield _Slip(
        span=_span(words[first], words[last]),
        mend=f"{_link(words, first)}{between[0].surface}を" if single else None,
        reason={
            "en": f"The particle {particle} stands twice before one verb: change one of them.",
            "ja": f"一つの述語に助詞「{particle}」が2回使われています。どちらかを書き換えてください。",
        },
    )


def _link(words: Sequence[Morpheme], at: int) -> str:
    """設定の変更, but 通信機器の設定変更: no chain of の is made."""
    phrase = takewhile(_is_of_phrase, reversed(words[max(0, at - 12) : at]))
    return "" if any(word.surface == "の" for word in phrase) else "の"


def _is_of_phrase(word: Morpheme) -> bool:
    return word.surface == "の" or word.part[0] in _NOUN_PARTS


def _is_said_of(after: Sequence[Morpheme]) -> bool:
    """Whether what follows is a state, and not a deed."""
    for at, word in enumerate(after):
        if word.part[0] in {"形容詞", "形状詞"}:
            return True
        if word.part[0] == "動詞":
            felt = word.normal == "為る" and at == 0  # 気がする, but not エラーが発生する
            return felt or _STATES.fullmatch(word.normal) is not None
        if word.part[0] not in _NOUN_PARTS:
            return word.part[0] == "助動詞"
    return True


def _chains(words: Sequence[Morpheme]) -> Iterator[_Slip]:
    links: list[Morpheme] = []
    before: Morpheme | None = None
    for word in words:
        link = word.surface == "の" and "格助詞" in word.part
        if link and before is not None and _belongs(before):
            links.append(word)
        elif link or word.part[0] not in {"名詞", "接頭辞", "接尾辞"}:
            yield from _chain(links)
            links = []
        before = word
    yield from _chain(links)


def _belongs(noun: Morpheme) -> bool:
    counted = noun.part[1] == "数詞" or "助数詞" in "".join(noun.part)
    linked = noun.part[0] in {"名詞", "接尾辞"} and not counted
    return linked and not _DETERMINERS.fullmatch(noun.surface)


def _chain(links: list[Morpheme]) -> Iterator[_Slip]:
    if len(links) >= 3:
        yield _Slip(
            span=_span(links[0], links[-1]),
            level=Level.HINT,
            reason={
                "en": f"{len(links)} の in a row are hard to read: turn the sentence.",
                "ja": f"「の」が{len(links)}回続いて読みにくくなっています。言い換えてください。",
            },
        )


def _span(first: Morpheme, last: Morpheme) -> Span:
    return first.start, last.end


def _is_particle(word: Morpheme) -> bool:
    return word.part[0] == "助詞" and not {"準体助詞", "接続助詞", "終助詞"} & set(word.part)


def _is_case(word: Morpheme) -> bool:
    return word.surface in {"が", "を"} and word.part[:2] == ("助詞", "格助詞")


RULE = Rule(
    code="doubled_particle",
    name={"en": "Doubled particle", "ja": "助詞の重複"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
