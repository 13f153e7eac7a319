"""Maintenance: planned work with a window, told before, during and after.

The clock may begin and end it, or a person does. "End by" is a promise like the time of a next
update: it is kept, or somebody is called and the page says that the work takes longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from noroshi.domain.incident import Scope, Stage
from noroshi.domain.language import Localised
from noroshi.kernel.errors import Invalid

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(days=14)
FARTHEST = timedelta(days=366)
"""A window that begins later than in a year is a typing error."""
MOST_REMINDERS = 5
DEFAULT_REMINDERS = (timedelta(hours=24), timedelta(hours=1))


class WorkState(StrEnum):
    """Where the work stands for us. The public sees it from ``SCHEDULED`` on."""

    PLANNED = "planned"  # written down; nothing is public
    SCHEDULED = "scheduled"  # announced
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"  # the work is done and looked at
    COMPLETED = "completed"
    CANCELLED = "cancelled"  # will not happen; work that has begun is ended instead


OVER = frozenset({WorkState.COMPLETED, WorkState.CANCELLED})
UNDER_WAY = frozenset({WorkState.IN_PROGRESS, WorkState.VERIFYING})

_STAGES: Mapping[WorkState, Stage] = {
    WorkState.PLANNED: Stage.SCHEDULED,
    WorkState.SCHEDULED: Stage.SCHEDULED,
    WorkState.IN_PROGRESS: Stage.IN_PROGRESS,
    WorkState.VERIFYING: Stage.VERIFYING,
    WorkState.COMPLETED: Stage.COMPLETED,
    WorkState.CANCELLED: Stage.COMPLETED,  # Statuspage knows no other end
}
_NEXT: Mapping[WorkState, frozenset[WorkState]] = {
    WorkState.PLANNED: frozenset({WorkState.SCHEDULED, WorkState.CANCELLED}),
    WorkState.SCHEDULED: frozenset({WorkState.IN_PROGRESS, WorkState.CANCELLED}),
    WorkState.IN_PROGRESS: frozenset({WorkState.VERIFYING, WorkState.COMPLETED}),
    WorkState.VERIFYING: frozenset({WorkState.IN_PROGRESS, WorkState.COMPLETED}),
}


class Purpose(StrEnum):
    """What a notice of maintenance is for."""

    ANNOUNCE = "announce"
    REMIND = "remind"  # before it begins
    START = "start"
    UPDATE = "update"  # while it lasts, written by hand
    OVERRUN = "overrun"  # the end has passed, and it is not over
    END = "end"
    CHANGE = "change"  # another window, or other services
    EXTEND = "extend"  # another end, while it lasts
    CANCEL = "cancel"


_STAGE_OF: Mapping[Purpose, Stage] = {
    Purpose.ANNOUNCE: Stage.SCHEDULED,
    Purpose.REMIND: Stage.SCHEDULED,
    Purpose.START: Stage.IN_PROGRESS,
    Purpose.OVERRUN: Stage.IN_PROGRESS,
    Purpose.END: Stage.COMPLETED,
    Purpose.CANCEL: Stage.COMPLETED,
}


@dataclass(frozen=True, kw_only=True)
class Window:
    """From when to when, and in whose time it was written down (an IANA zone)."""

    starts_at: datetime
    ends_at: datetime
    zone: str

    @property
    def length(self) -> timedelta:
        """How long the work may take."""
        return self.ends_at - self.starts_at

    def overlaps(self, other: Window) -> bool:
        """Whether there is a moment in both."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, kw_only=True)
