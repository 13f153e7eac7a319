"""Incidents that are over: what their pages are made of, and nothing else.

Such a page says how things stood at the last midnight or at the incident's last change, whichever
was later. That is true all day long, so the page is the same all day long.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from noroshi.pages.state import ComponentView, IncidentView, PageState


def is_settled(state: PageState, incident: IncidentView) -> bool:
    """Whether nothing on the incident's page can change before tomorrow by itself."""
    if incident.is_open:
        return False
    due = incident.report_due_by
    return (
        incident.report is not None or due is None or due < _midnight(state, state.site.time_zone)
    )


def settled(state: PageState, incident: IncidentView, *, zone: str) -> PageState:
    """The part of ``state`` that the page of a settled incident shows, for readers in ``zone``."""
    commitments = tuple(kept for kept in state.commitments if kept.incident == incident.number)
    done = [kept.done_at for kept in commitments if kept.done_at]
    return replace(
        state,
        components=tuple(map(_by_name, state.components)),
        incidents=(incident,),
        commitments=commitments,
        maintenances=(),
        built_at=max(_midnight(state, zone), incident.changed_at, *done),
        version=0,
    )


def _by_name(component: ComponentView) -> ComponentView:
    return replace(component, statuses={}, history=(), changed_at=None)


def _midnight(state: PageState, zone: str) -> datetime:
    local = state.built_at.astimezone(ZoneInfo(zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(
        state.built_at.tzinfo
    )
