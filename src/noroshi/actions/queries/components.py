"""How the components stand, who or what says so, and how the checks on them are doing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from noroshi.actions.context import Context
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.uptime import bars
from noroshi.domain.checks import Record
from noroshi.domain.holds import Hold, Place, Standing
from noroshi.domain.incident import ComponentStatus
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Component, Plan, Region
from noroshi.domain.plan.watching import Check
from noroshi.storage import checks, holds, pages

HISTORY = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A component in a region. ``incidents`` are the numbers of those that say something of it."""

    component: str
    region: str
    status: ComponentStatus
    holds: tuple[Hold, ...] = ()
    incidents: tuple[int, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether a person is asked about it."""
        return any(hold.standing is Standing.PROPOSED for hold in self.holds)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A component, with one cell for each region of the plan; None where it is not offered."""

    component: Component
    cells: tuple[Cell | None, ...]

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to see: operational wherever it is offered, nothing to decide."""
        offered = [cell for cell in self.cells if cell]
        return all(c.status is ComponentStatus.OPERATIONAL and not c.waits for c in offered)


@dataclass(frozen=True, kw_only=True)
class Watching:
    """A check of the plan, and what is known of it; None until a worker has begun with it."""

    check: Check
    regions: tuple[str, ...]
    record: Record | None
    silent_since: datetime | None = None  # its turn came long ago, and nobody looked


@dataclass(frozen=True, kw_only=True)
class Board:
    """Everything about all components."""

    regions: tuple[Region, ...]
    lines: tuple[Line, ...]
    waiting: tuple[Hold, ...]
    checks: tuple[Watching, ...]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of a component's state that customers could see."""

    region: str
    status: ComponentStatus
    at: datetime


def board(context: Context) -> Board:
    """The components of the plan in force."""
    plan = current_plan()
    states, held = pages.states(), holds.everything()
    told = pages.told_by_incident()
    return Board(
        regions=plan.regions,
        lines=tuple(
            Line(component=c, cells=tuple(_cells(plan, c, states, held=held, told=told)))
            for c in plan.components
        ),
        waiting=tuple(hold for hold in held if hold.standing is Standing.PROPOSED),
        checks=_checks(plan, context.clock.now()),
    )


def history(context: Context, component: str) -> list[Change]:
    """The changes of the last 90 days, newest first."""
    select.component(current_plan(), component)
    changes = pages.changes_since(context.clock.now() - HISTORY)
    return [
        Change(region=place[1], status=status, at=at)
        for place, status, at in reversed(changes)
        if place[0] == component
    ]


def unwatched(context: Context, component: str) -> timedelta:
    """How long, in the last 90 days, a check should have looked and nobody did."""
    plan = current_plan()
    regions = [r.key for r in plan.regions]
    holes = bars(context.clock.now()).holes(component, regions)
    return sum((hole.end - hole.start for hole in holes), timedelta(0))


def _cells(
    plan: Plan,
    component: Component,
    states: Mapping[Place, ComponentStatus],
    *,
    held: Sequence[Hold],
    told: Mapping[Place, tuple[int, ...]],
) -> list[Cell | None]:
    found: list[Cell | None] = []
    for region in plan.regions:
        place = (component.key, region.key)
        if component.regions and region.key not in component.regions:
            found.append(None)
            continue
        found.append(
            Cell(
                component=component.key,
                region=region.key,
                status=states.get(place, ComponentStatus.OPERATIONAL),
                holds=tuple(hold for hold in held if hold.place == place),
                incidents=told.get(place, ()),
            )
        )
    return found


def _checks(plan: Plan, now: datetime) -> tuple[Watching, ...]:
    known = {one.key: one for one in checks.running()}
    found = []
    for check in plan.checks:
        row = known.get(check.key)
        late = row is not None and now - row.due_at > row.patience
        own = select.component(plan, check.component).regions
        found.append(
            Watching(
                check=check,
                regions=check.regions or own or tuple(region.key for region in plan.regions),
                record=row.record if row else None,
                silent_since=row.due_at if row and late else None,
            )
        )
    return tuple(found)
