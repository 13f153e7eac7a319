"""The plan as people read it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from noroshi.actions.queries.people import name_of
from noroshi.actions.queries.plan import plan_or_none
from noroshi.domain.incident import IncidentState, Stage
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Person, Plan, Role, Scenario, Template
from noroshi.storage import incidents, plans


@dataclass(frozen=True, kw_only=True)
class Version:
    """A version of the plan, by whom and when."""

    number: int
    applied_at: datetime
    applied_by: str


@dataclass(frozen=True, kw_only=True)
class PlanScreen:
    """The plan in force and where it came from."""

    plan: Plan
    version: Version
    history: tuple[Version, ...]  # newest first, at most ten


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    """A role, and who is called for it in which order."""

    role: Role
    people: tuple[Person, ...]


def screen() -> PlanScreen | None:
    """The plan in force; None before the first was applied."""
    plan = plan_or_none()
    versions = tuple(
        Version(
            number=stored.number,
            applied_at=stored.applied_at,
            applied_by=name_of(stored.applied_by),
        )
        for stored in plans.history()[:10]
    )
    if plan is None or not versions:
        return None
    return PlanScreen(plan=plan, version=versions[0], history=versions)


def open_by_path(scenario: str) -> dict[str, str]:
    """Which open incidents of a scenario take which path: "148, 149" by the path's key."""
    numbers: dict[str, list[str]] = defaultdict(list)
    for incident in incidents.listing([IncidentState.OPEN]):
        if incident.scenario == scenario:
            numbers[incident.path].append(str(incident.number))
    return {path: ", ".join(found) for path, found in numbers.items()}


def roles_table(plan: Plan) -> tuple[RoleRow, ...]:
    """Every role with its people, in the order in which they are called."""
    return tuple(
        RoleRow(role=a.role, people=select.people_in(plan, a.role)) for a in plan.appointments
    )


def texts_of(scenario: Scenario) -> list[tuple[Stage, list[Template]]]:
    """The templates of a scenario by stage."""
    return [
        (stage, [template for template in scenario.templates if template.stage is stage])
        for stage in Stage
        if any(template.stage is stage for template in scenario.templates)
    ]