class Maintenance:
    """Planned work. ``announced`` is the window that the public was told last."""

    number: int
    state: WorkState
    title: Localised
    details: Localised  # what customers will notice, in whole sentences
    scope: Scope
    window: Window
    remind_before: tuple[timedelta, ...] = DEFAULT_REMINDERS
    auto_start: bool = True
    auto_end: bool = False  # a clock does not know whether the work is done
    announced: Window | None = None
    announced_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    planned_by: str = ""
    revision: int = 1  # counts the changes that void what was approved

    @property
    def is_public(self) -> bool:
        """Whether readers have been told of it."""
        return self.announced_at is not None

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens."""
        return self.state in OVER

    @property
    def is_under_way(self) -> bool:
        """Whether the work has begun and has not ended."""
        return self.state in UNDER_WAY

    @property
    def stage(self) -> Stage:
        """The state in Statuspage's words."""
        return _STAGES[self.state]

    def overruns(self, now: datetime) -> bool:
        """Whether the work goes on past the end that was told."""
        return self.is_under_way and now >= self.window.ends_at

    def lateness(self, now: datetime) -> timedelta:
        """How far past its window the work went, or has gone so far."""
        return max(timedelta(0), (self.ended_at or now) - self.window.ends_at)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the planning person says. ``request_key`` is made with the form and sent once."""

    title: Localised
    details: Localised
    scope: Scope
    window: Window
    remind_before: tuple[timedelta, ...]
    auto_start: bool = True
    auto_end: bool = False
    request_key: str = ""


def stage_of(purpose: Purpose, state: WorkState) -> Stage:
    """The stage that a notice tells; an update and a change tell the present one."""
    return _STAGE_OF.get(purpose, _STAGES[state])


def may_become(work: Maintenance, state: WorkState) -> bool:
    """Whether the work may go from its state to another."""
    return state in _NEXT.get(work.state, frozenset())


def local(naive: datetime, zone: str, *, field: str = "starts_at") -> datetime:
    """The moment that a clock on the wall of ``zone`` shows as ``naive``.

    An hour that the wall skips in spring does not exist, and one that it shows twice in autumn is
    ambiguous: neither is guessed, since people's work hangs on it.

    Raises:
        Invalid: there is no such zone or no such time, or there are two.
    """
    there = zone_or_refuse(zone)
    first, second = (naive.replace(tzinfo=there, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return _in_utc(first, field=field)
    if first.astimezone(UTC).astimezone(there).replace(tzinfo=None) != naive:
        raise Invalid(
            "{time} does not exist in {zone}: clocks are put forward then.",
            way_out="Choose a time an hour later or earlier.",
            field=field,
            time=f"{naive:%Y-%m-%d %H:%M}",
            zone=zone,
        )
    raise Invalid(
        "{time} comes twice in {zone}: clocks are put back then.",
        way_out="Choose another time, or write the window in UTC.",
        field=field,
        time=f"{naive:%Y-%m-%d %H:%M}",
        zone=zone,
    )


def _in_utc(at: datetime, *, field: str) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError:  # the year 1 or 9999
        raise Invalid(
            "This is not a date and a time.",
            way_out="Write them as 2026-03-12 and 14:05.",
            field=field,
        ) from None


def zone_or_refuse(zone: str) -> ZoneInfo:
    """The time zone of an IANA name.

    Raises:
        Invalid: there is none.
    """
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(
            "There is no time zone “{zone}”.",
            way_out="Write it as in Europe/Berlin or Asia/Tokyo.",
            field="zone",
            zone=zone[:60],
        ) from error


def check_window(window: Window, *, now: datetime) -> None:
    """A window lies ahead, ends after it begins, and has a sensible length.

    Raises:
        Invalid: with what is wrong with it.
    """
    zone_or_refuse(window.zone)
    if window.ends_at <= window.starts_at:
        raise Invalid("The work must end after it begins.", field="ends_at")
    if window.length < SHORTEST:
        raise Invalid(
            "A window of less than {least} minutes is too short to be told.",
            field="ends_at",
            least=int(SHORTEST / timedelta(minutes=1)),
        )
    if window.length > LONGEST:
        raise Invalid(
            "A window of more than {most} days is no maintenance any more.",
            way_out="Split the work.",
            field="ends_at",
            most=LONGEST.days,
        )
    if window.starts_at <= now:
        raise Invalid(
            "The work must begin later than now.",
            way_out="For work that has begun already, declare an incident: nobody was warned.",
            field="starts_at",
        )
    if window.starts_at > now + FARTHEST:
        raise Invalid("The work begins more than a year from now.", field="starts_at")


def check_reminders(remind_before: Iterable[timedelta]) -> tuple[timedelta, ...]:
    """The reminders, longest first, each once.

    Raises:
        Invalid: one is no time before, or there are too many.
    """
    wanted = tuple(sorted(set(remind_before), reverse=True))
    if any(not timedelta(minutes=5) <= ahead <= timedelta(days=30) for ahead in wanted):
        raise Invalid("Remind between 5 minutes and 30 days before.", field="remind_before")
    if len(wanted) > MOST_REMINDERS:
        raise Invalid("At most {most} reminders.", field="remind_before", most=MOST_REMINDERS)
    return wanted


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A notice that goes out by the clock: when, and until when it would still be true.

    After ``until`` it is superseded: another notice says more, so nobody gets it late.
    """

    purpose: Purpose
    at: datetime
    until: datetime
    ahead: timedelta | None = None  # of a reminder


