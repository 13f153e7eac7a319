"""The first page: what burns, what was promised, what works."""

from __future__ import annotations

from datetime import timedelta

from markupsafe import Markup, escape

from noroshi.pages.places import Place
from noroshi.pages.render import Renderer
from noroshi.pages.services import services_of, uptime_rows
from noroshi.pages.shapes import RANK, page_status
from noroshi.pages.state import IncidentView, MaintenanceView, PageState

_IN_FULL = 3
_PER_INCIDENT = 6
_RECENT = timedelta(days=3)
_IMPACTS = ("critical", "major", "minor", "none")


def overview(renderer: Renderer, place: Place) -> bytes:
    """``index.html``: the open incident's effect as the headline, or the calm of a quiet day."""
    state = renderer.state
    burning = open_incidents(state)
    return renderer.page(
        "overview.html",
        place,
        status=page_status(state),
        headline=headline(renderer),
        after=_after(renderer),
        shown=burning[:_IN_FULL],
        also_open=burning[_IN_FULL:],
        per_incident=_PER_INCIDENT,
        resolved=_recent(state)[:_IN_FULL],
        services=services_of(state),
        many_regions=len(state.regions) > 1,
        maintenances=_coming(state),
        uptime_rows=uptime_rows(state),
        watched=sum(bool(component.history) for component in state.components),
    )


def open_incidents(state: PageState) -> tuple[IncidentView, ...]:
    """What burns: worst impact first, newest first among equals."""
    burning = [incident for incident in state.newest_first if incident.is_open]
    return tuple(sorted(burning, key=lambda incident: _IMPACTS.index(incident.impact)))


def headline(renderer: Renderer) -> Markup:
    """The one sentence at the top (R1): the effect of the worst open incident, or that all is well.

    Services in trouble without an incident are stated by the table; no sentence is made up.
    """
    state, reader = renderer.state, renderer.reader
    burning = open_incidents(state)
    if burning:
        worst = burning[0]
        return reader.said(worst.headline) or reader.said(worst.title)
    status = page_status(state)
    if status == "operational":
        return escape(reader.words.all_well)
    if status == "under_maintenance":
        return escape(reader.words.maintenance_now)
    return escape(reader.words.component[status])


def _after(renderer: Renderer) -> Markup:
    state, reader, words = renderer.state, renderer.reader, renderer.reader.words
    burning = open_incidents(state)
    if burning:
        given = reader.said(burning[0].reassurance)
        if given or not _rest_is_fine(state, burning):
            return given
        return escape(words.others_fine)
    ended = [incident.resolved_at for incident in state.incidents if incident.resolved_at]
    if not ended:
        return escape("" if state.incidents else words.no_incident)
    last = reader.times.full_day(reader.times.day_of(max(ended)))
    return escape(words.last_incident.format(day=last))


def _rest_is_fine(state: PageState, burning: tuple[IncidentView, ...]) -> bool:
    """Whether every service that no open incident names is operational, and there is one."""
    rest = [
        status
        for component in state.components
        for region, status in component.statuses.items()
        if not any(
            component.key in incident.components
            and (region in incident.regions or not incident.regions)
            for incident in burning
        )
    ]
    return bool(rest) and set(rest) == {RANK[0]}


def _recent(state: PageState) -> tuple[IncidentView, ...]:
    return tuple(
        incident
        for incident in state.newest_first
        if incident.resolved_at
        and not incident.is_open
        and state.built_at - incident.resolved_at <= _RECENT
    )


def _coming(state: PageState) -> tuple[MaintenanceView, ...]:
    ahead = [work for work in state.maintenances if work.status != "completed"]
    return tuple(sorted(ahead, key=lambda work: (work.scheduled_for, work.number))[:5])
