"""Where each file of a page lies, and relative ways between them.

Links are relative, so that the same files work on a mirror, in a folder and from a disk. Each
language has a tree ``<lang>/``; the default language also has the root.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from noroshi.pages.state import PageSite

OUT: Final = "\0"
"""In a page of any tree: the way out of that tree. No text holds this character, see ``clean``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A file at ``path`` inside every tree of one language."""

    language: str
    path: str = "index.html"

    @property
    def home(self) -> str:
        """The way to the root of this language's tree: "", "../" or "../../"."""
        return "../" * self.path.count("/")

    @property
    def root(self) -> str:
        """The way to the root of the site, from whichever tree the file lies in."""
        return OUT + self.home

    def at(self, path: str) -> Place:
        """Another file of the same language."""
        return Place(language=self.language, path=path)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tree:
    """A folder with everything in one language; ``folder`` is "" or "ja/"."""

    folder: str
    language: str

    def holding(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """``files`` of its language by their path from the site's root, with every way known."""
        way = b"../" * self.folder.count("/")
        return {
            self.folder + path: content.replace(OUT.encode(), way)
            for path, content in files.items()
        }


def trees(site: PageSite) -> Iterator[Tree]:
    """The tree at the root, then one for each language."""
    yield Tree(folder="", language=site.default_language)
    for language in site.languages:
        yield Tree(folder=f"{language}/", language=language)


def main_tree(site: PageSite, language: str) -> str:
    """The tree that links and feeds prefer for ``language``."""
    return "" if language == site.default_language else f"{language}/"


def incident_path(number: int) -> str:
    """The page of an incident inside a tree."""
    return f"incidents/{number}.html"


def maintenance_path(number: int, *, over: bool = False) -> str:
    """Where planned work stands inside a tree: on the overview, in the history when it is over."""
    return f"{'history' if over else 'index'}.html#maintenance-{number}"


def report_path(number: int) -> str:
    """The final report of an incident inside a tree."""
    return f"incidents/{number}/report.html"


def nth(name: str, page: int) -> str:
    """``history.html``, ``history-2.html``, …"""
    return f"{name}.html" if page == 1 else f"{name}-{page}.html"