def slots(work: Maintenance, *, now: datetime) -> tuple[Slot, ...]:
    """The notices that still lie ahead, in order of time; a reminder only if its time has not come."""
    return tuple(
        slot
        for slot in _all_slots(work)
        if not _done(work, slot) and (slot.at > now or slot.purpose is not Purpose.REMIND)
    )


def _all_slots(work: Maintenance) -> Iterator[Slot]:
    window = work.window
    times = [window.starts_at - ahead for ahead in work.remind_before]
    for ahead, at, following in zip(
        work.remind_before, times, [*times[1:], window.starts_at], strict=True
    ):
        yield Slot(purpose=Purpose.REMIND, at=at, until=following, ahead=ahead)
    yield Slot(purpose=Purpose.START, at=window.starts_at, until=window.ends_at)
    yield Slot(purpose=Purpose.OVERRUN, at=window.ends_at, until=window.ends_at + LONGEST)
    yield Slot(purpose=Purpose.END, at=window.ends_at, until=window.ends_at + LONGEST)


def _done(work: Maintenance, slot: Slot) -> bool:
    return work.started_at is not None and slot.purpose in {Purpose.REMIND, Purpose.START}


class Timeliness(StrEnum):
    """What the clock does with a notice at this moment."""

    WAIT = "wait"
    GO = "go"
    SUPERSEDED = "superseded"  # it would tell nothing new, or nothing true, any more


def timeliness(
    work: Maintenance, purpose: Purpose, *, at: datetime, until: datetime | None, now: datetime
) -> Timeliness:
    """Whether a notice for ``at`` may go out now.

    A reminder whose time was before the announcement would only repeat it. A notice that comes
    after its end, because nothing ran here for a while or nobody approved it, is left out.
    """
    if until is not None and now >= until:
        return Timeliness.SUPERSEDED
    if purpose is Purpose.REMIND and work.announced_at is not None and at <= work.announced_at:
        return Timeliness.SUPERSEDED
    if not _is_true(work, purpose, now=now):
        return Timeliness.WAIT if _may_come_true(work, purpose) else Timeliness.SUPERSEDED
    return (
        Timeliness.GO if now >= at or purpose in {Purpose.START, Purpose.END} else Timeliness.WAIT
    )


def _is_true(work: Maintenance, purpose: Purpose, *, now: datetime) -> bool:
    state = work.state
    return {
        Purpose.ANNOUNCE: state is WorkState.PLANNED,
        Purpose.REMIND: state is WorkState.SCHEDULED,
        Purpose.START: work.is_under_way,
        Purpose.UPDATE: work.is_public and not work.is_over,
        Purpose.OVERRUN: work.overruns(now),
        Purpose.END: state is WorkState.COMPLETED,
        Purpose.CHANGE: state is WorkState.SCHEDULED,
        Purpose.EXTEND: work.is_under_way,
        Purpose.CANCEL: state is WorkState.CANCELLED,
    }[purpose]


def _may_come_true(work: Maintenance, purpose: Purpose) -> bool:
    if work.is_over:
        return False
    return purpose in {Purpose.REMIND, Purpose.START, Purpose.OVERRUN, Purpose.END}
