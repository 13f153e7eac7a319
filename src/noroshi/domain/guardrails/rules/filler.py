"""No greetings and no filler (R9): compact and direct.

A frightened reader looks for what fails and what to do. "Dear customer", "Thank you for your
patience" and 平素は格別のお引き立てを賜り stand in the way. A sentence that also apologises is kept:
only words that carry nothing go. A warning in e-mail, elsewhere and for colleagues a hint.

Bad (en): Dear customer, we would like to inform you that card payments fail.
Bad (en): Thank you for your patience and understanding.
Good (en): We are sorry that card payments fail. Please contact us if an order is missing.
Bad (ja): 平素は格別のお引き立てを賜り、厚く御礼申し上げます。
Bad (ja): ご理解とご協力のほど、何卒よろしくお願い申し上げます。
Good (ja): ご迷惑をおかけし、誠に申し訳ございません。銀行振込をご利用ください。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails import cuts, filler_words
from noroshi.domain.guardrails.quotes import unquoted
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding, shown
from noroshi.domain.guardrails.sentences import Span, sentences
from noroshi.domain.language import Localised
from noroshi.kernel import late

# What a filler sentence must not take with it: an apology, a time, a number, an address.
_CARRIES = {
    "en": late.pattern(
        r"sorry|apolog|regret|[0-9\ufffc]|next update|\bbut\b|because|status page", re.I
    ),
    "ja": late.pattern(
        r"申し?訳|申しわけ|もうしわけ|詫び|わび|陳謝|深謝|謝罪|すみません|[0-9\ufffc]|迷惑|不便|次回|ページ|心配|"
        r"(?:再度|改めて|もう一度|別の|決済|支払い|設定|操作|画面|振込|注文)"
    ),
}
_REST = {
    "en": late.pattern(
        r"(?:(?! -)[^,;:.!?\n]){0,80}+(?:, (?:everyone|everybody|all|folks))?[.!?]*\s*$"
    ),
    "ja": late.pattern(r"[^。\n]{0,60}+。?\s*$"),
}
_FIRST_HALF = late.pattern(r"[^,;:.!?\n]{0,80}?(?:,|;| --?) ?(?:and |but |we'll )?(?=\S)")
_REASON = {
    "en": "Filler keeps the reader from the news: “{words}” can go.",
    "ja": "本題の前後の決まり文句です。「{words}」は削除してください。",
}
_DELETE = {"en": "Delete it", "ja": "削除する"}
_SHORTEN = {"en": "Shorten it", "ja": "短くする"}
_TAIL = 60
_SHORTEST = 2  # 以上


class _Way(StrEnum):
    """How words go."""

    WHOLE = "whole"  # with their space, line or paragraph
    OPENING = "opening"  # and the next word begins the sentence
    WORDS = "words"  # they alone; ``left`` stays in their place
    UNSURE = "unsure"  # a person must recast the sentence


@dataclass(frozen=True, kw_only=True)
class _Cut:
    """Filler in the folded text, and how it goes."""

    span: Span
    way: _Way
    left: str = ""


_OPENING = {"en": _Way.OPENING, "ja": _Way.WORDS}  # Japanese has no capitals


def find(text: Text) -> Iterator[Finding]:
    """Each greeting and each piece of filler."""
    if text.speech not in filler_words.SENTENCES:
        return
    for passage in text.passages:
        spoken = unquoted(passage.folded_prose.text)
        for span in sentences(spoken):
            for cut in _in_sentence(spoken, span, text.speech):
                yield _finding(passage, cut, text)


def _in_sentence(spoken: str, span: Span, speech: str) -> Iterator[_Cut]:
    start, end = span
    if end - start < _SHORTEST:
        return
    if filler_words.LINES[speech].fullmatch(spoken, start, end) and _is_line(spoken, end):
        yield _Cut(span=span, way=_Way.WHOLE)
        return
    for openings in (filler_words.SALUTATION, filler_words.LEADS):
        opening = openings[speech].match(spoken, start, end)
        if opening and opening.end() < end:
            yield _Cut(span=opening.span(), way=_OPENING[speech])
            start = opening.end()
    whole = filler_words.SENTENCES[speech].match(spoken, start, end)
    if whole:
        yield _whole(spoken, whole, (start, end), speech)
    else:
        yield from _words(spoken, (start, end), speech)


def _whole(spoken: str, match: re.Match[str], span: Span, speech: str) -> _Cut:
    """The sentence, its first half, or only the words where the rest must stay."""
    start, end = span
    rest = _REST[speech].match(spoken, match.end(), end)
    if rest and not _CARRIES[speech].search(spoken, start, end):
        return _Cut(span=span, way=_Way.WHOLE)
    half = _FIRST_HALF.match(spoken, match.end(), end) if speech == "en" else None
    if half and not _CARRIES[speech].search(spoken, start, half.end()):
        return _Cut(span=(start, half.end()), way=_Way.OPENING)
    return _Cut(span=match.span(), way=_Way.UNSURE)


def _words(spoken: str, span: Span, speech: str) -> Iterator[_Cut]:
    cuts_made = [
        _Cut(span=match.span(), way=_Way.WORDS, left=left)
        for pattern, left in filler_words.WORDS[speech]
        for match in pattern.finditer(spoken, *span)
    ]
    if speech == "ja" and not cuts_made:
        yield from _tail(spoken, span)
    yield from cuts_made


def _tail(spoken: str, span: Span) -> Iterator[_Cut]:
    """Filler at the end of a Japanese sentence that says something."""
    start, end = span
    comma = spoken.rfind("、", max(start, end - _TAIL), end)
    while comma >= 0:
        match = filler_words.SENTENCES["ja"].match(spoken, comma + 1, end)
        if match:
            yield _Cut(span=match.span(), way=_Way.UNSURE)
            return
        comma = spoken.rfind("、", max(start, end - _TAIL), comma)


def _is_line(spoken: str, end: int) -> bool:
    """Whether a new line or the end of the text follows."""
    after = spoken[end : end + 3].lstrip(" \t")
    return not after or after[0] in "\r\n"


def _finding(passage: Passage, cut: _Cut, text: Text) -> Finding:
    origin = passage.folded_prose.origin(*cut.span)
    words = shown(passage.raw[slice(*origin)])
    origin, mend = _mended(passage.raw, origin, cut)
    label = _SHORTEN if cut.way is _Way.WORDS else _DELETE
    return finding(
        "filler",
        passage,
        origin,
        _reason(words),
        level=_level(text),
        mend=mend,
        mend_label=None if mend is None else label,
    )


def _mended(raw: str, origin: Span, cut: _Cut) -> tuple[Span, str | None]:
    """The span to replace, and what takes its place."""
    match cut.way:
        case _Way.WHOLE:
            return cuts.whole(raw, origin), ""
        case _Way.OPENING:
            return cuts.lead(raw, origin)
        case _Way.WORDS:
            return origin, cut.left.capitalize() if raw[origin[0]].isupper() else cut.left
        case _Way.UNSURE:
            return origin, None


def _reason(words: str) -> Localised:
    return {language: reason.replace("{words}", words) for language, reason in _REASON.items()}


def _level(text: Text) -> Level:
    if text.channel is Channel.EMAIL and not text.internal:
        return Level.WARN
    return Level.HINT


RULE = Rule(
    code="filler",
    name={"en": "Filler", "ja": "決まり文句"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
