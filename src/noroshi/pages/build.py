"""State to files: pure, and the same state always gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from noroshi.pages.archive import former_works, history_pages, pages_of, uptime_pages
from noroshi.pages.machine import machine_files
from noroshi.pages.overview import overview
from noroshi.pages.places import Place, Tree, main_tree, trees
from noroshi.pages.reader import reader_for
from noroshi.pages.render import Renderer
from noroshi.pages.script import script_files
from noroshi.pages.settled import is_settled, settled
from noroshi.pages.state import IncidentView, PageState
from noroshi.pages.uptime import Uptime


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """The files of a settled incident in one language, and all that they were made of."""

    state: PageState
    files: Mapping[str, bytes]


Known = Mapping[tuple[str, int], Settled]
"""Settled incidents by language and number."""


def build(
    state: PageState,
    *,
    known: Known | None = None,
    keep: dict[tuple[str, int], Settled] | None = None,
) -> dict[str, bytes]:
    """Every file of the status page by its path below the page's root, sorted by path.

    The default language stands at the root and, like every language, in its own tree
    (``en/``, ``ja/``). Pages are whole HTML files without foreign origins.

    ``known`` saves work and never changes the result; ``keep`` gets what the next build may know.
    """
    kept = {} if keep is None else keep
    files: dict[str, bytes] = {}
    uptimes: dict[str, Uptime] = {}
    for language, homes in _homes(state).items():
        reader = reader_for(state, language)
        renderer = Renderer(state=state, reader=reader, uptimes=uptimes)
        inside = {**_pages(renderer), **machine_files(renderer)}
        for tree in homes:
            files.update(tree.holding(inside))
        files.update(_settled(renderer, homes, known or {}, kept=kept))
    files["404.html"] = _missing(state)
    files.update(script_files())
    return dict(sorted(files.items()))


def _homes(state: PageState) -> Mapping[str, list[Tree]]:
    """The trees of each language."""
    found: dict[str, list[Tree]] = {}
    for tree in trees(state.site):
        found.setdefault(tree.language, []).append(tree)
    return found


def _pages(renderer: Renderer) -> dict[str, bytes]:
    """Everything for people that may change from minute to minute, by path inside a tree."""
    state = renderer.state
    first = Place(language=renderer.reader.language)
    files = {first.path: overview(renderer, first)}
    for pages in (history_pages, uptime_pages, former_works):
        files.update((place.path, content) for place, content in pages(renderer, first))
    for incident in state.incidents:
        if not is_settled(state, incident):
            files.update(_incident(renderer, incident))
    return files


def _incident(renderer: Renderer, incident: IncidentView) -> dict[str, bytes]:
    first = Place(language=renderer.reader.language)
    return {place.path: content for place, content in pages_of(renderer, first, incident)}


def _settled(
    renderer: Renderer,
    homes: Iterable[Tree],
    known: Known,
    *,
    kept: dict[tuple[str, int], Settled],
) -> dict[str, bytes]:
    """The files of the incidents that are over, by path from the root."""
    state, reader = renderer.state, renderer.reader
    files: dict[str, bytes] = {}
    for incident in state.incidents:
        if not is_settled(state, incident):
            continue
        key = (reader.language, incident.number)
        part = settled(state, incident, zone=reader.times.zone)
        found = known.get(key)
        if found is None or found.state != part:
            found = _settle(part, reader.language, incident, homes)
        kept[key] = found
        files.update(found.files)
    return files


def _settle(
    part: PageState, language: str, incident: IncidentView, homes: Iterable[Tree]
) -> Settled:
    inside = _incident(Renderer(state=part, reader=reader_for(part, language)), incident)
    files = {path: page for tree in homes for path, page in tree.holding(inside).items()}
    return Settled(state=part, files=files)


def _missing(state: PageState) -> bytes:
    """One page in all languages; its links are absolute, as it may stand in for any address."""
    site = state.site
    readers = [
        (reader_for(state, code), f"{site.base_url}/{main_tree(site, code)}")
        for code in (site.default_language, *site.languages)
    ]
    distinct = list({reader.language: (reader, link) for reader, link in readers}.values())
    place = Place(language=site.default_language, path="404.html")
    renderer = Renderer(state=state, reader=distinct[0][0])
    page = renderer.page("missing.html", place, readers=distinct)
    return next(trees(site)).holding({place.path: page})[place.path]
