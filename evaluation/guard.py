"""Precision and recall of every rule on the labelled examples; last, one JSON line.

What a blocking rule finds counts when it blocks: a softer finding of it neither finds a bad text
nor spoils a good one.

Usage: python -m evaluation.guard [RULE ...] [--wrong]

``--wrong`` prints each example that was judged wrongly. The exit code is 1 when a blocking rule
misses more than 2 % of the bad texts, or blocks more than 1 % of the good ones.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from evaluation.labelled import Example, examples, rules
from noroshi.domain.guardrails.catalogue import CATALOGUE
from noroshi.domain.guardrails.rule import Finding, Level, Rule

RECALL = 0.98
FALSE_BLOCKS = 0.01


@dataclass(frozen=True, kw_only=True)
class Score:
    """How one rule judged its examples."""

    rule: Rule
    hits: int
    misses: tuple[Example, ...]
    false: tuple[Example, ...]
    good: int

    @property
    def recall(self) -> float:
        """Of the bad texts, the share that was found."""
        return self.hits / (self.hits + len(self.misses) or 1)

    @property
    def precision(self) -> float:
        """Of the texts with a finding, the share that is bad."""
        return self.hits / (self.hits + len(self.false) or 1)


def score(rule: Rule) -> Score:
    """Judge every example of a rule with that rule alone."""
    hits, good = 0, 0
    misses: list[Example] = []
    false: list[Example] = []
    for example in examples(rule.code):
        found = any(_counts(rule, finding) for finding in rule.find(example.text))
        hits += example.bad and found
        good += not example.bad
        if example.bad and not found:
            misses.append(example)
        elif found and not example.bad:
            false.append(example)
    return Score(rule=rule, hits=hits, misses=tuple(misses), false=tuple(false), good=good)


def _counts(rule: Rule, finding: Finding) -> bool:
    return rule.level is not Level.BLOCK or finding.level is Level.BLOCK


def summary(scores: Iterable[Score]) -> dict[str, object]:
    """The figures of the last line: blocking rules together, and the worst of them."""
    blocking = [one for one in scores if one.rule.level is Level.BLOCK]
    good = sum(one.good for one in blocking)
    worst = min(blocking, key=lambda one: one.recall, default=None)
    return {
        "blocking_rules": len(blocking),
        "examples": sum(one.good + one.hits + len(one.misses) for one in blocking),
        "worst_recall": round(worst.recall, 4) if worst else None,
        "worst_rule": worst.rule.code if worst else None,
        "false_block_rate": round(sum(len(o.false) for o in blocking) / good, 4) if good else None,
    }


def main(words: list[str]) -> int:
    """Print the table and the line."""
    wanted = [word for word in words if not word.startswith("-")] or rules()
    scores = [score(rule) for rule in CATALOGUE if rule.code in wanted]
    print(f"{'rule':24} {'level':6} {'bad':>4} {'good':>4} {'precision':>9} {'recall':>7}")
    for one in scores:
        bad = one.hits + len(one.misses)
        print(
            f"{one.rule.code:24} {one.rule.level:6} {bad:4} {one.good:4}"
            f" {one.precision:9.3f} {one.recall:7.3f}"
        )
        if "--wrong" in words:
            _print_wrong(one)
    line = summary(scores)
    print(json.dumps(line))
    fine = all(
        one.recall >= RECALL and len(one.false) <= FALSE_BLOCKS * one.good
        for one in scores
        if one.rule.level is Level.BLOCK
    )
    return 0 if fine else 1


def _print_wrong(one: Score) -> None:
    for kind, wrong in (("missed", one.misses), ("false", one.false)):
        for example in wrong:
            print(f"    {kind} {example.place}: {example.text.body[:100]!r}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
