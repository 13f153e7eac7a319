"""Findings as the writing desk lists them: what blocks first, each with a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from noroshi.domain.guardrails.rule import Field, Finding, Level

MOST_OPEN_HINTS = 3
"""More advice than this is folded: it must not bury what keeps the text from going out."""

_ORDER = list(Level)


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """A finding and its number in the list.

    ``begin`` and ``end`` are its place in UTF-16 units, as browsers count. ``key`` stays the same
    while words before the place are typed.
    """

    number: int
    finding: Finding
    begin: int
    end: int
    key: str
    can_override: bool = False  # by whoever looks
    can_take_back: bool = False

    @property
    def is_block(self) -> bool:
        """It keeps the text from going out."""
        return self.finding.level is Level.BLOCK


@dataclass(frozen=True, kw_only=True)
class Group:
    """All findings of one level."""

    level: Level
    found: tuple[Numbered, ...]

    @property
    def is_folded(self) -> bool:
        """Whether the screen shows only how many there are, until somebody asks for them."""
        return self.level is Level.HINT and len(self.found) > MOST_OPEN_HINTS


def numbered(findings: Iterable[Finding], *, subject: str, body: str) -> tuple[Numbered, ...]:
    """The findings with their numbers from 1: blocks, warnings, advice; each as the text has it."""
    ordered = sorted(findings, key=lambda finding: _ORDER.index(finding.level))
    seen: dict[tuple[str, Field], int] = {}
    made: list[Numbered] = []
    for number, finding in enumerate(ordered, start=1):
        same = (finding.code, finding.field)
        seen[same] = seen.get(same, 0) + 1
        text = subject if finding.field is Field.SUBJECT else body
        made.append(
            Numbered(
                number=number,
                finding=finding,
                begin=_units(text[: finding.start]),
                end=_units(text[: finding.end]),
                key=f"{finding.code}-{finding.field}-{seen[same]}",
            )
        )
    return tuple(made)


def grouped(found: Sequence[Numbered]) -> tuple[Group, ...]:
    """One group for each level that was found."""
    return tuple(
        Group(level=level, found=tuple(run))
        for level, run in groupby(found, key=lambda each: each.finding.level)
    )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
