"""A foreign history as read: pages, incidents and updates, with everything odd said aloud."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

UnreadableReason = Literal[
    "not_an_object", "updates_not_a_list", "no_updates", "no_time_in_any_update"
]
NoteKind = Literal[
    "seen_again",
    "unknown_value",
    "time_from_created_at",
    "update_without_time",
    "update_not_an_object",
    "maybe_cut",
]
StartState = Literal["known", "missing", "stamped", "after_first_update"]


@dataclass(frozen=True, kw_only=True)
class ImportedUpdate:
    """One update. ``at`` is when readers saw it (display_at), ``written_at`` when it was typed.

    ``status`` is the page's own word, which may be one that Noroshi does not know; ``body`` is
    plain text.
    """

    id: str
    status: str
    at: datetime
    written_at: datetime | None
    body: str
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportedIncident:
    """One incident or maintenance, its updates in order of time, oldest first.

    ``start`` tells what ``started_at`` is worth: Statuspage fills it with the moment of the
    first update (``stamped``), so only another moment says when the trouble began.
    ``read_at`` is the moment up to which the history tells about an open incident.
    """

    id: str
    name: str
    page: str
    impact: str
    status: str
    updates: tuple[ImportedUpdate, ...]
    started_at: datetime | None
    start: StartState
    resolved_at: datetime | None
    updated_at: datetime | None
    read_at: datetime
    is_backfilled: bool
    is_maintenance: bool

    @property
    def began(self) -> datetime:
        """The earliest moment the page tells of."""
        first = self.updates[0].at
        return first if self.started_at is None else min(first, self.started_at)

    @property
    def is_single(self) -> bool:
        """There is one update only, so nothing can be said about gaps between updates."""
        return len(self.updates) == 1


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """An incident that could not be read: where it stands, and why."""

    place: str
    reason: UnreadableReason


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something odd that was survived: how often, and which value (if one is to blame)."""

    kind: NoteKind
    count: int
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class History:
    """What was read, newest incident first."""

    page_name: str
    incidents: tuple[ImportedIncident, ...]
    notes: tuple[Note, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
