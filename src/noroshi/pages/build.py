"""State to files: pure, and the same state always gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from noroshi.pages.archive import history_pages, pages_of, uptime_pages
from noroshi.pages.machine import machine_files
from noroshi.pages.overview import overview
from noroshi.pages.places import Place, main_tree, trees
from noroshi.pages.reader import reader_for
from noroshi.pages.render import Renderer
from noroshi.pages.script import script_files
from noroshi.pages.settled import is_settled, settled
from noroshi.pages.state import IncidentView, PageState


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """The files of a settled incident in one tree, and all that they were made of."""

    state: PageState
    files: Mapping[str, bytes]


Known = Mapping[tuple[str, int], Settled]
"""Settled incidents by tree and number."""


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
    programs = {code: _for_programs(state, code) for code in state.site.languages}
    for tree in trees(state.site):
        files.update(_tree(state, tree))
        files.update(_incidents(state, tree, known or {}, kept=kept))
        files.update((tree.tree + path, data) for path, data in programs[tree.language].items())
    files["404.html"] = _missing(state)
    files.update(script_files())
    return dict(sorted(files.items()))


def _tree(state: PageState, tree: Place) -> dict[str, bytes]:
    renderer = Renderer(state=state, reader=reader_for(state, tree.language))
    files = {tree.file: overview(renderer, tree)}
    for pages in (history_pages, uptime_pages):
        files.update((place.file, content) for place, content in pages(renderer, tree))
    return files


def _incidents(
    state: PageState, tree: Place, known: Known, *, kept: dict[tuple[str, int], Settled]
) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    now = Renderer(state=state, reader=reader_for(state, tree.language))
    for incident in state.incidents:
        if not is_settled(state, incident):
            files.update((place.file, page) for place, page in pages_of(now, tree, incident))
            continue
        key = (tree.tree, incident.number)
        part = settled(state, incident, zone=now.reader.times.zone)
        found = known.get(key)
        if found is None or found.state != part:
            found = _settle(part, tree, incident)
        kept[key] = found
        files.update(found.files)
    return files


def _settle(part: PageState, tree: Place, incident: IncidentView) -> Settled:
    renderer = Renderer(state=part, reader=reader_for(part, tree.language))
    pages = pages_of(renderer, tree, incident)
    return Settled(state=part, files={place.file: content for place, content in pages})


def _for_programs(state: PageState, language: str) -> dict[str, bytes]:
    return machine_files(Renderer(state=state, reader=reader_for(state, language)))


def _missing(state: PageState) -> bytes:
    """One page in all languages; its links are absolute, as it may stand in for any address."""
    site = state.site
    readers = [
        (reader_for(state, code), f"{site.base_url}/{main_tree(site, code)}")
        for code in (site.default_language, *site.languages)
    ]
    distinct = list({reader.language: (reader, link) for reader, link in readers}.values())
    place = Place(tree="", language=site.default_language, path="404.html")
    renderer = Renderer(state=state, reader=distinct[0][0])
    return renderer.page("missing.html", place, readers=distinct)
