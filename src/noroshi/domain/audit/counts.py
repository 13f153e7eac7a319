"""What one look at the installation counts. All times are aware."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from noroshi.domain.channel import Channel
    from noroshi.domain.publication import TargetStanding
    from noroshi.domain.room import Room


@dataclass(frozen=True, kw_only=True)
class DispatchCount:
    """The sums over the batches of one dispatch, and over the exceptions of these.

    ``members`` is how many people stand in its batches, ``begun`` and ``known`` the sums of their
    positions, ``impossible`` how many batches contradict themselves, ``overfull`` how many have
    exceptions of more people than were begun or of people beyond their bounds. In ``retrying``
    batches somebody waits for another attempt, the earliest due at ``retry_at``; ``retries`` counts
    how often retries were begun. ``is_asked_to_wait``: all its jobs wait for a later moment.
    """

    id: int
    incident: int
    message: int
    channel: Channel
    recipients: int
    planned_at: datetime
    finished_at: datetime | None = None
    is_held: bool = False  # paused or stopped by a person
    batches: int = 0
    members: int = 0
    begun: int = 0
    known: int = 0
    unfinished: int = 0
    impossible: int = 0
    overfull: int = 0
    retrying: int = 0
    retries: int = 0
    retry_at: datetime | None = None
    is_asked_to_wait: bool = False
    subject: str = "incident"
    kind: str = "update"

    @property
    def sign(self) -> str:
        """Changes with every step forward."""
        return f"{self.known}:{self.begun}:{self.unfinished}"


@dataclass(frozen=True, kw_only=True)
class BatchCount:
    """A batch that is being worked on, or waits without a job. ``job`` is its state, or ""."""

    id: int
    dispatch: int
    channel: Channel
    account: str
    run: int
    mark: int
    started: int
    job: str = ""


@dataclass(frozen=True, kw_only=True)
class Orphan:
    """A published text that nobody planned to send although ``readers`` wait for it."""

    text: int
    incident: int
    message: int
    channel: Channel
    audience: str
    readers: int
    subject: str = "incident"
    kind: str = "update"


@dataclass(frozen=True, kw_only=True)
class JobCount:
    """The queue. ``oldest_s`` is how long the oldest job that could start has waited."""

    waiting: int = 0
    running: int = 0
    oldest_s: int = 0
    workers: int = 0


@dataclass(frozen=True, kw_only=True)
class AccountCount:
    """How a provider account stands. ``since`` is when its oldest unfinished work began."""

    name: str
    channel: Channel
    is_down: bool = False
    rate_per_second: float | None = None
    doing: int = 0
    since: datetime | None = None
    last_accepted_at: datetime | None = None
    canary_sent_at: datetime | None = None
    canary_seen_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ReportCount:
    """A final report that is not out. ``warned`` of the moments to warn at have passed."""

    incident: int
    due_at: datetime
    warned: int = 0


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Everything that one look found. ``strangers`` counts them by batch."""

    dispatches: tuple[DispatchCount, ...] = ()
    batches: tuple[BatchCount, ...] = ()
    strangers: Mapping[int, int] = field(default_factory=dict)
    orphans: tuple[Orphan, ...] = ()
    jobs: JobCount = field(default_factory=JobCount)
    accounts: tuple[AccountCount, ...] = ()
    promises: Mapping[int, datetime] = field(default_factory=dict)  # earliest due, by incident
    reports: tuple[ReportCount, ...] = ()
    page_wanted_at: datetime | None = None
    page_version: int = 0
    page_targets: tuple[TargetStanding, ...] = ()
    certificates: Mapping[str, datetime] = field(default_factory=dict)  # that end soon, by check
    refusal: str = ""  # why this copy may not send; "" when it may
    room: Room | None = None
    cut_short: tuple[str, ...] = ()
