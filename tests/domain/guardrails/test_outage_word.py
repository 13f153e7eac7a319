"""An "outage" is a full one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Finding, Known, Level
from tests.domain.guardrails.texts import CONTEXT, found, text

PARTIAL = replace(CONTEXT, known=Known(full_outage=False))
MENDED = [
    ("en", "We are sorry for the outage.", "We are sorry for the partial outage."),
    ("en", "An outage hit us.", "A partial outage hit us."),
    ("en", "This is a major outage.", "This is a partial outage."),
    ("en", "A service outage began.", "A partial service outage began."),
    ("en", "Two outages.", "Two partial outages."),
    ("en", "OUTAGE", "PARTIAL OUTAGE"),
    ("ja", "全面停止が続いています。", "一部停止が続いています。"),
    ("ja", "決済が全面的に停止しています。", "決済が一部停止しています。"),
    ("ja", "サービス停止が続いています。", "一部障害が続いています。"),
]
BY_HAND = [
    ("en", "Checkout is down.", "down"),
    ("en", "Checkout went down at 14:02.", "down"),
    ("ja", "サービスが停止しております。", "サービスが停止"),
    ("ja", "サービス停止しております。", "サービス停止"),
]
FINE = [
    ("en", "This is a partial outage."),
    ("en", "This was not a full outage."),
    ("en", "A power outage slowed us down."),
    ("en", "Failures are down to 5 %."),
    ("en", "We shut down the faulty server."),
    ("ja", "サービスの一部停止が続いています。"),
    ("ja", "一部のサービスが停止しています。"),
    ("ja", "全面停止ではありません。"),
    ("ja", "請求書のダウンロードができません。"),
]


def outages(body: str, language: str) -> list[Finding]:
    return found("outage_word", text(body, language, subject="-", context=PARTIAL))


@pytest.mark.parametrize(("language", "body", "better"), MENDED)
def test_one_click_makes_it_partial(language: str, body: str, better: str) -> None:
    (word,) = outages(body, language)
    assert word.level is Level.WARN
    _, mended = apply(word, "-", body)
    assert mended == better
    assert not outages(mended, language)


@pytest.mark.parametrize(("language", "body", "word"), BY_HAND)
def test_where_grammar_forbids_it_a_person_finds_the_words(
    language: str, body: str, word: str
) -> None:
    (finding,) = outages(body, language)
    assert (finding.found, finding.mend) == (word, None)


@pytest.mark.parametrize(("language", "body"), FINE)
def test_words_that_say_no_more_than_is_true_pass(language: str, body: str) -> None:
    assert not outages(body, language)


@pytest.mark.parametrize("known", [None, Known(), Known(full_outage=True)])
def test_the_rule_is_silent_unless_it_is_known_to_be_partial(known: Known | None) -> None:
    context = replace(CONTEXT, known=known)
    assert not found("outage_word", text("An outage: Checkout is down.", context=context))


def test_the_subject_is_read_too_and_other_languages_are_not() -> None:
    (word,) = found("outage_word", text("-", subject="Checkout down", context=PARTIAL))
    assert word.found == "down"
    assert not found("outage_word", text("Totalausfall, outage", "de", context=PARTIAL))
