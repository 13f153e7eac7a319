"""What a place that serves the page must be able to do, and the ways a publication fails.

Tree:
    Refusal
    └── PublicationFailed         the public may still see the old page, never a torn one
        └── Overtaken             a newer version is public, so this one is not needed any more
            └── EmergencyStays    … by hand, in an emergency: it gives way to a person only
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from noroshi.kernel.errors import Refusal

_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class PublicationFailed(Refusal):
    """The version did not become public, or could not be shown to be public."""

    status = 502


class Overtaken(PublicationFailed):
    """A newer version is public. Nobody has to do anything. ``public`` is its number."""

    status = 409
    public: int = 0


class EmergencyStays(Overtaken):
    """An emergency page is public, and nobody has asked for the normal one."""


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

    def read_all(self, paths: Collection[str]) -> Mapping[str, bytes]:
        """What the public gets at each of ``paths``; a file that is not there is left out.

        Raises:
            PublicationFailed: the place does not answer, so nobody knows.
        """
        ...

    def current_version(self) -> int | None:
        """The version that is public now; None before the first publication.

        Raises:
            PublicationFailed: the place does not answer, so nobody knows.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetField:
    """One setting of a target, for forms, documentation and checks.

    A ``secret`` never stands in the plan: it comes from the environment, as
    ``NOROSHI_TARGET_<NAME>_<FIELD>`` or a file that ``…_FILE`` names.
    """

    name: str
    label: Mapping[str, str]
    help: Mapping[str, str]
    required: bool = True
    secret: bool = False
    default: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetKind:
    """A kind of target: its name, its settings, and how to open one.

    ``open`` raises Invalid naming the setting that is wrong; it does not talk to the place. A
    version in which nothing but the time is new goes there at most every ``clock_every``.
    """

    key: str
    name: Mapping[str, str]
    help: Mapping[str, str]
    fields: tuple[TargetField, ...]
    open: Callable[[Mapping[str, str]], Target]
    clock_every: timedelta = field(default=timedelta(0))


def safe_path(path: str) -> bool:
    """Whether ``path`` is plain, relative and stays below its root: ``ja/incidents/7.html``."""
    return all(_SEGMENT.fullmatch(segment) for segment in path.split("/"))


def overtaken(public: int, version: int) -> Overtaken:
    """The refusal for a version that came too late."""
    refusal = Overtaken(
        f"Version {public} of the page is public, so the older version {version} was left out.",
        way_out="Nothing has to be done: the public sees the newer page.",
    )
    refusal.public = public
    return refusal


def emergency_stays(version: int) -> EmergencyStays:
    """The refusal for a version that nobody asked for, while an emergency page is public."""
    refusal = EmergencyStays(
        f"The emergency page (version {version}) is public.",
        way_out="Publish an update, or run “noroshi page publish”, to go back to the normal page.",
    )
    refusal.public = version
    return refusal
