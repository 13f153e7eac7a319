"""Incidents and components, with Statuspage's enumerations (reference: Statuspage public API v2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from noroshi.domain.language import Localised


class IncidentState(StrEnum):
    """Where the incident stands for us, before and beside what customers are told."""

    PROPOSED = "proposed"  # a signal asks; nobody has confirmed it, nothing is public
    OPEN = "open"  # declared by a person; messages may go out
    RESOLVED = "resolved"  # a person said so, and customers were told
    DISMISSED = "dismissed"  # a person looked and found no incident
    ENTERED = "entered"  # written down afterwards; nobody but colleagues sees it yet


class Stage(StrEnum):
    """What customers are told: the incident status of Statuspage's API."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    POSTMORTEM = "postmortem"  # the final report
    SCHEDULED = "scheduled"  # from here on: the maintenance status of the same API
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"
    COMPLETED = "completed"


INCIDENT_STAGES = (
    Stage.INVESTIGATING,
    Stage.IDENTIFIED,
    Stage.MONITORING,
    Stage.RESOLVED,
    Stage.POSTMORTEM,
)
"""What an incident goes through, in order; the other stages are those of maintenance."""


MAINTENANCE_STAGES = frozenset(Stage) - frozenset(INCIDENT_STAGES)
"""What planned work goes through."""


class Subject(StrEnum):
    """What messages are about. Only incidents are counted, reviewed and promised about."""

    INCIDENT = "incident"
    MAINTENANCE = "maintenance"


class ComponentStatus(StrEnum):
    """State of a component, from best to worst."""

    OPERATIONAL = "operational"
    UNDER_MAINTENANCE = "under_maintenance"
    DEGRADED_PERFORMANCE = "degraded_performance"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"


class Impact(StrEnum):
    """How bad the incident is on the public page."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


_ORDER = list(ComponentStatus)
_IMPACT_OF_CLASS = {
    1: Impact.NONE,
    2: Impact.MINOR,
    3: Impact.MINOR,
    4: Impact.MAJOR,
    5: Impact.CRITICAL,
}


def impact_of(severity: int) -> Impact:
    """The public impact of a severity class (1 negligible … 5 severe, P1)."""
    return _IMPACT_OF_CLASS[max(1, min(5, severity))]


def worst(states: Iterable[ComponentStatus]) -> ComponentStatus:
    """The worst of ``states``; operational when there are none."""
    return max(states, key=_ORDER.index, default=ComponentStatus.OPERATIONAL)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which components are hit, in which regions, and how badly (R1).

    No region means everywhere.
    """

    components: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    status: ComponentStatus = ComponentStatus.PARTIAL_OUTAGE

    def touches(self, *, component: str | None = None, region: str | None = None) -> bool:
        """Whether a component (or any) in a region (or any) is hit."""
        hit_component = component is None or component in self.components
        hit_region = region is None or not self.regions or region in self.regions
        return hit_component and hit_region


@dataclass(frozen=True, kw_only=True)
class Incident:
    """One failure that customers feel, from the first sign to the final report."""

    number: int
    state: IncidentState
    stage: Stage | None  # None until the first message is published
    title: Localised
    severity: int
    scenario: str
    path: str
    scope: Scope
    started_at: datetime  # first alert, or what the declaring person said
    declared_at: datetime | None = None
    resolved_at: datetime | None = None
    report_due_at: datetime | None = None
    resolution_proposed_at: datetime | None = None
    declared_by: str = ""
    plan_version: int = 0
    bridge_url: str = ""
    subject: Subject = Subject.INCIDENT
    entered_at: datetime | None = None  # it was over by then: written down afterwards

    @property
    def impact(self) -> Impact:
        """How bad the incident is on the public page."""
        return impact_of(self.severity)

    @property
    def is_live(self) -> bool:
        """Whether customers are still owed updates."""
        return self.state is IncidentState.OPEN


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One answer of the checklist (P3), in each language it was given in.

    ``values`` holds language-free answers (a time, a number) under "*". ``unknown`` says that
    somebody looked and does not know yet; that is an answer, and has its own wording.
    """

    question: str
    values: Localised = field(default_factory=dict)
    unknown: bool = False
    version: int = 0
    answered_by: str = ""
    answered_at: datetime | None = None

    @property
    def is_answered(self) -> bool:
        """Whether anybody has said anything."""
        return self.unknown or any(self.values.values())


Facts = Mapping[str, Fact]
