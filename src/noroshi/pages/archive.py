"""Pages of one incident, its final report, the history, and the bars of many services."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from markupsafe import Markup

from noroshi.pages.commitments import commitments_of
from noroshi.pages.places import Place, incident_path, nth, report_path
from noroshi.pages.render import Renderer
from noroshi.pages.services import UPTIME_ROWS
from noroshi.pages.shapes import incident_shape_key
from noroshi.pages.state import REPORT_PARTS, IncidentView
from noroshi.pages.works import past_works

# Small enough for 60 kB a page even with long names and troubled days.
_INCIDENTS_A_PAGE = 60
_SERVICES_A_PAGE = 40
_WORKS = 20

Item = TypeVar("Item")


def pages_of(
    renderer: Renderer, tree: Place, incident: IncidentView
) -> Iterator[tuple[Place, bytes]]:
    """The page of an incident, and that of its final report."""
    values = _incident_values(renderer, incident)
    place = tree.at(incident_path(incident.number))
    yield place, renderer.page("incident.html", place, **values)
    if incident.report:
        place = tree.at(report_path(incident.number))
        yield place, renderer.page("report.html", place, **values)


def history_pages(renderer: Renderer, tree: Place) -> Iterator[tuple[Place, bytes]]:
    """Every incident by month, newest first."""
    times = renderer.reader.times
    for number, chunk, pager in _chunks(
        renderer, "history", renderer.state.newest_first, size=_INCIDENTS_A_PAGE
    ):
        months = [
            (month, tuple(group))
            for month, group in groupby(chunk, lambda i: times.month(times.day_of(i.started_at)))
        ]
        place = tree.at(nth("history", number))
        yield (
            place,
            renderer.page(
                "history.html",
                place,
                months=months,
                past_works=past_works(renderer.state)[:_WORKS] if number == 1 else (),
                pager=pager,
            ),
        )


def uptime_pages(renderer: Renderer, tree: Place) -> Iterator[tuple[Place, bytes]]:
    """The bars of all services, when the overview cannot show them all."""
    state = renderer.state
    watched = [component for component in state.components if component.history]
    if len(watched) <= UPTIME_ROWS:
        return
    for number, chunk, pager in _chunks(renderer, "uptime", watched, size=_SERVICES_A_PAGE):
        place = tree.at(nth("uptime", number))
        yield (
            place,
            renderer.page(
                "uptime.html",
                place,
                components=chunk,
                watched=len(watched),
                pager=pager,
            ),
        )


def _incident_values(renderer: Renderer, incident: IncidentView) -> dict[str, object]:
    report = incident.report
    return {
        "incident": incident,
        "kept": commitments_of(renderer.state, incident.number) if report else (),
        "shape": incident_shape_key(renderer.state, incident),
        "report_parts": [(part, getattr(report, part)) for part in REPORT_PARTS] if report else [],
    }


def _chunks(
    renderer: Renderer, name: str, items: Sequence[Item], *, size: int
) -> Iterator[tuple[int, Sequence[Item], Markup]]:
    last = max(1, -(-len(items) // size))
    words = renderer.reader.words
    for number in range(1, last + 1):
        links = Markup("")
        for other, word in ((number - 1, words.newer), (number + 1, words.older)):
            if 1 <= other <= last:
                links += Markup('<a class="touch" href="{}">{}</a>').format(nth(name, other), word)
        nav = Markup('<nav class="pager" aria-label="{}">{}</nav>').format(words.pages, links)
        yield number, items[(number - 1) * size : number * size], nav if links else links
