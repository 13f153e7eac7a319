"""What readers may still be shown of the versions before, while caches keep it by our own rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from noroshi.pages.layout import VERSIONS, version_of
from noroshi.pages.proof import sum_of
from noroshi.pages.publish import Eyes

_LOOK_BACK: Final = 3

Before = Callable[[str], frozenset[str | None]]
"""The SHA-256 that a file had lately, by its path; None among them when it was not there."""


def before(root: Path, version: int) -> Before:
    """What files had in the three versions below ``version`` that lie in a directory target."""

    def sums(path: str) -> frozenset[str | None]:
        return frozenset(_sum(folder / path) for folder in _folders(root, version))

    return sums


def wrong_to_readers(eyes: Eyes, sums: Mapping[str, str], before: Before) -> list[str]:
    """The files that are neither as ``sums`` says, nor as they were a moment ago.

    Raises:
        PublicationFailed: the place does not answer.
    """
    found = eyes.read_all(list(sums))
    seen = {path: sum_of(found[path]) if path in found else None for path in sums}
    return [
        path
        for path, wanted in sums.items()
        if seen[path] != wanted and seen[path] not in before(path)
    ]


def _folders(root: Path, version: int) -> list[Path]:
    try:
        there = sorted((root / VERSIONS).iterdir())
    except OSError:
        return []
    older = [one for one in there if (version_of(one.name) or version) < version]
    return older[-_LOOK_BACK:]


def _sum(file: Path) -> str | None:
    try:
        return sum_of(file.read_bytes())
    except OSError:
        return None
