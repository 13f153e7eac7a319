"""One word is written in one way: サーバー or サーバ, お客さま or お客様.

The company's glossary says which notation is ours. Where it is silent, only a mix within one text
is found, and the notation that the text uses most is proposed. Words in quotation marks stand on
the reader's screen and are left alone.

Bad (ja): サーバーの障害です。一部のお客さまに影響しており、サーバの復旧を進めています。
Good (ja): サーバーの障害です。一部のお客さまに影響しており、サーバーの復旧を進めています。
"""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.domain.guardrails import names
from noroshi.domain.guardrails.japanese import glossary
from noroshi.domain.guardrails.japanese.mixes import Use, mixes
from noroshi.domain.guardrails.japanese.reading import Span, japanese, quoted, within, write
from noroshi.domain.guardrails.rule import Field, Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.language import Localised


def find(text: Text) -> Iterator[Finding]:
    """Notations that are not ours, then those that are mixed."""
    passages = tuple(japanese(text))
    kept = {passage.field: _kept(text, passage) for passage in passages}
    terms = glossary.japanese_terms(text.context.terms)
    for passage in passages:
        for span, ours in glossary.not_ours(terms, passage):
            if not within(span, kept[passage.field]):
                yield _finding(passage, span, ours, _glossary(passage.raw[slice(*span)], ours))
    yield from _mixed(passages, kept, glossary.words_of(terms))


def _mixed(
    passages: tuple[Passage, ...], kept: dict[Field, list[Span]], settled: frozenset[str]
) -> Iterator[Finding]:
    """Mixes of words that the glossary has not settled."""

    def ours(use: Use) -> bool:
        return use.word not in settled and not within(use.span, kept[use.passage.field])

    for mix in mixes(passages, ours):
        for use in mix.rarer:
            yield _finding(use.passage, use.span, mix.best, _mix(use.word, mix.best))


def _kept(text: Text, passage: Passage) -> list[Span]:
    """Quotations, and names that are written as they are."""
    known = (*text.context.product_names, *text.context.scope_words)
    folded = passage.folded_prose
    named = [folded.origin(*span) for span in names.spans(known, folded.text)]
    return [*quoted(passage), *named]


def _finding(passage: Passage, span: Span, ours: str, reason: Localised) -> Finding:
    return finding(
        "notation_variant",
        passage,
        span,
        reason,
        level=Level.HINT,
        mend=ours,
        mend_label=write(ours),
    )


def _glossary(found: str, ours: str) -> Localised:
    return {
        "en": f"The glossary says “{ours}”, not “{found}”.",
        "ja": f"用語集の表記は「{ours}」です（「{found}」は使いません）。",
    }


def _mix(found: str, best: str) -> Localised:
    return {
        "en": f"The text writes both “{best}” and “{found}”: use one of them.",
        "ja": f"「{best}」と「{found}」が混在しています。「{best}」にそろえてください。",
    }


RULE = Rule(
    code="notation_variant",
    name={"en": "Notation variant", "ja": "表記ゆれ"},
    level=Level.HINT,
    find=find,
    guide=__doc__,
)
