"""The table of services by region, folded where nothing is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.pages.shapes import RANK
from noroshi.pages.state import ComponentView, PageState, RegionView

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
class Services:
    """The rows to show in full, the calm ones to name only, and the tally of cells."""

    rows: tuple[Row, ...]
    folded: tuple[ComponentView, ...]
    compact: bool
    ok: int
    total: int


def services_of(state: PageState) -> Services:
    """The services table of ``state``."""
    rows = [_row(component, state.regions) for component in state.components]
    cells = [status for row in rows for _, status in row.cells]
    many = len(rows) > FULL_TABLE
    return Services(
        rows=tuple(row for row in rows if not (many and row.calm)),
        folded=tuple(row.component for row in rows if many and row.calm),
        compact=many,
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
