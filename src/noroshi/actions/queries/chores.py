"""What is due beside incidents: states to decide on, planned work, promised actions, certificates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal

from noroshi.domain.commitment import Commitment
from noroshi.domain.holds import Hold, Standing
from noroshi.domain.maintenance import Maintenance, WorkState
from noroshi.domain.plan.model import Plan
from noroshi.domain.plan.watching import Check
from noroshi.storage import checks, commitments, holds, maintenances

SOON = timedelta(hours=24)
"""So long before, a person is reminded of work that she has to begin herself."""
UNTOLD = timedelta(days=3)
"""So long before, work of which nobody outside knows is no surprise that may wait."""
AHEAD = timedelta(days=7)
"""How far the work that goes by the clock is shown."""
DAYS_AHEAD = timedelta(days=2)
"""So long before its day, a promised action is due."""
MOST = 3
"""Lines of one kind: the first screen must not drown in what a single fault sets off."""

ChoreKind = Literal["state", "overrun", "begin", "tell", "commitment", "certificate"]


@dataclass(frozen=True, kw_only=True)
class Chore:
    """One thing to do that belongs to no incident.

    It is due ``at`` a moment, on a ``day``, or now, since ``since``. ``more`` stands for so many
    others of its kind instead of one.
    """

    kind: ChoreKind
    key: str  # tells it from others of its kind
    is_mine: bool = False
    at: datetime | None = None
    day: date | None = None
    since: datetime | None = None
    more: int = 0
    holds: tuple[Hold, ...] = ()  # the same state, in several regions
    work: Maintenance | None = None
    commitment: Commitment | None = None
    check: Check | None = None


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """Planned work that the clock takes care of, and when its next notice goes out."""

    work: Maintenance
    next_notice: datetime | None


def chores(plan: Plan, person: str, *, now: datetime, today: date) -> list[Chore]:
    """What somebody has to do beside incidents; ``today`` is a day in the reader's zone."""
    work = maintenances.listing(_NOT_OVER)
    return [
        *_few(_states(holds.everything())),
        *_works(work, person, now=now),
        *_promised(commitments.public(since=now), person, today=today),
        *_few(_certificates(plan, now=now)),
    ]


def quiet(*, now: datetime) -> tuple[Quiet, ...]:
    """The work of the next days that goes by the clock, and what is under way in time."""
    found = [work for work in maintenances.listing(_NOT_OVER) if _goes_by_itself(work, now)]
    return tuple(Quiet(work=work, next_notice=_next_notice(work, now)) for work in found[:MOST])


_NOT_OVER = (WorkState.PLANNED, WorkState.SCHEDULED, WorkState.IN_PROGRESS, WorkState.VERIFYING)


def _states(held: Iterable[Hold]) -> Iterator[Chore]:
    waiting = [hold for hold in held if hold.standing is Standing.PROPOSED]
    for key, group in groupby(sorted(waiting, key=_said), key=_said):
        together = tuple(group)
        yield Chore(
            kind="state",
            key="-".join(key),
            holds=together,
            since=min(hold.since for hold in together),
        )


def _said(hold: Hold) -> tuple[str, str, str]:
    return (hold.component, str(hold.status), hold.source)


def _works(works: Iterable[Maintenance], person: str, *, now: datetime) -> Iterator[Chore]:
    for work in works:
        kind = _due_kind(work, now)
        if kind:
            at = work.window.ends_at if kind == "overrun" else work.window.starts_at
            mine = work.planned_by == person
            yield Chore(kind=kind, key=str(work.number), is_mine=mine, at=at, work=work)


def _due_kind(work: Maintenance, now: datetime) -> ChoreKind | None:
    ahead = work.window.starts_at - now
    if work.overruns(now):
        return "overrun"
    if work.state is WorkState.PLANNED and ahead <= UNTOLD:
        return "tell"
    if work.state is WorkState.SCHEDULED and ahead <= (timedelta(0) if work.auto_start else SOON):
        return "begin"
    return None


def _goes_by_itself(work: Maintenance, now: datetime) -> bool:
    if work.state is WorkState.PLANNED or _due_kind(work, now):
        return False
    return work.window.starts_at - now <= AHEAD


def _next_notice(work: Maintenance, now: datetime) -> datetime | None:
    ahead = (notice.message.publish_at for notice in maintenances.notices(work.number))
    return min((at for at in ahead if at and at > now), default=None)


def _promised(public: Iterable[Commitment], person: str, *, today: date) -> Iterator[Chore]:
    for one in public:
        if not one.is_done and one.due <= today + DAYS_AHEAD:
            mine = bool(person) and one.owner == person
            yield Chore(
                kind="commitment", key=str(one.id), is_mine=mine, day=one.due, commitment=one
            )


def _certificates(plan: Plan, *, now: datetime) -> Iterator[Chore]:
    known = {check.key: check for check in plan.checks}
    ends = [(one.record.certificate_until, one.key) for one in checks.running() if known]
    for until, key in sorted((until, key) for until, key in ends if until and key in known):
        if until - now <= timedelta(days=known[key].warn_days):
            yield Chore(kind="certificate", key=key, at=until, check=known[key])


def _few(found: Iterable[Chore]) -> list[Chore]:
    all_of_them = list(found)
    if len(all_of_them) <= MOST:
        return all_of_them
    shown, rest = all_of_them[: MOST - 1], all_of_them[MOST - 1 :]
    return [*shown, replace(rest[0], key="more", more=len(rest))]
