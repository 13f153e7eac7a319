"""What is wrong with a plan, where, and the way out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error keeps the plan from being used; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class PlanFinding:
    """One mistake. ``line`` and ``column`` count from 1; ``file`` is relative to the plan."""

    file: str
    line: int
    column: int
    level: Level
    code: str
    why: str
    way_out: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        return f"{place}: {self.level} {self.code}: {self.why} {self.way_out}".rstrip()


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place in a file, from 1."""

    file: str
    line: int = 1
    column: int = 1


MOST = 1_000
"""More findings help nobody; the rest shows when these are mended."""


class Findings:
    """Collects mistakes, so that a person sees all of them and not only the first."""

    def __init__(self) -> None:
        self._all: list[PlanFinding] = []

    def error(self, spot: Spot, code: str, why: str, *, way_out: str = "") -> None:
        """Note a mistake that keeps the plan from being used."""
        self._note(spot, Level.ERROR, code, why=why, way_out=way_out)

    def warning(self, spot: Spot, code: str, why: str, *, way_out: str = "") -> None:
        """Note something that works and will hurt one day."""
        self._note(spot, Level.WARNING, code, why=why, way_out=way_out)

    def _note(self, spot: Spot, level: Level, code: str, *, why: str, way_out: str) -> None:
        if len(self._all) >= MOST:
            return
        self._all.append(
            PlanFinding(
                file=_printable(spot.file),
                line=spot.line,
                column=spot.column,
                level=level,
                code=code,
                why=_printable(why),
                way_out=_printable(way_out),
            )
        )

    @property
    def failed(self) -> bool:
        """Whether anything found keeps the plan from being used."""
        return any(finding.level is Level.ERROR for finding in self._all)

    def sorted(self) -> tuple[PlanFinding, ...]:
        """Every finding once, in the order of files and lines."""
        return tuple(sorted(set(self._all), key=_place))


def _place(found: PlanFinding) -> tuple[str, int, int, str, str]:
    return found.file, found.line, found.column, found.code, found.why


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """The nearest known word as advice, else the known words."""
    words = sorted(set(known))
    near = difflib.get_close_matches(written, words, n=1, cutoff=0.6)
    if near:
        return f"Did you mean “{near[0]}”?"
    return f"Known: {', '.join(words)}." if words else "None is declared."


def rendered(findings: Iterable[PlanFinding]) -> tuple[str, ...]:
    """One line a finding: ``file:line:column: error CODE: why way_out``."""
    return tuple(str(finding) for finding in findings)


def _printable(text: str) -> str:
    # What is quoted came from a file and goes to a terminal: no control characters, no novels.
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    return shown if len(shown) <= 400 else f"{shown[:399]}…"
