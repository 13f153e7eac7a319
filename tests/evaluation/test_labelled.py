"""The guardrails judge the labelled texts as people did. (issue: recall, false blocks)"""

from __future__ import annotations

from dataclasses import replace

import pytest
from evaluation.guard import FALSE_BLOCKS, RECALL, score, summary
from evaluation.labelled import examples, rules

from noroshi.domain.guardrails.catalogue import CATALOGUE
from noroshi.domain.guardrails.rule import Finding, Level, Rule, Text, finding

BLOCKING = [rule for rule in CATALOGUE if rule.level is Level.BLOCK]
ENOUGH = 30
ENOUGH_OF_OTHERS = 15


@pytest.mark.parametrize("rule", BLOCKING, ids=lambda rule: rule.code)
def test_a_blocking_rule_finds_what_is_bad_and_lets_pass_what_is_good(rule: Rule) -> None:
    judged = score(rule)
    assert judged.recall >= RECALL, [example.place for example in judged.misses]
    assert len(judged.false) <= FALSE_BLOCKS * judged.good, [e.place for e in judged.false]


@pytest.mark.parametrize("rule", BLOCKING, ids=lambda rule: rule.code)
def test_a_blocking_rule_has_enough_labelled_texts_half_of_them_japanese(rule: Rule) -> None:
    for bad in (True, False):
        labelled = [one for one in examples(rule.code) if one.bad is bad]
        japanese = [one for one in labelled if one.text.language == "ja"]
        assert len(labelled) >= ENOUGH
        assert len(japanese) * 2 >= ENOUGH
        assert len(
            {(e.text.subject, e.text.body, e.text.channel, e.text.context) for e in labelled}
        ) == len(labelled)


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_every_rule_has_labelled_texts(rule: Rule) -> None:
    labels = [one.bad for one in examples(rule.code)]
    assert labels.count(True) >= ENOUGH_OF_OTHERS
    assert labels.count(False) >= ENOUGH_OF_OTHERS


def test_no_labelled_text_is_of_a_rule_that_is_gone() -> None:
    assert set(rules()) <= {rule.code for rule in CATALOGUE}


def test_a_rule_that_finds_nothing_fails_the_evaluation() -> None:
    """Negative control."""
    blind = [score(replace(rule, find=lambda _: ())) for rule in BLOCKING[:3]]
    assert summary(blind)["worst_recall"] == 0.0


def test_a_rule_that_finds_everything_is_noticed() -> None:
    """Negative control."""
    rule = BLOCKING[0]
    eager = score(replace(rule, find=lambda text: [_anything(text, Level.BLOCK)]))
    assert summary([eager])["false_block_rate"] == 1.0


def test_a_softer_finding_of_a_blocking_rule_counts_for_nothing() -> None:
    soft = score(replace(BLOCKING[0], find=lambda text: [_anything(text, Level.WARN)]))
    assert (soft.recall, soft.false) == (0.0, ())


def _anything(text: Text, level: Level) -> Finding:
    reason = {"en": "Anything.", "ja": "何か"}
    return finding("empty", text.passages[1], (0, 0), reason, level=level)
