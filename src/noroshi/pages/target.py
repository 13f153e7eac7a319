"""What a place that serves the page must be able to do, and the ways a publication fails.

Tree:
    Refusal
    └── PublicationFailed     the public may still see the old page, never a torn one
        └── Overtaken         a newer version is public, so this one is not needed any more
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from noroshi.kernel.errors import Refusal

_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class PublicationFailed(Refusal):
    """The version did not become public, or could not be shown to be public."""

    status = 502


class Overtaken(PublicationFailed):
    """A newer version is public. Nobody has to do anything."""

    status = 409


class Target(Protocol):
    """A place that serves one status page. ``put`` is atomic: readers see old or new, whole."""

    def put(self, version: int, files: Mapping[str, bytes]) -> None:
        """Make ``files`` the public page.

        Raises:
            Overtaken: a newer version is public already.
            PublicationFailed: the files could not be stored.
        """
        ...

    def read(self, path: str) -> bytes:
        """What the public gets at ``path`` now.

        Raises:
            PublicationFailed: there is no such file, or it cannot be read.
        """
        ...

    def current_version(self) -> int | None:
        """The version that is public now; None before the first publication."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetField:
    """One setting of a target, for forms, documentation and checks."""

    name: str
    label: Mapping[str, str]
    help: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetKind:
    """A kind of target: its name, its settings, and how to open one."""

    key: str
    name: Mapping[str, str]
    fields: tuple[TargetField, ...]
    open: Callable[[Mapping[str, str]], Target]


def safe_path(path: str) -> bool:
    """Whether ``path`` is plain, relative and stays below its root: ``ja/incidents/7.html``."""
    return all(_SEGMENT.fullmatch(segment) for segment in path.split("/"))


def overtaken(public: int, version: int) -> Overtaken:
    """The refusal for a version that came too late."""
    return Overtaken(
        f"Version {public} of the page is public, so the older version {version} was left out.",
        way_out="Nothing has to be done: the public sees the newer page.",
    )
