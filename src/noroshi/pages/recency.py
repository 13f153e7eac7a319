"""When the public could last see a change; not when the files were made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from noroshi.pages.state import MaintenanceView, PageState


def last_change(state: PageState) -> datetime:
    """The last change that the public could see, never after the build."""
    return min(max(_moments(state), default=state.built_at), state.built_at)


def maintenance_changed_at(work: MaintenanceView) -> datetime:
    """The last change of what was announced; that its window has begun is none."""
    moments = [work.announced_at, work.changed_at, work.cancelled_at]
    return max(moment for moment in moments if moment)


def _moments(state: PageState) -> Iterator[datetime]:
    for incident in state.incidents:
        yield incident.changed_at
    for component in state.components:
        yield component.changed_at or component.since
    for work in state.maintenances:
        yield maintenance_changed_at(work)
        if work.status != "scheduled":
            yield work.started_at or work.scheduled_for
        if work.status == "completed" and not work.cancelled_at:
            yield work.ended_at or work.scheduled_until
    for commitment in state.commitments:
        if commitment.done_at:
            yield commitment.done_at
