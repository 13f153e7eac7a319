"""Running the guardrails over a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from noroshi.domain.guardrails.catalogue import CATALOGUE, PLAN_LEVELS
from noroshi.domain.guardrails.rule import Field, Finding, Level, Passage, Rule, Text, finding

MOST_PER_RULE = 100
"""More findings of one rule in one text help nobody; the rest shows when these are mended."""

MOST_READ = 100_000
"""Code points of a subject or body. What is longer is no message, and is refused unread."""

_MOST_KEPT = 20_000
"""Code points of a body whose findings are remembered for the next screen."""

_NO_LEVELS: Mapping[str, str] = {}


def check(text: Text, levels: Mapping[str, str] = _NO_LEVELS) -> tuple[Finding, ...]:
    """All findings in the order of the text: subject first, then body.

    ``levels`` are the plan's: rule code to block, warn, hint or off. They move what a rule finds at its
    own level; what it found at a softer level stays there. Firm rules and unknown words are not
    moved, so a slip in the plan lets nothing pass. A text beyond ``MOST_READ`` is not read at all:
    it has one blocking finding, whatever the plan says.
    """
    for passage in text.passages:
        if len(passage.raw) > MOST_READ:
            return (_unread(passage),)
    if len(text.body) > _MOST_KEPT:
        return _found(text, levels)
    return _kept(text, tuple(sorted(levels.items())))


@lru_cache(maxsize=512)
def _kept(text: Text, levels: tuple[tuple[str, str], ...]) -> tuple[Finding, ...]:
    """The same words in the same surroundings are found alike: every screen asks for all of them."""
    # A copy is read, so that what rules work out about a text is not kept with it.
    return _found(replace(text), dict(levels))


def _found(text: Text, levels: Mapping[str, str]) -> tuple[Finding, ...]:
    found = [one for rule in CATALOGUE for one in _findings(rule, text, levels)]
    return tuple(sorted(found, key=_place))


def blocks(findings: Iterable[Finding]) -> bool:
    """Whether the text must not go out as it is."""
    return any(one.level is Level.BLOCK for one in findings)


def _unread(passage: Passage) -> Finding:
    length = len(passage.raw)
    reason = {
        "en": f"The text has {length:,} characters; no message is longer than {MOST_READ:,}.",
        "ja": f"{length:,}文字あります。{MOST_READ:,}文字を超える文面は確認できません。",
    }
    return finding("too_long", passage, (MOST_READ, MOST_READ + 1), reason)


def _findings(rule: Rule, text: Text, levels: Mapping[str, str]) -> Iterator[Finding]:
    wanted = levels.get(rule.code, "")
    if rule.firm or wanted not in PLAN_LEVELS:
        wanted = str(rule.level)
    if wanted == "off":
        return
    for one in islice(rule.find(text), MOST_PER_RULE):
        moved = one.level is rule.level
        yield replace(one, level=Level(wanted)) if moved else one


def _place(one: Finding) -> tuple[bool, int, int, str]:
    return one.field is Field.BODY, one.start, one.end, one.code
