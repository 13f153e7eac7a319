"""All rules together: order, levels of the plan, mends, hostile input."""

from __future__ import annotations

import time
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.catalogue import CATALOGUE, CODES, FIRM, PLAN_LEVELS
from noroshi.domain.guardrails.examples import examples
from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Context, Field, Level, Rule, Text
from noroshi.domain.guardrails.run import MOST_PER_RULE, blocks, check
from noroshi.domain.incident import Stage
from noroshi.domain.language import Localised
from noroshi.kernel.errors import Conflict, Invalid
from tests.domain.guardrails.texts import BODIES, CONTEXT, RULES, SUBJECTS, found, text

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
HOSTILE = {
    "letters": "a" * 100_000,
    "braces": "{" * 100_000,
    "open braces": "{{ a " * 20_000,
    "slots and blanks": "{{ a }} TBD " * 8_000,
    "sentences with times": "next update 15:16. " * 5_000,
    "brackets": "[A" * 50_000,
    "bracketed words": "[name " * 16_000,
    "underscores": "_" * 99_999 + "a",
    "underscores and spaces": "_ " * 50_000,
    "crosses": "X" * 99_999 + "Y",
    "crosses and spaces": "XX " * 33_000,
    "clock": "X:" * 50_000,
    "dashes": "-:-" * 33_000,
    "backticks": "`" * 100_000,
    "rising backticks": " ".join("`" * n for n in range(1, 440)),
    "falling fences": "\n".join("`" * n for n in range(440, 3, -1)),
    "fences": "```\n" * 25_000,
    "blank lines": "\n" * 100_000,
    "spaces": " " * 100_000,
    "spaces and lines": "\n \t" * 33_000,
    "angles": "<INSERT " * 12_000,
    "dollars": "${" * 50_000,
    "parentheses": "(ここに" * 20_000,
    "rings": "○" * 99_999 + "時",
    "rings and counters": "○時" * 50_000,
    "quotes": '"' * 99_999,
    "quote and letters": '"a' * 50_000,
    "japanese quotes": "「" * 100_000,
    "times": "15:16 " * 16_000,
    "next updates": "next update by 15:16. " * 4_500,
    "one long sentence": "next update " + "15:16 " * 16_000,
    "next next": "next " * 20_000,
    "will will": "will " * 20_000,
    "japanese next": "次回は16時" * 16_000,
    "scope words": "all the many some " * 5_500,
    "japanese scope": "一部" * 50_000,
    "names": "Aldermark " * 10_000,
    "half names": "Aldermar" * 12_000,
    "japanese names": "アルダーマーク" * 14_000,
    "addresses": "https://" * 12_000,
    "controls": "\x00" * 100_000,
    "controls and letters": "\x00a" * 50_000,
    "zero width": "\u200b" * 100_000,
    "zero width braces": "{\u200b" * 50_000,
    "accents": "e" + "\u0301" * 99_999,
    "voicing marks": "ﾊﾞ" * 50_000,
    "surrogates": "\ud800" * 100_000,
    "emoji": "🙏" * 100_000,
    "right to left": "\u200f\u202e" * 50_000,
    "kana": "あ" * 100_000,
    "kanji": "障害" * 50_000,
    "mixed": "あa" * 50_000,
    "digits": "1" * 100_000,
    "questions": "? " * 50_000,
    "percent": "%(" * 50_000,
    "hashes": "# \n" * 33_000,
}


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
    }


def test_only_blocking_findings_block() -> None:
    late = text("Shops in Europe wait.\n\nSorry. Next update by 15:15.")
    assert codes(late) == [("no_apology", Level.WARN)]
    assert not blocks(check(late))
    assert blocks(check(text("")))


def test_the_plan_lowers_a_rule_or_turns_it_off() -> None:
    rude = text("Shops in Europe wait. Next update by 15:15.")
    assert codes(rude) == [("no_apology", Level.BLOCK)]
    assert codes(rude, {"no_apology": "warn"}) == [("no_apology", Level.WARN)]
    assert codes(rude, {"no_apology": "off"}) == []


def test_what_a_rule_found_to_be_softer_stays_soft() -> None:
    late = text("Shops in Europe wait.\n\nSorry. Next update by 15:15.")
    assert codes(late, {"no_apology": "block"}) == [("no_apology", Level.WARN)]


@pytest.mark.parametrize("word", ["", "OFF", "none", "hint", "blok"])
def test_a_slip_in_the_plan_lets_nothing_pass(word: str) -> None:
    rude = text("Shops in Europe wait. Next update by 15:15.")
    assert codes(rude, {"no_apology": word}) == [("no_apology", Level.BLOCK)]


@pytest.mark.parametrize("level", sorted(PLAN_LEVELS))
def test_no_plan_lets_a_blank_pass(level: str) -> None:
    levels = dict.fromkeys(CODES, level)
    assert {"blank", "empty", "control_characters"} == FIRM
    assert ("blank", Level.BLOCK) in codes(text("{{ x }}"), levels)
    assert ("empty", Level.BLOCK) in codes(text(""), levels)
    assert ("control_characters", Level.BLOCK) in codes(text("\x00"), levels)


def test_one_rule_gives_a_bounded_number_of_findings() -> None:
    assert len(check(text("sorry, some shops. 15:15 " + "TBD " * 500))) == MOST_PER_RULE


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


@pytest.mark.parametrize("kind", HOSTILE)
def test_each_rule_reads_hostile_text_in_linear_time(kind: str) -> None:
    hostile = text(HOSTILE[kind], "en" if HOSTILE[kind].isascii() else "ja")
    for rule in CATALOGUE:
        started = time.process_time()  # the budget is for the rule, not for its neighbours
        for _ in islice(rule.find(hostile), MOST_PER_RULE):
            pass
        assert time.process_time() - started <= 0.5, rule.code


@pytest.mark.parametrize("scrap", ["We are sorry, some shops fail. ", "欧州の障害です。", "🙏"])
def test_a_megabyte_is_read_and_refused(scrap: str) -> None:
    huge = scrap * (1_000_000 // len(scrap))
    assert ("too_long", Level.BLOCK) in codes(text(huge))


def test_codes_are_unique_and_each_rule_is_named_and_documented_in_both_languages() -> None:
    assert len(CODES) == len(CATALOGUE)
    for rule in CATALOGUE:
        assert rule.name["en"]
        assert rule.name["ja"]
        shown = {(example.language, example.good) for example in examples(rule)}
        assert shown == set(product(["en", "ja"], [True, False])), rule.code


@pytest.mark.parametrize("rule", [r for r in CATALOGUE if r.code != "control_characters"])
def test_the_examples_of_the_documentation_are_true(rule: Rule) -> None:
    bare = Context(
        third_parties=CONTEXT.third_parties,
        next_update_at=CONTEXT.next_update_at,
        next_update_text="15:15",
    )
    for example in examples(rule):
        subject = SUBJECTS[example.language]
        body = example.text
        if rule.code == "too_long":
            subject, body = example.text, BODIES[example.language]
        if rule.code == "no_scope":
            subject = "-"
        read = text(body, example.language, subject=subject, context=bare)
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
