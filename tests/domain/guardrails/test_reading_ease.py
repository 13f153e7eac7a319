"""Long sentences, and texts that are hard as a whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi.domain.guardrails import readability
from noroshi.domain.guardrails.rule import Level
from tests.domain.guardrails.texts import CONTEXT, found, marked, text

HARD = (
    "Investigation indicates that degraded authorisation infrastructure affects transactions. "
    "Remediation activities are undergoing verification by responsible engineering personnel. "
    "Intermittent unavailability of reconciliation functionality may additionally be experienced "
    "by numerous organisations utilising synchronous settlement operations internationally."
)
HARD_JA = (
    "外部決済代行事業者側障害に起因し、決済承認処理の応答遅延が断続的に発生中です。"
    "原因調査および暫定対処実施済み、恒久対策実施時期未定です。"
    "影響対象加盟店宛個別連絡実施予定、詳細情報別途通知いたします。"
    "取引履歴参照をお願いします。"
)


@pytest.mark.parametrize(("words", "long"), [(30, False), (31, True)])
def test_thirty_english_words_are_enough_for_a_sentence(words: int, long: bool) -> None:
    body = f"Sorry. {' '.join(['word'] * words)}. Sorry again, (really)."
    assert bool(found("long_sentence", text(body))) is long


def test_the_long_sentence_is_marked_whole_and_its_length_is_told() -> None:
    sentence = f"See https://x.example/a and {' '.join(['it'] * 30)}."
    (finding,) = found("long_sentence", text(f"- Short.\n- {sentence}"))
    assert finding.found == sentence
    assert (finding.level, finding.mend) == (Level.HINT, None)
    assert "33 words" in finding.reason["en"]
    assert "33語" in finding.reason["ja"]


@pytest.mark.parametrize(
    ("body", "long"),
    [
        ("あ" * 79 + "。", False),
        ("あ" * 80 + "。", True),
        ("あ" * 70 + " https://x.example/very/long/address/indeed" + "。", False),
        ("あ、い、う、え。", False),
        ("あ、い、う、え、お。", True),
        ("「あ、い、う、え、お。」と、いう。", False),
        ("あ、い（う、え、お）、か。", False),
        ("あ、い。う、え。お、か。", False),
    ],
)
def test_eighty_japanese_characters_or_three_commas_are_enough(body: str, long: bool) -> None:
    assert bool(found("long_sentence", text(body, "ja"))) is long


def test_a_subject_has_limits_of_its_own() -> None:
    assert not found("long_sentence", text(subject="word " * 60))
    assert not found("long_sentence", text("wort " * 60, "de"))


AGREED = {
    "the": 1, "people": 2, "payment": 2, "customers": 3, "investigating": 5, "identified": 4,
    "resolved": 2, "degraded": 3, "created": 3, "region": 2, "lives": 1, "fixed": 1, "wanted": 2,
    "science": 2, "service": 2, "services": 3, "makes": 1, "issues": 2, "operation": 4,
    "unable": 3, "available": 4, "experience": 4, "tables": 2, "being": 2, "various": 3,
    "queue": 1, "latency": 3, "infrastructure": 4, "immediately": 5, "requests": 2, "errors": 2,
    "performance": 3, "situation": 4, "database": 3, "failed": 1, "updates": 2, "pages": 2,
    "API": 1, "tried": 1, "retries": 2, "we're": 1, "a": 1,
}  # fmt: skip


@pytest.mark.parametrize(("word", "count"), AGREED.items())
def test_syllables_are_counted_as_a_dictionary_has_them(word: str, count: int) -> None:
    assert readability.syllables(word) == count


def test_the_grade_grows_with_words_and_sentences() -> None:
    easy = readability.grade(["We are sorry.", "Some cards fail."])
    hard = readability.grade(["Remediation necessitates comprehensive reconfiguration."])
    assert easy < 3 < 20 < hard
    assert readability.grade([]) == readability.grade(["3 4 5"]) == 0


def test_the_share_of_kanji_is_that_of_the_letters() -> None:
    assert readability.kanji_share("3月12日 障害です。ABC 12") == 0.5
    assert readability.kanji_share("ABC") == 0
    assert readability.words("See ci.kitsune.example, a/b and it's v2.") == ["See", "and", "it's"]


@pytest.mark.parametrize(("body", "language"), [(HARD, "en"), (HARD_JA, "ja")])
def test_a_hard_text_is_pointed_at_its_hardest_sentence(body: str, language: str) -> None:
    (finding,) = found("reading_grade", text(body, language))
    assert finding.level is Level.HINT
    assert finding.found in body
    assert 0 < len(finding.found) < len(body) * 0.6


@pytest.mark.parametrize(("body", "language"), [(HARD, "en"), (HARD_JA, "ja")])
def test_colleagues_and_short_texts_are_not_measured(body: str, language: str) -> None:
    assert not found("reading_grade", text(body, language, internal=True))
    first = body[: body.index("。" if language == "ja" else ".") + 1]
    assert not found("reading_grade", text(first, language))


def test_readers_who_are_technical_take_more() -> None:
    middling = (
        "The connection to one of our providers is interrupted, and retries are accumulating. "
        "Authorisations arrive late, so some of the transactions are cancelled. "
        "We are moving the affected transactions to another provider, one shop after the other."
    )
    assert found("reading_grade", text(middling))
    assert not found("reading_grade", replace(text(middling), technical=True))


def test_names_that_have_no_plainer_word_are_not_counted() -> None:
    body = (
        "We are sorry that International Authorisation Administration is slow for you today. "
        "You can still use International Authorisation Administration, but it may take a minute. "
        "We look at International Authorisation Administration and will write again by 15:15 CET."
    )
    name = "International Authorisation Administration"
    assert found("reading_grade", text(body))
    assert not found("reading_grade", text(body, context=replace(CONTEXT, product_names=(name,))))


def test_marked_words_are_those_of_the_body() -> None:
    assert marked("long_sentence", "word " * 31) == [("word " * 31).strip()]
