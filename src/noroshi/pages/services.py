"""The table of services by region, folded where nothing is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.pages.shapes import RANK
from noroshi.pages.state import (
    ComponentView,
    GroupView,
    MaintenanceView,
    PageState,
    RegionView,
    Text,
)

# Above this many rows, services that are well everywhere become a list of names.
FULL_TABLE = 24
UPTIME_ROWS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One service; ``same`` is the state that all regions share, if they do."""

    component: ComponentView
    cells: tuple[tuple[RegionView, str], ...]
    same: str | None

    @property
    def calm(self) -> bool:
        """Whether the service is well in every region."""
        return self.same == "operational"


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Services that stand together: rows to show in full, and calm ones that are only named.

    ``group`` None is the rest, or everything where there are no groups.
    """

    group: GroupView | None
    rows: tuple[Row, ...]
    folded: tuple[ComponentView, ...]
    ok: int
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """The blocks in the plan's order, and the tally of cells."""

    blocks: tuple[Block, ...]
    compact: bool
    ok: int
    total: int

    @property
    def grouped(self) -> bool:
        """Whether there are groups at all."""
        return any(block.group for block in self.blocks)


def services_of(state: PageState) -> Services:
    """The services table of ``state``: a healthy group is one line, one in trouble stands open."""
    rows = [_row(component, state.regions) for component in state.components]
    many = len(rows) > FULL_TABLE
    known = {group.key for group in state.groups}
    blocks = [
        _block(group, [r for r in rows if r.component.group == group.key], many=many, grouped=True)
        for group in state.groups
    ]
    rest = [row for row in rows if row.component.group not in known]
    blocks.append(_block(None, rest, many=many, grouped=bool(blocks)))
    shown = tuple(block for block in blocks if block.rows or block.folded)
    return Services(
        blocks=shown,
        compact=many,
        ok=sum(block.ok for block in shown),
        total=sum(block.total for block in shown),
    )


def places_hit(state: PageState, work: MaintenanceView) -> tuple[Text, ...]:
    """The names of the services that planned work touches, as far as this page shows them."""
    return tuple(c.name for c in state.components if c.key in work.components)


def _block(group: GroupView | None, rows: list[Row], *, many: bool, grouped: bool) -> Block:
    cells = [status for row in rows for _, status in row.cells]
    fold = many or (grouped and all(row.calm for row in rows))
    return Block(
        group=group,
        rows=tuple(row for row in rows if not (fold and row.calm)),
        folded=tuple(row.component for row in rows if fold and row.calm),
        ok=cells.count("operational"),
        total=len(cells),
    )


def uptime_rows(state: PageState) -> tuple[ComponentView, ...]:
    """The services whose bars the overview shows: all, or with many the most troubled first."""
    watched = [component for component in state.components if component.history]
    if len(watched) <= UPTIME_ROWS:
        return tuple(watched)
    return tuple(sorted(watched, key=_trouble)[:UPTIME_ROWS])


def _row(component: ComponentView, regions: tuple[RegionView, ...]) -> Row:
    cells = tuple((r, component.statuses.get(r.key, "not_monitored")) for r in regions)
    seen = {status for _, status in cells}
    return Row(component=component, cells=cells, same=seen.pop() if len(seen) == 1 else None)


def _trouble(component: ComponentView) -> tuple[int, int, int]:
    now = max((RANK.index(status) for status in component.statuses.values()), default=0)
    lost = sum(day.outage_seconds for day in component.history)
    days = sum(day.status not in {None, "operational"} for day in component.history)
    return (-now, -lost, -days)
