"""What was said on which channel, and when: the facts that the review draws and measures (V2).

A timeline is a snapshot. A naive moment is refused with ValueError, because nobody could say
which moment it is; every other one is kept in UTC, because Python measures between two moments
of one zone by the clock on the wall, and that is an hour wrong when the clocks change. The order of lanes is the order in which they are
shown; the order of dots and promises carries no meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from noroshi.kernel.clock import aware

DotKind = Literal["update", "resolved", "report", "internal"]
PromiseState = Literal["kept", "missed", "open", "cancelled"]
LaneForm = Literal["messages", "standing"]
BeginningKind = Literal["first_alert", "start", "declared"]

GAP_LIMIT = timedelta(minutes=30)
"""Silence longer than this is a gap, where the plan says nothing else (R4, V3)."""

_PUBLIC: tuple[DotKind, ...] = ("update", "resolved")


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One message on one channel.

    ``message_number`` is its number within the incident, ``count`` how many people it was for.
    A ``resolved`` dot says that the incident is over; a ``report`` is sent afterwards and counts
    in no gap; an ``internal`` message counts only on a lane that holds nothing else.
    """

    at: datetime
    label: str
    kind: DotKind = "update"
    message_number: int | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        _keep_in_utc(self, "at")
        _refuse_other(self.kind, get_args(DotKind))


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One channel (or one audience of one) with its messages.

    ``limit`` is the longest silence that the plan allows here; None where silence is agreed, as
    with SMS that goes out first and last only. A ``standing`` lane is a notice that stays up
    from its first dot until it says resolved. ``internal`` lanes are read inside the company
    only, as are lanes that hold nothing but internal messages.
    """

    key: str
    name: str
    cadence_note: str = ""
    dots: tuple[Dot, ...] = ()
    limit: timedelta | None = GAP_LIMIT
    form: LaneForm = "messages"
    internal: bool = False

    def __post_init__(self) -> None:
        _refuse_other(self.form, get_args(LaneForm))
        if self.limit is not None and self.limit <= timedelta(0):
            msg = f"the limit of lane {self.key} must be longer than nothing"
            raise ValueError(msg)

    @property
    def is_internal(self) -> bool:
        """Only people inside the company read this lane."""
        kinds = {dot.kind for dot in self.dots}
        return self.internal or kinds == {"internal"}

    @property
    def spoken(self) -> tuple[Dot, ...]:
        """The messages that break a silence, in order of time."""
        kinds = ("internal",) if self.is_internal else _PUBLIC
        return tuple(sorted((dot for dot in self.dots if dot.kind in kinds), key=_in_time))


@dataclass(frozen=True, kw_only=True)
class PromiseMark:
    """A promised time of the next update, and what became of it."""

    due_at: datetime
    state: PromiseState
    settled_at: datetime | None = None

    def __post_init__(self) -> None:
        _keep_in_utc(self, "due_at", "settled_at")
        _refuse_other(self.state, get_args(PromiseState))

    @property
    def late_by(self) -> timedelta | None:
        """How long after its time a missed promise was made good; None while it is not."""
        if self.state != "missed" or self.settled_at is None:
            return None
        return max(self.settled_at - self.due_at, timedelta(0))


@dataclass(frozen=True, kw_only=True)
class OverrideMark:
    """A text that went out although a guardrail blocked it, and why somebody let it pass.

    ``text``, ``rule`` and ``person`` are names for the reader; ``found`` is what stood there.
    """

    at: datetime
    message_number: int
    text: str
    code: str
    rule: str
    found: str
    person: str
    reason: str

    def __post_init__(self) -> None:
        _keep_in_utc(self, "at")


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """The moment from which silence is counted, and what kind of moment it is."""

    kind: BeginningKind
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The communication of one incident, as known at ``now``.

    ``identified_at`` ends the investigation stage (V1). A moment that nobody knows is None.
    """

    title: str
    now: datetime
    lanes: tuple[Lane, ...] = ()
    promises: tuple[PromiseMark, ...] = ()
    overrides: tuple[OverrideMark, ...] = ()
    first_alert_at: datetime | None = None
    started_at: datetime | None = None
    declared_at: datetime | None = None
    identified_at: datetime | None = None
    resolved_at: datetime | None = None

    def __post_init__(self) -> None:
        _keep_in_utc(self, "now", "first_alert_at", "started_at", "declared_at")
        _keep_in_utc(self, "identified_at", "resolved_at")
        keys = [lane.key for lane in self.lanes]
        if len(set(keys)) < len(keys):
            msg = f"two lanes share a key: {', '.join(keys)}"
            raise ValueError(msg)

    @property
    def beginning(self) -> Beginning | None:
        """The first alert; without one the start; without both the declaration (V2, V3)."""
        if self.first_alert_at is not None:
            return Beginning(kind="first_alert", at=self.first_alert_at)
        if self.started_at is not None:
            return Beginning(kind="start", at=self.started_at)
        if self.declared_at is not None:
            return Beginning(kind="declared", at=self.declared_at)
        return None

    @property
    def end(self) -> datetime:
        """The resolution, or the present moment of an open incident."""
        return self.now if self.resolved_at is None else self.resolved_at

    @property
    def is_open(self) -> bool:
        """The incident goes on."""
        return self.resolved_at is None


def _in_time(dot: Dot) -> tuple[datetime, bool, int, str]:
    return (dot.at, dot.kind == "resolved", dot.message_number or 0, dot.label)


def _keep_in_utc(value: object, *names: str) -> None:
    for name in names:
        moment = getattr(value, name)
        if moment is not None:
            object.__setattr__(value, name, aware(moment))


def _refuse_other(word: str, allowed: tuple[str, ...]) -> None:
    if word not in allowed:
        msg = f"{word!r} is none of {', '.join(allowed)}"
        raise ValueError(msg)
