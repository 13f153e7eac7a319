"""Running the guardrails over a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from noroshi.domain.guardrails.catalogue import CATALOGUE, PLAN_LEVELS
from noroshi.domain.guardrails.rule import Field, Finding, Level, Rule, Text

MOST_PER_RULE = 100
"""More findings of one rule in one text help nobody; the rest shows when these are mended."""

_NO_LEVELS: Mapping[str, str] = {}


def check(text: Text, levels: Mapping[str, str] = _NO_LEVELS) -> tuple[Finding, ...]:
    """All findings in the order of the text: subject first, then body.

    ``levels`` are the plan's: rule code to block, warn or off. They move what a rule finds at its
    own level; what it found at a softer level stays there. Firm rules and unknown words are not
    moved, so a slip in the plan lets nothing pass.
    """
    found = [finding for rule in CATALOGUE for finding in _findings(rule, text, levels)]
    return tuple(sorted(found, key=_place))


def blocks(findings: Iterable[Finding]) -> bool:
    """Whether the text must not go out as it is."""
    return any(finding.level is Level.BLOCK for finding in findings)


def _findings(rule: Rule, text: Text, levels: Mapping[str, str]) -> Iterator[Finding]:
    wanted = levels.get(rule.code, "")
    if rule.firm or wanted not in PLAN_LEVELS:
        wanted = str(rule.level)
    if wanted == "off":
        return
    for finding in islice(rule.find(text), MOST_PER_RULE):
        moved = finding.level is rule.level
        yield replace(finding, level=Level(wanted)) if moved else finding


def _place(finding: Finding) -> tuple[bool, int, int, str]:
    return finding.field is Field.BODY, finding.start, finding.end, finding.code
