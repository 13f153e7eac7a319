"""Planned work on the page: what is coming, what is under way, what is over."""

from __future__ import annotations

from datetime import timedelta

from noroshi.pages.places import maintenance_path
from noroshi.pages.state import MaintenanceView, PageState

_SHOWN = 5
_ENDED_SHOWN_FOR = timedelta(days=1)


def is_under_way(work: MaintenanceView) -> bool:
    """Whether people work on it at this moment."""
    return work.status in {"in_progress", "verifying"} and work.cancelled_at is None


def shown_works(state: PageState) -> tuple[MaintenanceView, ...]:
    """What the overview shows: work to come, soonest first, then for a day what ended."""
    shown = [work for work in state.maintenances if _is_news(state, work)]
    order = sorted(shown, key=lambda work: (is_over(work), work.scheduled_for, work.number))
    return tuple(order[:_SHOWN])


def past_works(state: PageState) -> tuple[MaintenanceView, ...]:
    """What is over, newest first."""
    over = [work for work in state.maintenances if is_over(work)]
    return tuple(sorted(over, key=lambda work: (work.scheduled_for, work.number), reverse=True))


def work_path(work: MaintenanceView) -> str:
    """Where the work stands inside a tree."""
    return maintenance_path(work.number, over=is_over(work))


def is_over(work: MaintenanceView) -> bool:
    """Whether it is done, or will not take place."""
    return work.status == "completed" or work.cancelled_at is not None


def _is_news(state: PageState, work: MaintenanceView) -> bool:
    if not is_over(work):
        return True
    ended = work.changed_at or work.cancelled_at or work.scheduled_until
    return state.built_at - ended <= _ENDED_SHOWN_FOR
