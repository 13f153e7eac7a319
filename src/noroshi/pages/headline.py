"""What a worried reader takes in within three seconds: the sentence at the top, and the one beneath.

Both say only what the state holds: an effect that somebody approved, a service with its state.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from noroshi.pages.reader import Reader
from noroshi.pages.render import Renderer
from noroshi.pages.shapes import RANK, incident_shape_key, page_status
from noroshi.pages.state import IncidentView, PageState

_NAMED = 3
_IMPACTS = ("critical", "major", "minor", "none")


def open_incidents(state: PageState) -> tuple[IncidentView, ...]:
    """What burns: worst impact first, newest first among equals, what is only watched last."""
    burning = [incident for incident in state.newest_first if incident.is_open]
    return tuple(
        sorted(burning, key=lambda one: (is_watched(state, one), _IMPACTS.index(one.impact)))
    )


def headline(renderer: Renderer) -> Markup:
    """The one sentence at the top (R1): the effect of the worst open incident, or that all is well.

    The title of an incident that is only watched any more would say that it still fails.
    Services in trouble without an incident are named with their state; no sentence is made up.
    """
    state, reader, words = renderer.state, renderer.reader, renderer.reader.words
    burning = open_incidents(state)
    if burning:
        worst = burning[0]
        fixed = escape(words.watching) if is_watched(state, worst) else escape("")
        return effect_of(reader, worst) or fixed or reader.said(worst.title)
    if not anything_known(state):
        return escape(words.none_open)
    status = page_status(state)
    if status == "operational":
        return _here(renderer, words.all_well, words.all_well_in)
    if status == "under_maintenance":
        return escape(words.maintenance_now)
    return _named(renderer, status)


def effect_of(reader: Reader, incident: IncidentView) -> Markup:
    """What the newest update says in one line; empty when that is but the title after its stage.

    "Investigating: Checkout fails" stands above its title and its stage already.
    """
    repeated = reader.plain(incident.headline).endswith(reader.plain(incident.title))
    return escape("") if repeated else reader.said(incident.headline)


def is_watched(state: PageState, incident: IncidentView) -> bool:
    """Whether a fix is in place and all services of an open incident are well again."""
    return incident.status == incident_shape_key(state, incident) == "monitoring"


def anything_known(state: PageState) -> bool:
    """Whether there is a service at all of which the page says how it is."""
    return any(component.statuses for component in state.components)


def _named(renderer: Renderer, status: str) -> Markup:
    """``Checkout, Webhooks: Degraded performance``; the state alone where many are hit."""
    reader, words = renderer.reader, renderer.reader.words
    hit = [c for c in renderer.state.components if status in c.statuses.values()]
    if len(hit) > _NAMED:
        return escape(words.component[status])
    names = escape(words.list_sep).join(reader.said(component.name) for component in hit)
    return names + words.colon + words.component[status]


def _here(renderer: Renderer, everywhere: str, region: str) -> Markup:
    """A sentence about all services; a page that knows one region speaks of that one only (R5)."""
    state, reader = renderer.state, renderer.reader
    if state.site.region_key and len(state.regions) <= 1:
        return reader.fill(region, region=reader.plain(state.site.region_name))
    return escape(everywhere)


def beneath(renderer: Renderer) -> Markup:
    """What works in spite of it; on a calm day, since when it has been calm."""
    state, reader, words = renderer.state, renderer.reader, renderer.reader.words
    burning = open_incidents(state)
    # What somebody wrote beside one incident knows nothing of another, nor of its end.
    alone = len(burning) == 1 and not is_watched(state, burning[0])
    if alone and (given := reader.said(burning[0].reassurance)):
        return given
    if burning or page_status(state) != RANK[0]:
        fine = _rest_is_fine(state, burning)
        return _here(renderer, words.others_fine, words.others_fine_in) if fine else escape("")
    ended = [incident.resolved_at for incident in state.incidents if incident.resolved_at]
    if not ended:
        return escape("" if state.incidents else words.no_incident)
    return reader.fill(words.last_incident, day=reader.time(max(ended), "f"))


def _rest_is_fine(state: PageState, burning: tuple[IncidentView, ...]) -> bool:
    """Whether every service that was not named above is operational, and there is one.

    Named are those of open incidents; without an incident, those in the page's own state.
    """
    worst = None if burning else page_status(state)
    rest = [
        status
        for component in state.components
        for region, status in component.statuses.items()
        if status != worst
        and not any(
            component.key in incident.components
            and (region in incident.regions or not incident.regions)
            for incident in burning
        )
    ]
    return bool(rest) and set(rest) == {RANK[0]}
