"""What readers of an open incident look for first, taken out of the words that were approved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from noroshi.domain.incident import Fact, Facts
from noroshi.domain.language import Localised
from noroshi.domain.message import Rendition
from noroshi.domain.plan.model import Meaning, Plan
from noroshi.pages.state import FactView
from noroshi.pages.words import words_for

_ASKED: Final = (Meaning.EFFECT, Meaning.REACH, Meaning.WORKAROUND)


def facts_of(plan: Plan, facts: Facts, newest: Mapping[str, Rendition]) -> tuple[FactView, ...]:
    """The answers that stand in the newest update word for word, in each of its languages.

    An answer that was changed since, or that this update no longer gives, is not shown: the page
    says nothing that nobody approved.
    """
    key_of = {question.meaning: question.key for question in plan.checklist}
    answers = ((meaning, facts.get(key_of.get(meaning, ""))) for meaning in _ASKED)
    told = ((meaning, _told(fact, newest)) for meaning, fact in answers if fact)
    return tuple(
        FactView(label={code: words_for(code).facts[meaning] for code in newest}, value=value)
        for meaning, value in told
        if value
    )


def _told(fact: Fact, newest: Mapping[str, Rendition]) -> Localised:
    """The answer in each language of the update, as a line of its own; empty if one is not in it."""
    if fact.unknown:
        return {}
    values = {code: fact.values.get(code, "").strip() for code in newest}
    lines = {code: value[:1].upper() + value[1:] for code, value in values.items()}
    approved = all(
        value and (value in newest[code].body or lines[code] in newest[code].body)
        for code, value in values.items()
    )
    return lines if approved else {}
