"""Pages of one incident, its final report, the history, and the bars of many services."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from markupsafe import Markup, escape

from noroshi.pages.commitments import commitments_of
from noroshi.pages.entries import tree_address
from noroshi.pages.headline import effect_of, is_watched
from noroshi.pages.places import Place, incident_path, nth, report_path
from noroshi.pages.render import Renderer
from noroshi.pages.services import UPTIME_ROWS
from noroshi.pages.shapes import incident_shape_key
from noroshi.pages.state import REPORT_PARTS, IncidentView, Text
from noroshi.pages.works import past_works, work_path

# Small enough for 60 kB a page even with long names and troubled days.
_INCIDENTS_A_PAGE = 60
_SERVICES_A_PAGE = 30
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
    if incident.former.folder:
        moved = incident_path(incident.number)
        yield _moved(renderer, tree, incident.former.folder, moved, title=incident.title)


def former_works(renderer: Renderer, tree: Place) -> Iterator[tuple[Place, bytes]]:
    """The old addresses of planned work that was taken over."""
    for work in renderer.state.maintenances:
        if work.former.folder:
            yield _moved(renderer, tree, work.former.folder, work_path(work), title=work.title)


def _moved(
    renderer: Renderer, tree: Place, folder: str, path: str, *, title: Text
) -> tuple[Place, bytes]:
    """A page at an old address that leads to the new one: for people, browsers and searchers."""
    place = tree.at(f"{folder}/index.html")
    new = tree_address(renderer.state, renderer.reader) + path
    return place, renderer.page("moved.html", place, path=path, new=new, title=title)


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
        "effect": effect_of(renderer.reader, incident),
        "watched": is_watched(renderer.state, incident),
        "report_parts": [(part, getattr(report, part)) for part in REPORT_PARTS] if report else [],
    }


def _chunks(
    renderer: Renderer, name: str, items: Sequence[Item], *, size: int
) -> Iterator[tuple[int, Sequence[Item], Markup]]:
    last = max(1, -(-len(items) // size))
    words = renderer.reader.words
    for number in range(1, last + 1):
        ways = [
            Markup('<a class="touch" href="{}">{}</a>').format(nth(name, other), word)
            for other, word in ((number - 1, words.newer), (number + 1, words.older))
            if 1 <= other <= last
        ]
        ways.insert(number > 1, escape(words.page_of.format(n=number, all=last)))
        nav = Markup('<nav class="pager" aria-label="{}">{}</nav>').format(
            words.pages, Markup(" ").join(Markup("<span>{}</span>").format(way) for way in ways)
        )
        yield number, items[(number - 1) * size : number * size], nav if last > 1 else Markup("")
