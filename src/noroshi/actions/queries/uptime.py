"""How each component did on each of the last 90 days, from everything that is known of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from noroshi.domain.holds import Place
from noroshi.domain.incident import ComponentStatus
from noroshi.domain.uptime import DAYS, Day, Span, days_of, spans_of
from noroshi.domain.watched import Period, holes, union, without
from noroshi.storage import checks, imports, pages, plans
from noroshi.storage.checks import Coverage

Changes = Sequence[tuple[ComponentStatus, datetime]]


@dataclass(frozen=True, kw_only=True)
class Bars:
    """What the bars are drawn from, read once for all components."""

    now: datetime
    first: datetime  # when the first plan came into force: states are said by hand from then on
    earlier: Mapping[str, datetime]  # components that stood on another page before
    changes: Mapping[Place, Changes]
    past: Sequence[tuple[frozenset[str], frozenset[str], Span]]
    coverage: Mapping[str, Sequence[Coverage]]

    def watched_since(self, component: str) -> datetime:
        """When somebody began to say how the component is."""
        return min(self.first, self.earlier.get(component, self.first))

    def days(self, component: str, regions: Sequence[str], *, zone: str) -> tuple[Day, ...]:
        """The last 90 days of a component in some regions, oldest first."""
        return days_of(
            self._spans(component, regions),
            watched_since=self.watched_since(component),
            now=self.now,
            zone=zone,
            holes=self.holes(component, regions),
        )

    def changed_at(self, component: str, regions: Sequence[str]) -> datetime | None:
        """When its state changed last."""
        moments = [at for r in regions for _, at in self.changes.get((component, r), ())]
        return max(moments, default=None)

    def holes(self, component: str, regions: Sequence[str]) -> tuple[Period, ...]:
        """When a check should have looked, in one of the regions, and none did.

        A region without a check has no holes: what is said of it is said by hand.
        """
        found: list[Period] = []
        for region in regions:
            looking = [c for c in self.coverage.get(component, ()) if region in c.regions]
            if looking:
                found.extend(_holes(looking, now=self.now))
        return union(found)

    def _spans(self, component: str, regions: Sequence[str]) -> list[Span]:
        live = [
            span
            for region in regions
            for span in spans_of(self.changes.get((component, region), ()), now=self.now)
        ]
        here = frozenset(regions)
        written_later = [
            span
            for components, hit, span in self.past
            if component in components and (not hit or hit & here)
        ]
        return [*live, *written_later]


def bars(now: datetime) -> Bars:
    """Read everything."""
    since = now - timedelta(days=DAYS + 1)
    changes: defaultdict[Place, list[tuple[ComponentStatus, datetime]]] = defaultdict(list)
    for place, status, at in [*pages.last_changes_before(since), *pages.changes_since(since)]:
        changes[place].append((status, at))
    first = plans.version(1)
    return Bars(
        now=now,
        first=first.applied_at if first else now,
        earlier=imports.watched_earlier(),
        changes=changes,
        past=[
            (
                past.components,
                past.regions,
                Span(status=past.status, start=past.start, end=past.end),
            )
            for past in imports.past_outages(since=since)
        ],
        coverage=checks.coverage(since=since, now=now),
    )


def _holes(looking: Sequence[Coverage], *, now: datetime) -> tuple[Period, ...]:
    """Time in which every check of a place was blind. One that looks is enough."""
    blind = [holes([c.wanted], c.seen, now=now, patience=c.patience) for c in looking]
    wanted = union(c.wanted for c in looking)
    seeing = [
        piece
        for check, missed in zip(looking, blind, strict=True)
        for piece in without([check.wanted], missed)
    ]
    return without(wanted, seeing)
