"""Where each file of a page lies, and relative ways between them.

Links are relative, so that the same files work on a mirror, in a folder and from a disk. Each
language has a tree ``<lang>/``; the default language also has the root.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from noroshi.pages.state import PageSite


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A file at ``path`` inside the tree of one language; ``tree`` is "" or "ja/"."""

    tree: str
    language: str
    path: str = "index.html"

    @property
    def file(self) -> str:
        """The path from the site's root."""
        return self.tree + self.path

    @property
    def home(self) -> str:
        """The way to the root of this language's tree: "", "../" or "../../"."""
        return "../" * self.path.count("/")

    @property
    def root(self) -> str:
        """The way to the root of the site."""
        return "../" * self.file.count("/")

    def at(self, path: str) -> Place:
        """Another file of the same tree."""
        return Place(tree=self.tree, language=self.language, path=path)


def trees(site: PageSite) -> Iterator[Place]:
    """The tree at the root, then one for each language."""
    yield Place(tree="", language=site.default_language)
    for language in site.languages:
        yield Place(tree=f"{language}/", language=language)


def main_tree(site: PageSite, language: str) -> str:
    """The tree that links and feeds prefer for ``language``."""
    return "" if language == site.default_language else f"{language}/"


def incident_path(number: int) -> str:
    """The page of an incident inside a tree."""
    return f"incidents/{number}.html"


def maintenance_path(number: int) -> str:
    """Where the announcement of planned work stands inside a tree."""
    return f"index.html#maintenance-{number}"


def report_path(number: int) -> str:
    """The final report of an incident inside a tree."""
    return f"incidents/{number}/report.html"


def nth(name: str, page: int) -> str:
    """``history.html``, ``history-2.html``, …"""
    return f"{name}.html" if page == 1 else f"{name}-{page}.html"
