"""Shape, class and rank of each state: shape first, then word, then colour (design language)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from noroshi.pages.state import IncidentView, PageState

# From calm to worst; a page's state is its worst one. Maintenance yields to any trouble.
RANK = (
    "operational",
    "under_maintenance",
    "degraded_performance",
    "partial_outage",
    "major_outage",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """The symbol's id in the sprite and the class that colours it."""

    symbol: str
    css: str


SHAPES = {
    "operational": Shape(symbol="s-ok", css="is-ok"),
    "degraded_performance": Shape(symbol="s-degraded", css="is-degraded"),
    "partial_outage": Shape(symbol="s-partial", css="is-partial"),
    "major_outage": Shape(symbol="s-major", css="is-major"),
    "under_maintenance": Shape(symbol="s-maint", css="is-maint"),
    "not_monitored": Shape(symbol="s-none", css="is-none"),
    "investigating": Shape(symbol="r-advice", css="is-open"),
    "identified": Shape(symbol="r-advice", css="is-open"),
    "monitoring": Shape(symbol="r-waiting", css="is-open"),
    "resolved": Shape(symbol="s-ok", css="is-ok"),
    "postmortem": Shape(symbol="s-ok", css="is-ok"),
}


def worst(statuses: Iterable[str]) -> str:
    """The worst of ``statuses``; operational when there are none."""
    return max(statuses, key=RANK.index, default="operational")


def component_roll_up(state: PageState) -> str:
    """The worst state of any service in any region."""
    return worst(status for part in state.components for status in part.statuses.values())


def page_status(state: PageState) -> str:
    """What the top of the page says: trouble, else an open incident's stage, else calm.

    An open incident whose services are green again is still not a quiet day.
    """
    rolled = component_roll_up(state)
    burning = [incident for incident in state.newest_first if incident.is_open]
    if rolled in {"operational", "under_maintenance"} and burning:
        return burning[0].status
    return rolled


def incident_shape_key(state: PageState, incident: IncidentView) -> str:
    """The state of an incident's own services, its stage once they are well, or "resolved"."""
    if not incident.is_open:
        return "resolved"
    hit = worst(
        status
        for part in state.components
        if part.key in incident.components
        for region, status in part.statuses.items()
        if region in incident.regions or not incident.regions
    )
    return incident.status if hit in {"operational", "under_maintenance"} else hit
