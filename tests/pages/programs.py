"""What a build holds for programs, without the HTML that takes most of a build's time."""

from __future__ import annotations

from noroshi.pages.machine import machine_files
from noroshi.pages.places import trees
from noroshi.pages.reader import reader_for
from noroshi.pages.render import Renderer
from noroshi.pages.state import PageState


def for_programs(state: PageState) -> dict[str, bytes]:
    """The files of every tree, by path, as ``build`` has them (a test compares the two)."""
    spoken = {
        code: machine_files(Renderer(state=state, reader=reader_for(state, code)))
        for code in state.site.languages
    }
    return {
        tree.folder + path: content
        for tree in trees(state.site)
        for path, content in spoken[tree.language].items()
    }
