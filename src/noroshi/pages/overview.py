"""The first page: what burns, what was promised, what works."""

from __future__ import annotations

from datetime import timedelta

from noroshi.pages.commitments import commitments_of
from noroshi.pages.headline import anything_known, beneath, headline, open_incidents
from noroshi.pages.places import Place
from noroshi.pages.render import Renderer
from noroshi.pages.services import services_of, uptime_rows
from noroshi.pages.shapes import page_status
from noroshi.pages.state import IncidentView, PageState
from noroshi.pages.works import is_under_way, shown_works

_IN_FULL = 3
_PER_INCIDENT = 6
_RECENT = timedelta(days=3)


def overview(renderer: Renderer, place: Place) -> bytes:
    """``index.html``: the open incident's effect as the headline, or the calm of a quiet day."""
    state = renderer.state
    burning = open_incidents(state)
    works, kept = shown_works(state), commitments_of(state)
    return renderer.page(
        "overview.html",
        place,
        status=page_status(state) if burning or anything_known(state) else None,
        headline=headline(renderer),
        after=beneath(renderer),
        shown=burning[:_IN_FULL],
        besides=burning[1:],
        also_open=burning[_IN_FULL:],
        per_incident=_PER_INCIDENT,
        resolved=_recent(state)[:_IN_FULL],
        services=services_of(state),
        many_regions=len(state.regions) > 1,
        under_way=tuple(work for work in works if is_under_way(work)),
        announced=tuple(work for work in works if not is_under_way(work)),
        commitments=kept,
        to_do=sum(promised.done_at is None for promised in kept),
        uptime_rows=uptime_rows(state),
        watched=sum(bool(component.history) for component in state.components),
    )


def _recent(state: PageState) -> tuple[IncidentView, ...]:
    return tuple(
        incident
        for incident in state.newest_first
        if incident.resolved_at
        and not incident.is_open
        and state.built_at - incident.resolved_at <= _RECENT
    )
