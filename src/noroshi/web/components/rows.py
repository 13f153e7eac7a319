"""What the screen says of holds and checks, made of what the query found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from noroshi.actions.queries.components import Cell, Watching
from noroshi.domain.checks import FAULT_WORDS, Fault, Result
from noroshi.domain.holds import Hold, Origin
from noroshi.domain.language import pick
from noroshi.domain.plan.model import Plan
from noroshi.domain.plan.watching import CheckKind
from noroshi.web.reader import language, now

WIDE: Final = 120
HIGH: Final = 24


@dataclass(frozen=True, kw_only=True)
class HoldRow:
    """A hold, with the names that readers know."""

    hold: Hold
    component: str
    region: str
    said_by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CheckRow:
    """A check: what it looks at, how it stands, and a little line of its answer times."""

    watching: Watching
    component: str
    regions: str
    target: str
    state: str  # passing, failing, unknown, silent
    why: str
    milliseconds: int | None
    line: str
    marks: tuple[tuple[float, float], ...]
    days_left: int | None
    warns: bool


def hold_row(plan: Plan, hold: Hold) -> HoldRow:
    """One hold."""
    names = names_of(plan)
    return HoldRow(
        hold=hold,
        component=names.get(hold.component, hold.component),
        region=names.get(hold.region, hold.region),
        said_by=_said_by(hold, names),
        reason=reason_words(hold),
    )


def reason_words(hold: Hold) -> str:
    """Why it is held: what a check found in words, or what somebody wrote."""
    return _fault_words(hold.reason) if hold.origin is Origin.CHECK else hold.reason


def names_of(plan: Plan) -> dict[str, str]:
    """Components, regions and people by key, under their names."""
    components = {component.key: pick(component.name, language()) for component in plan.components}
    regions = {region.key: pick(region.name, language()) for region in plan.regions}
    return regions | components | {person.key: person.name for person in plan.people}


def check_row(plan: Plan, watching: Watching) -> CheckRow:
    """One check."""
    names, record = names_of(plan), watching.record
    last = record.last if record else None
    until = record.certificate_until if record else None
    left = (until - now()).days if until else None
    line, marks = drawn(record.results if record else ())
    return CheckRow(
        watching=watching,
        component=names.get(watching.check.component, watching.check.component),
        regions=_("all regions")
        if len(watching.regions) == len(plan.regions)
        else ", ".join(names.get(region, region) for region in watching.regions),
        target=_target(watching),
        state="silent" if watching.silent_since else str(record.health if record else "unknown"),
        why=_why(last),
        milliseconds=round(last.took / timedelta(milliseconds=1)) if last else None,
        line=line,
        marks=marks,
        days_left=left,
        warns=left is not None and left <= watching.check.warn_days,
    )


def drawn(results: Sequence[Result]) -> tuple[str, tuple[tuple[float, float], ...]]:
    """The points of a line in a box of 120 by 24, slowest at the top; failures as marks on it."""
    if len(results) < 2:
        return "", ()
    most = max(timedelta(milliseconds=1), *(result.took for result in results))
    points = [
        (
            round(2 + (WIDE - 4) * at / (len(results) - 1), 1),
            round(HIGH - 3 - (HIGH - 6) * (result.took / most), 1),
        )
        for at, result in enumerate(results)
    ]
    marks = tuple(p for p, result in zip(points, results, strict=True) if not result.is_success)
    return " ".join(f"{x},{y}" for x, y in points), marks


def holds_in(cells: Sequence[Cell | None]) -> list[Hold]:
    """Every hold of a component."""
    return [hold for cell in cells if cell for hold in cell.holds]


def _said_by(hold: Hold, names: Mapping[str, str]) -> str:
    if hold.origin is Origin.HAND:
        return names.get(hold.by, hold.by)
    if hold.origin is Origin.CHECK:
        return _("the check “%(key)s”") % {"key": hold.source}
    return _("alerts, by the rule “%(key)s”") % {"key": hold.source}


def _target(watching: Watching) -> str:
    check = watching.check
    if check.kind is CheckKind.HTTP:
        return check.url
    return f"{check.kind.upper()} {check.host}:{check.port}"


def _why(last: Result | None) -> str:
    if last is None or last.fault is None:
        return ""
    return _fault_words(f"{last.fault} {last.detail}")


def _fault_words(code: str) -> str:
    """ "status 503" in the reader's language."""
    fault, _space, detail = code.strip().partition(" ")
    if fault not in set(Fault):
        return code
    words = pick(FAULT_WORDS[Fault(fault)], language())
    words = words[:1].upper() + words[1:]
    if not detail:
        return words
    return f"{words}（{detail}）" if language() == "ja" else f"{words} ({detail})"
