"""Customers read plain words (R6).

Words of the trade are pointed out in texts for customers, with the words that everybody
understands. Readers who are technical, and colleagues, may be told in their own terms. The list is
in ``jargon.py`` of this package; the company's glossary adds to it with ``plain``, and a word of
the glossary without ``plain`` is one that everybody knows. Names of components and products are no
jargon.

Bad (en): Customers in Europe see elevated error rates because of an upstream provider.
Good (en): Some customers in Europe see errors because one of our providers is slow.
Bad (ja): 欧州のチェックアウトでレイテンシーが増大したため、変更をロールバックしました。
Good (ja): 欧州のチェックアウトの動作が遅くなったため、変更を元に戻しました。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from noroshi.domain.guardrails import names
from noroshi.domain.guardrails.folding import fold
from noroshi.domain.guardrails.jargon import WORDS
from noroshi.domain.guardrails.lexicon import Entry
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.language import Localised
from noroshi.kernel import late

Span = tuple[int, int]

_ARTICLE = late.pattern(r"\b(an?) $", re.IGNORECASE)
_ADVERB = late.pattern(r"[a-z]ly $")
_VERB_FOR_ONE = late.pattern(r"\s(?:is|was|has|remains|continues|affects|causes)\b")
_LETTER = late.pattern(r"[0-9A-Za-z]")


def find(text: Text) -> Iterator[Finding]:
    """Every word of the trade in a text for readers who do not share it."""
    if text.technical or text.internal or text.speech not in WORDS:
        return
    for passage in text.passages:
        folded = passage.folded_prose.text
        done = list(_known(text, folded))
        places = sorted([*_glossary(text, folded), *WORDS[text.speech].find(folded)], key=_order)
        for span, entry in places:
            if not any(span[0] < end and start < span[1] for start, end in done):
                done.append(span)
                yield _finding(passage, span, entry)


def _order(place: tuple[Span, Entry]) -> tuple[int, int]:
    (start, end), _ = place
    return start, -end


def _known(text: Text, folded: str) -> Iterable[Span]:
    """Where words stand that every reader knows."""
    context = text.context
    spoken = (t for t in context.terms if t.language.split("-")[0] == text.speech and not t.plain)
    words = (*context.product_names, *context.scope_words, *(term.word for term in spoken))
    return names.spans(words, folded)


def _glossary(text: Text, folded: str) -> Iterator[tuple[Span, Entry]]:
    """The company's own words that have a plain meaning; in the plural the writer must mend."""
    for term in text.context.terms:
        if term.language.split("-")[0] != text.speech or not term.plain:
            continue
        forms = (term.word, f"{term.word}s") if text.speech == "en" else (term.word,)
        for start, end in names.spans(forms, folded):
            plural = (
                text.speech == "en" and folded[start:end].lower() != fold(term.word).text.lower()
            )
            yield (start, end), Entry(plain=term.plain, certain=not plural)


def _finding(passage: Passage, span: Span, entry: Entry) -> Finding:
    folded = passage.folded_prose.text
    found = folded[slice(*span)]
    reason = _reason(found, entry.plain)
    if not entry.certain or not _fits(folded, span, entry.plain):
        origin = passage.folded_prose.origin(*span)
        return finding("jargon", passage, origin, reason, level=Level.WARN)
    wide, mend = _with_article(folded, span, _as_large(found, entry.plain))
    label = {"en": f"Say “{entry.plain}”", "ja": f"「{entry.plain}」にする"}
    origin = passage.folded_prose.origin(*wide)
    return finding("jargon", passage, origin, reason, level=Level.WARN, mend=mend, mend_label=label)


def _fits(folded: str, span: Span, plain: str) -> bool:
    """Whether the sentence goes on as before: no adverb before a noun, no verb for one thing."""
    if _ADVERB.search(folded, max(0, span[0] - 30), span[0]):
        return plain[-1:] != "s"
    found = folded[slice(*span)]
    many = plain.endswith("s") and not found.lower().endswith("s")
    return not (many and _VERB_FOR_ONE.match(folded, span[1]))


def _reason(found: str, plain: str) -> Localised:
    instead_en = f"say “{plain}”" if plain else "say it in plain words"
    instead_ja = f"「{plain}」などと" if plain else "平易な言葉に"
    return {
        "en": f"“{found}” is jargon to customers; {instead_en}.",
        "ja": f"「{found}」はお客さまに伝わりにくい言葉です。{instead_ja}言い換えてください。",
    }


def _as_large(found: str, plain: str) -> str:
    """``plain`` with a capital where ``found`` has one."""
    if found.isupper() and len(found) > 4:
        return plain.upper()
    return plain[0].upper() + plain[1:] if found[0].isupper() else plain


def _with_article(folded: str, span: Span, plain: str) -> tuple[Span, str]:
    """The span and the words, with the article before them if it has to change or go."""
    article = _ARTICLE.search(folded, max(0, span[0] - 4), span[0])
    if article is None or not _LETTER.match(plain):
        return span, plain
    if plain.lower().endswith("s"):  # errors, delays: many
        kept = ""
    else:
        kept = article[1][0] + ("n " if plain[0].lower() in "aeiou" else " ")
    wording = kept + plain if kept else _as_large(article[1], plain)
    return (article.start(), span[1]), wording


RULE = Rule(
    code="jargon",
    name={"en": "Jargon", "ja": "専門用語"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
