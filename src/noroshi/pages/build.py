"""State to files: pure, and the same state always gives the same bytes."""

from __future__ import annotations

from noroshi.pages.api_v2.files import api_files
from noroshi.pages.archive import history_pages, incident_pages, uptime_pages
from noroshi.pages.feeds import feed_files
from noroshi.pages.overview import overview
from noroshi.pages.places import Place, main_tree, trees
from noroshi.pages.reader import reader_for
from noroshi.pages.render import Renderer
from noroshi.pages.state import PageState


def build(state: PageState) -> dict[str, bytes]:
    """Every file of the status page by its path below the page's root, sorted by path.

    The default language stands at the root and, like every language, in its own tree
    (``en/``, ``ja/``). Pages are whole HTML files without scripts or foreign origins.
    """
    files: dict[str, bytes] = {}
    for tree in trees(state.site):
        files.update(_tree(state, tree))
    files.update(api_files(state, reader_for(state, state.site.default_language)))
    files["404.html"] = _missing(state)
    return dict(sorted(files.items()))


def _tree(state: PageState, tree: Place) -> dict[str, bytes]:
    renderer = Renderer(state=state, reader=reader_for(state, tree.language))
    files = {tree.file: overview(renderer, tree)}
    for pages in (incident_pages, history_pages, uptime_pages):
        files.update((place.file, content) for place, content in pages(renderer, tree))
    files.update(feed_files(renderer, tree))
    return files


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
