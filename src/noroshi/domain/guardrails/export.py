"""Findings and rules as plain data, the same for the command line and the API.

The shape is a promise to other tools: fields are added, never renamed or removed.
"""

from __future__ import annotations

from noroshi.domain.guardrails.examples import examples
from noroshi.domain.guardrails.rule import Field, Finding, Rule


def exported(finding: Finding, text: str) -> dict[str, object]:
    """A finding in ``text``, the subject or body it points into.

    ``start`` and ``end`` count code points from 0; ``line`` and ``column`` count from 1.
    """
    line, column = place(text, finding.start)
    return {
        "code": finding.code,
        "level": str(finding.level),
        "field": str(finding.field),
        "start": finding.start,
        "end": finding.end,
        "line": line,
        "column": column,
        "found": finding.found,
        "reason": dict(finding.reason),
        "mend": finding.mend,
        "mend_label": dict(finding.mend_label),
    }


def exported_in(findings: tuple[Finding, ...], subject: str, body: str) -> list[dict[str, object]]:
    """All findings of one text."""
    parts = {Field.SUBJECT: subject, Field.BODY: body}
    return [exported(finding, parts[finding.field]) for finding in findings]


def exported_rule(rule: Rule) -> dict[str, object]:
    """A rule, with the examples of its documentation."""
    return {
        "code": rule.code,
        "name": dict(rule.name),
        "level": str(rule.level),
        "firm": rule.firm,
        "summary": rule.guide.strip().partition("\n")[0],
        "examples": [
            {"good": one.good, "language": one.language, "text": one.text} for one in examples(rule)
        ],
    }


def place(text: str, at: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    before = text[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1
