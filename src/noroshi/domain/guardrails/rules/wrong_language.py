"""A text is in the language it is declared to be in.

Judged by script, and apart from web addresses, code, quotations, abbreviations, and the names of
the company's products: kana or kanji do not belong into English, and a Japanese text is not
mostly Latin letters. A paragraph that was left untranslated is found on its own. Single foreign
words in an English text are a warning. Other languages than English and Japanese are not judged.

Bad (en): 欧州の一部のお客さまで決済エラーが発生しています。
Good (en): Some card payments in Europe fail. Shops see 「お支払いを確認できませんでした」.
Bad (ja): We are sorry that some card payments in Europe fail at the moment.
Good (ja): 一部のお客さまで POST /v2/confirm の呼び出しが HTTP 504 で終わっています。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from noroshi.domain.guardrails import names, prose
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.language import LANGUAGE_NAMES

_KANA = "ぁ-ゖゝゞァ-ヺヽヾー"
_JAPANESE = re.compile(f"[{_KANA}々〆\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*+")
_LETTER = re.compile(r"[^\W\d_]")
_ORDINARY = re.compile(r"[A-Za-z]?[a-z'-]+")  # not API, SAML or OAuth2
_QUOTED = re.compile(r"\"[^\"\n]{0,200}+\"|「[^「」\n]{0,200}+」|『[^『』\n]{0,200}+』")
_NOT_ENGLISH = {"en": "This is not English.", "ja": "英語ではない文が入っています。"}
_NOT_JAPANESE = {"en": "This is not Japanese.", "ja": "日本語ではない文が入っています。"}
_FOREIGN_WORD = {
    "en": "A word stands here that is not English.",
    "ja": "英語ではない語が入っています。",
}
_UNTRANSLATED_WORDS = 6  # this many plain English words in a row of their own are a sentence
_SUBJECT_WORDS = 3


@dataclass(frozen=True, kw_only=True)
class _Count:
    """Letters of a stretch by script."""

    letters: int
    japanese: int
    latin: int  # without abbreviations
    words: int  # ordinary Latin words


def find(text: Text) -> Iterator[Finding]:
    """Findings for stretches that are in another language than declared."""
    judge = {"en": _in_english, "ja": _in_japanese}.get(text.speech)
    if judge is None:
        return
    for passage in text.passages:
        yield from judge(passage, _own_words(passage, text))


def _own_words(passage: Passage, text: Text) -> str:
    """The folded prose without quotations and names."""
    folded = passage.folded_prose.text
    context = text.context
    known = (
        *context.product_names,
        *context.scope_words,
        *(n for party in context.third_parties for n in (party.name, *party.aliases)),
        *LANGUAGE_NAMES.values(),
    )
    quoted = [match.span() for match in _QUOTED.finditer(folded)]
    return prose.masked(folded, sorted([*quoted, *names.spans(known, folded)]))


def _in_english(passage: Passage, words: str) -> Iterator[Finding]:
    for start, end in prose.paragraphs(words):
        count = _count(words[start:end])
        if count.letters >= 2 and count.latin < 0.7 * count.letters:
            yield _finding(passage, (start, end), Level.BLOCK)
        else:
            for match in _JAPANESE.finditer(words, start, end):
                yield _finding(passage, match.span(), Level.WARN)


def _in_japanese(passage: Passage, words: str) -> Iterator[Finding]:
    untranslated = [
        (start, end)
        for start, end in prose.paragraphs(words)
        if _is_untranslated(_count(words[start:end]))
    ]
    if not untranslated and _is_foreign(_count(words)):
        untranslated = [(0, len(words))]
    for span in untranslated:
        yield finding("wrong_language", passage, passage.folded_prose.origin(*span), _NOT_JAPANESE)


def _is_untranslated(count: _Count) -> bool:
    return not count.japanese and count.words >= _UNTRANSLATED_WORDS


def _is_foreign(count: _Count) -> bool:
    """Mostly Latin words, or mostly letters that are neither Latin nor Japanese."""
    if not count.japanese and count.words >= _SUBJECT_WORDS:
        return True
    if count.words > _UNTRANSLATED_WORDS and count.latin > 0.7 * (count.latin + count.japanese):
        return True
    others = count.letters - count.latin - count.japanese
    return others >= 2 and others > 0.7 * count.letters


def _count(stretch: str) -> _Count:
    japanese = sum(len(run) for run in _JAPANESE.findall(stretch))
    latin = _LATIN_WORD.findall(stretch)
    plain = [word for word in latin if _ORDINARY.fullmatch(word)]
    shouted = sum(len(word) for word in latin if not _ORDINARY.fullmatch(word))
    return _Count(
        letters=len(_LETTER.findall(stretch)) - shouted,
        japanese=japanese,
        latin=sum(len(word) for word in plain),
        words=len(plain),
    )


def _finding(passage: Passage, span: tuple[int, int], level: Level) -> Finding:
    origin = passage.folded_prose.origin(*span)
    reason = _NOT_ENGLISH if level is Level.BLOCK else _FOREIGN_WORD
    return finding("wrong_language", passage, origin, reason, level=level)


RULE = Rule(
    code="wrong_language",
    name={"en": "Wrong language", "ja": "言語の不一致"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
)
