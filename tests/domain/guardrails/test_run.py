"""All rules together: order, levels of the plan, mends."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.catalogue import CATALOGUE, CODES, FIRM, PLAN_LEVELS
from noroshi.domain.guardrails.examples import examples
from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Field, Level, Rule, Text
from noroshi.domain.guardrails.run import MOST_PER_RULE, blocks, check
from noroshi.domain.incident import Stage
from noroshi.domain.language import Localised
from noroshi.kernel.errors import Conflict, Invalid
from tests.domain.guardrails.beside import context_of
from tests.domain.guardrails.texts import BODIES, RULES, SUBJECTS, found, text

SCRAPS = st.sampled_from(
    [
        *("{{", "}}", "XX:XX", "［", "NAME]", "__", "`", "```\n", "\u200b", "\u202e", "\x00"),
        *("\ud800", "🙏", "sorry", "Aldermark", "アルダーマーク", "次回", "15:15", "ﾊﾞ", "〇〇"),
        *("\n\n", "。", " ", "https://x/", '"', "「", "é", "\u2028", "欧州", "\r"),
        "Next update by ",
    ]
)
ANY_TEXT = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=60),
    st.lists(SCRAPS, max_size=30).map("".join),
)
ONE_LANGUAGE = dict.fromkeys(["sms_costly", "spelling"], ("en",)) | dict.fromkeys(
    [
        *("confusable_word", "doubled_particle", "mixed_style", "ra_nuki", "double_honorific"),
        *("half_width_kana", "machine_dependent_character", "mixed_width_digits"),
        "notation_variant",
    ],
    ("ja",),
)
"""Rules that make no sense in the other language."""


def codes(text: Text, levels: dict[str, str] | None = None) -> list[tuple[str, Level]]:
    return [(f.code, f.level) for f in check(text, levels or {})]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_ordinary_message_has_no_findings(language: str) -> None:
    assert check(text(language=language)) == ()


def test_findings_come_in_the_order_of_the_text() -> None:
    bad = text("AMP is down until XX:XX. Ask AMP.", subject="TBD at AMP")
    places = [(f.field is Field.BODY, f.start) for f in check(bad)]
    assert places == sorted(places)
    assert {f.code for f in check(bad)} == {
        "blank",
        "third_party_name",
        "no_apology",
        "no_scope",
        "no_next_update",
        "no_workaround",
    }


def test_only_blocking_findings_block() -> None:
    late = text("Shops in Europe wait. Bank transfer works.\n\nSorry. Next update by 15:15 CET.")
    assert codes(late) == [("no_apology", Level.WARN)]
    assert not blocks(check(late))
    assert blocks(check(text("")))


def test_the_plan_lowers_a_rule_or_turns_it_off() -> None:
    rude = text("Shops in Europe wait. Bank transfer works. Next update by 15:15 CET.")
    assert codes(rude) == [("no_apology", Level.BLOCK)]
    assert codes(rude, {"no_apology": "warn"}) == [("no_apology", Level.WARN)]
    assert codes(rude, {"no_apology": "hint"}) == [("no_apology", Level.HINT)]
    assert codes(rude, {"no_apology": "off"}) == []


def test_what_a_rule_found_to_be_softer_stays_soft() -> None:
    late = text("Shops in Europe wait. Bank transfer works.\n\nSorry. Next update by 15:15 CET.")
    assert codes(late, {"no_apology": "block"}) == [("no_apology", Level.WARN)]


@pytest.mark.parametrize("word", ["", "OFF", "none", "Hint", "blok"])
def test_a_slip_in_the_plan_lets_nothing_pass(word: str) -> None:
    rude = text("Shops in Europe wait. Bank transfer works. Next update by 15:15 CET.")
    assert codes(rude, {"no_apology": word}) == [("no_apology", Level.BLOCK)]


@pytest.mark.parametrize("level", sorted(PLAN_LEVELS))
def test_no_plan_lets_a_blank_pass(level: str) -> None:
    levels = dict.fromkeys(CODES, level)
    assert {"blank", "control_characters", "empty", "secret", "wrong_audience"} == FIRM
    assert ("blank", Level.BLOCK) in codes(text("{{ x }}"), levels)
    assert ("empty", Level.BLOCK) in codes(text(""), levels)
    assert ("control_characters", Level.BLOCK) in codes(text("\x00"), levels)


def test_one_rule_gives_a_bounded_number_of_findings() -> None:
    assert (
        len(check(text("sorry, some shops. Bank transfer works. 15:15 CET " + "TBD. " * 500)))
        == MOST_PER_RULE
    )


def test_a_finding_without_a_mend_is_for_a_person() -> None:
    (blank,) = found("blank", text("TBD"))
    with pytest.raises(Invalid):
        apply(blank, "", "TBD")


@pytest.mark.parametrize("body", ["", "Nobody is", "I wait for AMP"])
def test_a_late_mend_never_hits_other_words(body: str) -> None:
    (name,) = found("third_party_name", text("AMP is down."))
    with pytest.raises(Conflict):
        apply(name, "", body)


def test_a_late_insertion_beyond_the_end_is_refused() -> None:
    (missing,) = found("no_next_update", text("We are sorry."))
    with pytest.raises(Conflict):
        apply(missing, "", "Short")


@given(ANY_TEXT, ANY_TEXT, st.sampled_from(["en", "ja", "de", ""]))
def test_no_text_breaks_the_rules(subject: str, body: str, language: str) -> None:
    for finding in check(text(body, language, subject=subject)):
        whole = subject if finding.field is Field.SUBJECT else body
        assert 0 <= finding.start <= finding.end <= len(whole)
        assert whole[finding.start : finding.end] == finding.found
        assert finding.reason["en"]
        assert finding.reason["ja"]
        assert (finding.mend is None) == (not finding.mend_label)


@given(ANY_TEXT, ANY_TEXT, st.sampled_from(["en", "ja"]))
def test_every_mend_can_be_applied_and_takes_its_finding_away(
    subject: str, body: str, language: str
) -> None:
    before = text(body, language, subject=subject)
    for finding in check(before):
        if finding.mend is not None:
            mended = apply(finding, subject, body)
            after = check(text(mended[1], language, subject=mended[0]))
            assert _count(after, finding.code) < _count(check(before), finding.code)


def _count(findings: object, code: str) -> int:
    assert isinstance(findings, tuple)
    return sum(finding.code == code for finding in findings)


def test_codes_are_unique_and_each_rule_is_named_and_documented_in_both_languages() -> None:
    assert len(CODES) == len(CATALOGUE)
    for rule in CATALOGUE:
        assert rule.name["en"]
        assert rule.name["ja"]
        shown = {(example.language, example.good) for example in examples(rule)}
        languages = ONE_LANGUAGE.get(rule.code, ["en", "ja"])
        assert shown >= set(product(languages, [True, False])), rule.code


@pytest.mark.parametrize("rule", [r for r in CATALOGUE if r.code != "control_characters"])
def test_the_examples_of_the_documentation_are_true(rule: Rule) -> None:
    for example in examples(rule):
        subject = SUBJECTS[example.language]
        body = example.text
        if rule.code == "too_long":
            subject, body = example.text, BODIES[example.language]
        if rule.code in {"no_scope", "no_effect"}:
            subject = "-"
        channel = Channel.SMS if rule.code in {"sms_costly", "no_link"} else Channel.EMAIL
        read = text(
            body,
            example.language,
            subject=subject,
            channel=channel,
            context=context_of(rule.code, example.language),
        )
        assert bool(found(rule.code, read)) is not example.good, example


def test_reasons_end_like_sentences() -> None:
    bad = text("AMP {{ x }} \x00", subject="x" * 100)
    reasons: list[Localised] = [finding.reason for finding in check(bad)]
    assert len(reasons) >= 6
    assert all(reason["en"][0].isupper() for reason in reasons)
    assert not any("!" in reason["en"] or "!" in reason["ja"] for reason in reasons)


def test_every_rule_of_the_catalogue_is_known_by_its_code() -> None:
    assert set(RULES) == CODES


def test_the_audience_and_stage_of_a_text_are_kept() -> None:
    kept = text(channel=Channel.WEBHOOK, stage=Stage.MONITORING)
    assert (kept.audience, kept.channel, kept.stage, kept.technical) == (
        "customers",
        Channel.WEBHOOK,
        Stage.MONITORING,
        False,
    )
