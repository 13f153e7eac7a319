"""A page of another product, ready to be taken over: what happened, and what is left out and why."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from noroshi.domain.incident import ComponentStatus, Impact, Stage, worst

FORGOTTEN_AFTER = timedelta(days=7)
"""An incident that nobody touched for so long was forgotten open; it ended with its last word."""

LONGEST_UNNOTICED = timedelta(days=366)
"""A start so long before the first update is an empty field of the other product."""
FIRST_YEAR = 1995
LONGEST_TITLE = 200
LONGEST_BODY = 100_000

_INCIDENT = {
    "investigating": Stage.INVESTIGATING,
    "identified": Stage.IDENTIFIED,
    "monitoring": Stage.MONITORING,
    "watching": Stage.MONITORING,
    "resolved": Stage.RESOLVED,
    "fixed": Stage.RESOLVED,
    "postmortem": Stage.POSTMORTEM,
}
_MAINTENANCE = {
    "scheduled": Stage.SCHEDULED,
    "upcoming": Stage.SCHEDULED,
    "in_progress": Stage.IN_PROGRESS,
    "verifying": Stage.VERIFYING,
    "completed": Stage.COMPLETED,
    "complete": Stage.COMPLETED,
}
STAGES = _INCIDENT | _MAINTENANCE
STATUS_OF_IMPACT = {
    Impact.NONE: ComponentStatus.OPERATIONAL,
    Impact.MINOR: ComponentStatus.DEGRADED_PERFORMANCE,
    Impact.MAJOR: ComponentStatus.PARTIAL_OUTAGE,
    Impact.CRITICAL: ComponentStatus.MAJOR_OUTAGE,
}


@dataclass(frozen=True, kw_only=True)
class ForeignUpdate:
    """One update, at the time readers saw it; the body is Markdown."""

    stage: Stage
    at: datetime
    body: str


@dataclass(frozen=True, kw_only=True)
class ForeignIncident:
    """An incident that is over, or maintenance that is (``window`` says from when to when)."""

    id: str
    title: str
    impact: Impact
    status: ComponentStatus
    started_at: datetime
    ended_at: datetime
    updates: tuple[ForeignUpdate, ...]  # oldest first, at least one
    components: tuple[str, ...] = ()  # as the other page calls them
    url: str = ""
    window: tuple[datetime, datetime] | None = None

    @property
    def is_maintenance(self) -> bool:
        """Whether it was planned work."""
        return self.window is not None


@dataclass(frozen=True, kw_only=True)
class ForeignComponent:
    """A component of the other page; ``since`` is when it appeared there, if that is known."""

    name: str
    since: datetime | None = None
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """What is not taken over: where it stands, and why."""

    place: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ForeignPage:
    """Everything that a file or folder holds. ``source`` names the page, so that a second import
    finds what the first one brought."""

    source: str
    incidents: tuple[ForeignIncident, ...]
    components: tuple[ForeignComponent, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[LeftOut, ...] = field(default_factory=tuple)  # survived, but worth a look


@dataclass
class Gathering:
    """What a reader has found so far."""

    incidents: list[ForeignIncident] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[LeftOut] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)

    def skip(self, place: str, why: str) -> None:
        """Leave something out."""
        self.left_out.append(LeftOut(place=place, why=why))

    def note(self, place: str, why: str) -> None:
        """Take it, and say what was odd."""
        self.notes.append(LeftOut(place=place, why=why))

    def stage(self, place: str, word: str, before: Stage) -> Stage:
        """The stage that a word means; an unknown one leaves things as they were, and is said."""
        known = STAGES.get(re.sub(r"[\s-]+", "_", word.strip().lower()))
        if known is None:
            self.note(place, f"the status “{word[:40]}” is unknown: read as “{before}”")
        return known or before

    def take(self, place: str, found: ForeignIncident, *, is_over: bool, now: datetime) -> None:
        """Keep an incident if it is over, or was forgotten open."""
        last = found.updates[-1].at
        impossible = self._impossible(found, now)
        if impossible:
            self.skip(place, impossible)
            return
        if not is_over and now - last < FORGOTTEN_AFTER:
            self.skip(place, "it is not over: import again when it is")
            return
        if not is_over:
            self.note(place, "it was never closed: it ends with its last update")
        if found.updates[0].at - found.started_at > LONGEST_UNNOTICED:
            self.note(place, f"it began in {found.started_at.year}: its first update is believed")
            found = replace(found, started_at=found.updates[0].at)
        self._ids.add(found.id)
        self.incidents.append(_tidied(found))

    def _impossible(self, found: ForeignIncident, now: datetime) -> str:
        """Why it cannot be as it stands; "" when it can."""
        if found.id in self._ids:
            return "an incident of the same id was taken before it"
        if found.updates[0].at.year < FIRST_YEAR:
            return f"its time is {found.updates[0].at.year}, when there was no page"
        if max(found.ended_at, found.updates[-1].at) > now + timedelta(days=1):
            return "its time lies ahead"
        return ""

    def page(self, source: str, components: Iterable[ForeignComponent] = ()) -> ForeignPage:
        """The whole, oldest incident first."""
        return ForeignPage(
            source=source,
            incidents=tuple(sorted(self.incidents, key=lambda each: (each.started_at, each.id))),
            components=_once(components, self.incidents),
            left_out=tuple(self.left_out),
            notes=tuple(self.notes),
        )


def made_id(*parts: object) -> str:
    """An id for something that has none, the same for the same parts."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:24]


def worst_of(words: Iterable[str], impact: Impact) -> ComponentStatus:
    """The worst component status named, or what the impact stands for when none is."""
    known = [ComponentStatus(word) for word in words if word in set(ComponentStatus)]
    found = worst(known)
    return found if found is not ComponentStatus.OPERATIONAL else STATUS_OF_IMPACT[impact]


def impact_named(word: str) -> Impact:
    """The impact of that name; ``minor`` for one that is unknown."""
    return Impact(word) if word in set(Impact) else Impact.MINOR


def _tidied(found: ForeignIncident) -> ForeignIncident:
    ended = max(found.ended_at, found.started_at)
    return replace(
        found,
        id=found.id[:200],
        title=found.title[:LONGEST_TITLE].strip() or "–",
        url=found.url[:500],
        ended_at=ended,
        updates=tuple(replace(u, body=u.body[:LONGEST_BODY]) for u in found.updates),
    )


def _once(
    components: Iterable[ForeignComponent], incidents: Iterable[ForeignIncident]
) -> tuple[ForeignComponent, ...]:
    known: dict[str, ForeignComponent] = {}
    for component in components:
        before = known.get(component.name)
        since = min(filter(None, [component.since, before.since if before else None]), default=None)
        known[component.name] = replace(component, since=since)
    for incident in incidents:
        for name in incident.components:
            known.setdefault(name, ForeignComponent(name=name))
    return tuple(known.values())
