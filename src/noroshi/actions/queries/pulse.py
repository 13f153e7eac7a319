"""The state of the installation in a few numbers, for monitors and for the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noroshi.actions.context import Context
from noroshi.domain.incident import Incident, IncidentState
from noroshi.jobs.board import Standing, standing
from noroshi.storage import incidents, pages, promises


@dataclass(frozen=True, kw_only=True)
class Pulse:
    """What burns, what is promised, and whether the background work is done."""

    open: tuple[Incident, ...]
    proposed: tuple[Incident, ...]
    next_promise_at: datetime | None
    promised: int  # all that are open, the overdue ones among them
    overdue: int
    jobs: Standing
    pages_verified_at: datetime | None
    pages_waiting: int


def pulse(context: Context) -> Pulse:
    """The state at this moment."""
    now = context.clock.now()
    due = [promise.due_at for promise in promises.open_ones()]
    verified = pages.newest_verified()
    return Pulse(
        open=tuple(incidents.listing([IncidentState.OPEN])),
        proposed=tuple(incidents.listing([IncidentState.PROPOSED])),
        next_promise_at=min(due, default=None),
        promised=len(due),
        overdue=sum(at < now for at in due),
        jobs=standing(),
        pages_verified_at=verified.verified_at if verified else None,
        pages_waiting=len(pages.unverified()),
    )
