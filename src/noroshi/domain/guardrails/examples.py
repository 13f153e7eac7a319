"""The examples in the documentation of rules, for the reference pages and for the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from noroshi.domain.guardrails.rule import Rule
from noroshi.kernel import late

_EXAMPLE = late.pattern(r"^(Bad|Good) \((\w{2})(?:, [^)]+)?\): (.+)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Example:
    """A text that a rule finds, or one that it lets pass."""

    good: bool
    language: str
    text: str


def examples(rule: Rule) -> Iterator[Example]:
    """The examples of a rule, as its documentation has them."""
    for kind, language, text in _EXAMPLE.findall(rule.guide):
        yield Example(good=kind == "Good", language=language, text=text)
