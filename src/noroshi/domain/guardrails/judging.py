"""What findings come to when people have overridden some of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from noroshi.domain.guardrails.catalogue import FIRM
from noroshi.domain.guardrails.override import Override
from noroshi.domain.guardrails.rule import Finding, Level


def judged(findings: Iterable[Finding], overrides: Iterable[Override]) -> tuple[Finding, ...]:
    """The findings; those that were overridden warn instead of blocking, and say by whom.

    What a firm rule finds stays a block, whatever was recorded.
    """
    known = {(each.rule, each.fingerprint): each for each in overrides}
    return tuple(
        _softened(each, known.get((each.code, each.fingerprint))) if may_soften(each) else each
        for each in findings
    )


def may_soften(finding: Finding) -> bool:
    """Whether the finding blocks, and is one that an override can let pass."""
    return finding.level is Level.BLOCK and finding.code not in FIRM


def overrides_in(findings: Iterable[Finding]) -> tuple[Override, ...]:
    """The overrides that let the text of these findings pass, each once."""
    found = {each.override.id: each.override for each in findings if each.override is not None}
    return tuple(found.values())


def _softened(finding: Finding, override: Override | None) -> Finding:
    if override is None:
        return finding
    return replace(finding, level=Level.WARN, override=override)
