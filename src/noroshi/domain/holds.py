"""What keeps a component in a state, beside incidents: a person, an alert or a check.

Each of them has a hold of its own on a place, and lets go of it by itself. Customers see the worst
of all, incidents included; a hold that nobody typed in counts only once it may be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from noroshi.domain.incident import ComponentStatus, worst
from noroshi.domain.language import Localised

Place = tuple[str, str]
"""A component in a region."""

STATE_WORDS: Mapping[ComponentStatus, Localised] = {
    ComponentStatus.OPERATIONAL: {"en": "Operational", "ja": "正常"},
    ComponentStatus.UNDER_MAINTENANCE: {"en": "Under maintenance", "ja": "メンテナンス中"},
    ComponentStatus.DEGRADED_PERFORMANCE: {"en": "Degraded performance", "ja": "性能低下"},
    ComponentStatus.PARTIAL_OUTAGE: {"en": "Partial outage", "ja": "一部障害"},
    ComponentStatus.MAJOR_OUTAGE: {"en": "Major outage", "ja": "障害"},
}
"""What the states are called, in the log and on screens."""

LONGEST = timedelta(days=90)
"""Nobody remembers a state that was set for longer."""


class Origin(StrEnum):
    """Who or what holds."""

    HAND = "hand"
    SIGNAL = "signal"
    CHECK = "check"


class Standing(StrEnum):
    """What became of a hold."""

    PROPOSED = "proposed"  # a person is asked; customers see nothing of it
    SHOWN = "shown"
    DISMISSED = "dismissed"  # a person looked and disagreed, until it ends by itself


@dataclass(frozen=True, kw_only=True)
class Hold:
    """One hold on one place. ``source`` is the key of the check or of the rule; "" by hand.

    ``reason`` is for colleagues: customers are shown the state, and never a word that nobody
    approved. At ``until`` the hold ends by itself.
    """

    component: str
    region: str
    origin: Origin
    source: str = ""
    status: ComponentStatus
    standing: Standing = Standing.SHOWN
    reason: str = ""
    by: str = "system"
    since: datetime
    until: datetime | None = None
    id: int = 0

    @property
    def place(self) -> Place:
        """Where."""
        return (self.component, self.region)


def shown(
    told: Iterable[tuple[Place, ComponentStatus]], holds: Iterable[Hold]
) -> Mapping[Place, ComponentStatus]:
    """The state that customers see, of each place that is not operational.

    ``told`` is what incidents and maintenance say. While people work on a place, what checks and
    alerts notice there is expected, and adds nothing.
    """
    by_place: dict[Place, list[ComponentStatus]] = {}
    noticed: list[Hold] = []
    for place, status in told:
        by_place.setdefault(place, []).append(status)
    for hold in holds:
        if hold.standing is not Standing.SHOWN:
            continue
        if hold.origin is Origin.HAND:
            by_place.setdefault(hold.place, []).append(hold.status)
        else:
            noticed.append(hold)
    for hold in noticed:
        if ComponentStatus.UNDER_MAINTENANCE not in by_place.get(hold.place, ()):
            by_place.setdefault(hold.place, []).append(hold.status)
    states = {place: worst(found) for place, found in by_place.items()}
    return {p: state for p, state in states.items() if state is not ComponentStatus.OPERATIONAL}
