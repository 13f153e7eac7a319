"""Not one typing error leaves the house (R9).

English only. British and American spellings are both right, and so are the words of the company's
glossary, of its components and products, names (a capital inside the sentence), abbreviations, and
whatever stands in code, addresses or file names. A word that stands there twice in a row is found
as well. There is no such dictionary for Japanese, where a slip is most often a real word: see the
rule for words that are easily mixed up.

Bad (en): We are sorry. Some custmers cannot pay.
Bad (en): We are sorry that the the checkout is slow.
Good (en): We are sorry. Some customers cannot pay by card; the fail-over took 3m20s.
Good (ja): 一部のお客さまが決済できない状態です。申し訳ございません。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.guardrails.sentences import sentences
from noroshi.kernel import late

# Everything that belongs together for the eye; the marks of Markdown and quotation lie outside.
_CHUNK = late.pattern(r"[^\s\[\](){}<>*\"“”|~]++")
_STRIPPED = ".,;:!?'`_-…#"
_READABLE = late.pattern(r"[A-Za-z]++(?:['-]++[A-Za-z]++)*+")
_WORD = late.pattern(r"[A-Za-z]++(?:'[A-Za-z]++)*+")
_CLITIC = late.pattern(r"'(?:s|re|ve|ll|d|m)$", re.IGNORECASE)
_TWICE = frozenset({"had", "that", "bye", "very", "so", "no", "is", "do", "her", "ha", "knock"})
_LABEL = {"en": "Write “{word}”", "ja": "「{word}」にする"}
_ONCE = {"en": "Write it once", "ja": "1つにする"}


@dataclass(frozen=True, kw_only=True)
class _Word:
    """A word with its place in the folded text."""

    text: str
    start: int
    end: int
    first: bool  # begins a sentence

    @property
    def bare(self) -> str:
        return _CLITIC.sub("", self.text)


def find(text: Text) -> Iterator[Finding]:
    """Each word that is misspelt, and each that stands there twice."""
    if text.speech != "en":
        return
    own = _own_words(text)
    for passage in text.passages:
        words = list(_words(passage))
        yield from _doubled(passage, words)
        yield from _misspelt(text, passage, words, own)


def _misspelt(
    text: Text, passage: Passage, words: list[_Word], own: frozenset[str]
) -> Iterator[Finding]:
    names = {word.bare.lower() for word in words if word.text[0].isupper() and not word.first}
    asked = [word for word in words if _may_be_asked(word) and word.bare.lower() not in own | names]
    wrong = text.linguist.misspelt({word.bare.lower() for word in asked})
    for word in asked:
        if word.bare.lower() in wrong:
            span = passage.folded_prose.origin(word.start, word.start + len(word.bare))
            if passage.raw[span[0] : span[1]] == word.bare:  # another letter is no slip of typing
                yield _slip(passage, span, word.bare, wrong[word.bare.lower()])


def _may_be_asked(word: _Word) -> bool:
    """Not names, abbreviations, or single letters."""
    bare = word.bare
    if len(bare) < 3 or "'" in bare:
        return False
    return bare.islower() or (word.first and bare[1:].islower())


def _slip(passage: Passage, span: tuple[int, int], word: str, near: str | None) -> Finding:
    reason = {
        "en": f"“{word}” is not in the dictionary; correct it, or add it to the glossary.",
        "ja": f"「{word}」は辞書にありません。つづりを確認するか、用語集に追加してください。",
    }
    mend = None if near is None else near.capitalize() if word[0].isupper() else near
    label = {name: told.format(word=mend) for name, told in _LABEL.items()} if mend else None
    return finding("spelling", passage, span, reason, level=Level.WARN, mend=mend, mend_label=label)


def _doubled(passage: Passage, words: list[_Word]) -> Iterator[Finding]:
    folded = passage.folded_prose.text
    at = 0
    while at < len(words):
        last = at
        while last + 1 < len(words) and _same(words[last], words[last + 1], folded):
            last += 1
        if last > at:
            start, end = passage.folded_prose.origin(words[at].start, words[last].end)
            first = passage.folded_prose.origin(words[at].start, words[at].end)
            reason = {
                "en": f"“{words[at].text}” stands here twice.",
                "ja": f"「{words[at].text}」が重複しています。",
            }
            mend = passage.raw[slice(*first)]
            yield finding(
                "spelling",
                passage,
                (start, end),
                reason,
                level=Level.WARN,
                mend=mend,
                mend_label=_ONCE,
            )
        at = last + 1


def _same(one: _Word, other: _Word, folded: str) -> bool:
    """Whether nothing but a space or a line break stands between two equal words."""
    if (
        one.text.lower() != other.text.lower()
        or one.text.lower() in _TWICE
        or (other.first and other.text[0].isupper())
    ):
        return False
    if one.text[0].isupper() and other.text[0].isupper():
        return False  # a name, such as Walla Walla
    return 0 < other.start - one.end <= 3 and folded[one.end : other.start].isspace()


def _words(passage: Passage) -> Iterator[_Word]:
    """The words of a passage, without those in addresses, file names and identifiers."""
    folded = passage.folded_prose.text
    starts = iter([start for start, _ in sentences(folded)])
    begin = next(starts, len(folded))
    first = False
    for chunk in _CHUNK.finditer(folded):
        while begin <= chunk.start():
            first, begin = True, next(starts, len(folded) + 1)
        inner = chunk[0].lstrip(_STRIPPED)
        start = chunk.end() - len(inner)
        inner = inner.rstrip(_STRIPPED)
        if _READABLE.fullmatch(inner) and not chunk[0].startswith("#"):
            for word in _WORD.finditer(folded, start, start + len(inner)):
                yield _Word(text=word[0], start=word.start(), end=word.end(), first=first)
                first = False
        first = first and not inner


def _own_words(text: Text) -> frozenset[str]:
    """The words that this company, this product and this incident bring along, in lower case."""
    context = text.context
    parties = (name for party in context.third_parties for name in (party.name, *party.aliases))
    terms = (word for term in context.terms for word in (term.word, term.plain, *term.instead_of))
    other = context.known.other_scope_words if context.known else ()
    named = (*context.product_names, *context.scope_words, *context.internal_names, *other)
    brought = " ".join((*named, *parties, *terms))
    return frozenset(word.lower().removesuffix("'s") for word in _WORD.findall(brought))


RULE = Rule(
    code="spelling",
    name={"en": "Spelling", "ja": "英語のつづり"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
