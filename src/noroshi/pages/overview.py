"""The first page: what burns, what was promised, what works."""

from __future__ import annotations

from datetime import timedelta

from markupsafe import Markup, escape

from noroshi.pages.commitments import commitments_of
from noroshi.pages.places import Place
from noroshi.pages.render import Renderer
from noroshi.pages.services import services_of, uptime_rows
from noroshi.pages.shapes import RANK, page_status
from noroshi.pages.state import IncidentView, PageState
from noroshi.pages.works import is_under_way, shown_works

_IN_FULL = 3
_PER_INCIDENT = 6
_RECENT = timedelta(days=3)
_IMPACTS = ("critical", "major", "minor", "none")


def overview(renderer: Renderer, place: Place) -> bytes:
    """``index.html``: the open incident's effect as the headline, or the calm of a quiet day."""
    state = renderer.state
    burning = open_incidents(state)
    works, kept = shown_works(state), commitments_of(state)
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
        under_way=tuple(work for work in works if is_under_way(work)),
        announced=tuple(work for work in works if not is_under_way(work)),
        commitments=kept,
        to_do=sum(promised.done_at is None for promised in kept),
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
        return _here(renderer, reader.words.all_well, reader.words.all_well_in)
    if status == "under_maintenance":
        return escape(reader.words.maintenance_now)
    return escape(reader.words.component[status])


def _here(renderer: Renderer, everywhere: str, region: str) -> Markup:
    """A sentence about all services; a page that knows one region speaks of that one only (R5)."""
    state, reader = renderer.state, renderer.reader
    if state.site.region_key and len(state.regions) <= 1:
        return reader.fill(region, region=reader.plain(state.site.region_name))
    return escape(everywhere)


def _after(renderer: Renderer) -> Markup:
    state, reader, words = renderer.state, renderer.reader, renderer.reader.words
    burning = open_incidents(state)
    if burning:
        given = reader.said(burning[0].reassurance)
        if given or not _rest_is_fine(state, burning):
            return given
        return _here(renderer, words.others_fine, words.others_fine_in)
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
