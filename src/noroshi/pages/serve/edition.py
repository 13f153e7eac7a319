"""The files of one published version: their names at once, each content when it is first read.

A version never changes once it is public, so what was read stays right. Names are listed without
following links: what is reached only through a link inside the page does not exist.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from noroshi.pages.serve.document import Document, document
from noroshi.pages.serve.languages import ranked
from noroshi.pages.target import safe_path

HOME = "index.html"
_HELD = 64_000_000
_LANGUAGE = re.compile(rb'<html[^>]* lang="([a-z]{2})"')
_HEAD = 300


class Edition:
    """One version of a page. ``name`` is that of its folder, different for every version."""

    def __init__(self, folder: Path, *, secure: bool = False) -> None:
        self.name = folder.name
        self._folder = folder
        self._secure = secure
        self._names = frozenset(_files(folder, ""))
        self._folders = frozenset(
            name.removesuffix(f"/{HOME}") for name in self._names if name.endswith(f"/{HOME}")
        )
        self._kept: dict[str, Document] = {}
        self._held = 0
        self._root_language = self._language_of(HOME)
        self._languages = frozenset(
            name for name in self._folders if self._language_of(f"{name}/{HOME}") == name
        )

    @property
    def version(self) -> int:
        """The number of the version; 0 when its name has none."""
        number = self.name.partition("-")[0]
        return int(number) if number.isdecimal() else 0

    @property
    def languages(self) -> frozenset[str]:
        """The languages that have a tree of their own."""
        return self._languages

    def document(self, name: str) -> Document | None:
        """The file ``name``; None when the version has none."""
        kept = self._kept.get(name)
        if kept is not None:
            return kept
        return self._load(name) if name in self._names else None

    def is_folder(self, name: str) -> bool:
        """Whether ``name`` is a folder with a page of its own, such as ``ja``."""
        return name in self._folders

    def better_language(self, accept_language: str) -> str | None:
        """The folder of the reader's best language; None when the page at the root will do."""
        for language in ranked(accept_language):
            if language == self._root_language:
                return None
            if language in self._languages:
                return language
        return None

    def _load(self, name: str) -> Document | None:
        try:
            content = (self._folder / name).read_bytes()
        except OSError:
            return None
        many = name == HOME and len(self._languages) > 1
        made = document(name, content, secure=self._secure, by_language=many)
        if self._held + made.size > _HELD:
            self._kept.clear()  # a very large archive is read anew rather than held
            self._held = 0
        self._kept[name] = made
        self._held += made.size
        return made

    def _language_of(self, name: str) -> str:
        if name not in self._names:
            return ""
        try:
            with (self._folder / name).open("rb") as page:
                found = _LANGUAGE.search(page.read(_HEAD))
        except OSError:
            return ""
        return found[1].decode() if found else ""


def _files(folder: Path, below: str) -> Iterator[str]:
    for entry in os.scandir(folder / below):
        name = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _files(folder, f"{name}/")
        elif entry.is_file(follow_symlinks=False) and safe_path(name):
            yield name
