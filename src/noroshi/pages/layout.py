"""Versions as folders and one link that is switched: the layout of targets with a file system.

versions/00000042-1f2e3d4c5b6a/…   immutable
current -> versions/00000042-…     what readers get
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from noroshi.pages.proof import digest_of
from noroshi.pages.target import PublicationFailed

VERSIONS: Final = "versions"
CURRENT: Final = "current"
KEPT: Final = 50


def folder_of(version: int, files: Mapping[str, bytes]) -> str:
    """The name of a version's folder: its number, then a digest of what is in it."""
    return f"{version:08d}-{digest_of(files)[:12]}"


def version_of(folder: str) -> int | None:
    """The number in the name of a version's folder."""
    number = folder.rpartition("/")[2].partition("-")[0]
    return int(number) if number.isdecimal() else None


def outdated(folders: Collection[str], *, public: str) -> list[str]:
    """The folders that may go: all but the newest ones and the one that is public."""
    known = sorted(name for name in folders if version_of(name) is not None)
    return [name for name in known[:-KEPT] if name != public]


def write_out(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder of ours, for a program to send."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def read_in(root: Path, paths: Collection[str]) -> dict[str, bytes]:
    """The files at ``paths`` below a folder of ours, as far as they are there."""
    found = {}
    for path in paths:
        try:
            found[path] = (root / path).read_bytes()
        except OSError:
            continue
    return found


def not_there(path: str) -> PublicationFailed:
    """The refusal for a file that is not public."""
    return PublicationFailed(f"{path!r} is not there.", way_out="Publish the page again.")
