"""All guardrail rules. A new rule is one module in ``rules`` and one line here."""

from __future__ import annotations

from noroshi.domain.guardrails.rule import Rule
from noroshi.domain.guardrails.rules import (
    blank,
    control_characters,
    empty,
    no_apology,
    no_next_update,
    no_scope,
    third_party_name,
    too_long,
    wrong_language,
)

CATALOGUE: tuple[Rule, ...] = (
    empty.RULE,
    control_characters.RULE,
    wrong_language.RULE,
    too_long.RULE,
    blank.RULE,
    third_party_name.RULE,
    no_apology.RULE,
    no_scope.RULE,
    no_next_update.RULE,
)

CODES: frozenset[str] = frozenset(rule.code for rule in CATALOGUE)
"""The codes that a plan may give a level to."""

PLAN_LEVELS: frozenset[str] = frozenset({"block", "warn", "off"})
"""The levels that a plan may give."""

FIRM: frozenset[str] = frozenset(rule.code for rule in CATALOGUE if rule.firm)
"""The codes whose level no plan changes."""
