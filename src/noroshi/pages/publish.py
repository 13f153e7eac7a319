"""Publish a built page and prove it: every file is read back and compared.

Anything that cannot be shown to be public is "not published" (reliability reference, section 3).
Beside the page lies ``publication.json`` with version and digest, for checks from outside.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from noroshi.kernel.clock import Clock
from noroshi.pages.proof import PROOF, Proof, digest_of, read_proof, sum_of, sums_of
from noroshi.pages.serve.kinds import kind_of
from noroshi.pages.target import (
    PublicationFailed,
    Target,
    emergency_stays,
    overtaken,
    safe_path,
)

__all__ = ["PROOF", "Eyes", "Published", "digest_of", "publish", "wrong_files"]

PATIENCE_S: Final = 20.0
"""How long readers' caches may show the old page before the publication counts as failed."""
_PAUSE_S: Final = 0.25


class Eyes(Protocol):
    """Who looks at a published page: the target itself, or a reader at the public address."""

    def read_all(self, paths: Collection[str]) -> Mapping[str, bytes]:
        """What is at each of ``paths``; what is not there is left out."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """A version that was public, byte for byte, at ``verified_at``.

    ``version`` is the one that is public: with ``changed`` False the target already showed exactly
    these files, under that number, and nothing was written. ``bytes`` is their size together.
    """

    version: int
    digest: str
    files: int
    bytes: int
    verified_at: datetime
    changed: bool


def publish(
    *,
    target: Target,
    version: int,
    files: Mapping[str, bytes],
    clock: Clock,
    eyes: Eyes | None = None,
    emergency: bool = False,
    asked_for: bool = True,
    patience_s: float | None = None,
) -> Published:
    """Make ``files`` public as ``version``, and verify it in the target and through ``eyes``.

    An emergency page gives way only to what a person ``asked_for``, never to the passing of time.
    Caches before ``eyes`` get ``patience_s`` to show it (20 s).

    Raises:
        Overtaken: a newer version is public; this one is not needed any more.
        PublicationFailed: ``files`` are not public, or it could not be shown that they are.
    """
    _check(files)
    shown = _may_follow(target, version, asked_for=asked_for or emergency)
    complete = {
        **files,
        PROOF: Proof(version=version, digest=digest_of(files), emergency=emergency).as_bytes(),
    }
    public, changed = version, True
    if shown and shown.digest == digest_of(files) and not wrong_files(target, sums_of(files)):
        public, changed, sums = shown.version, False, sums_of(files)
    else:
        target.put(version, complete)
        sums = sums_of(complete)
    wrong = wrong_files(target, sums)
    if eyes and not wrong:
        patience = PATIENCE_S if patience_s is None else patience_s
        wrong = _see(eyes, prompt(sums), patience_s=patience)
    now = target.current_version()
    if changed and now is not None and now < version:
        # A publisher who was late switched back; not every place can refuse that.
        target.put(version, complete)
        wrong, now = wrong_files(target, sums), target.current_version()
    _must_show(now, public, wrong=wrong, of=len(sums))
    return Published(
        version=public,
        digest=digest_of(files),
        files=len(files),
        bytes=sum(map(len, files.values())),
        verified_at=clock.now(),
        changed=changed,
    )


def wrong_files(eyes: Eyes, sums: Mapping[str, str]) -> list[str]:
    """The files that are missing or have another SHA-256 than ``sums`` says, by path.

    Raises:
        PublicationFailed: the place does not answer.
    """
    found = eyes.read_all(list(sums))
    return [path for path, wanted in sums.items() if _sum(found.get(path)) != wanted]


def prompt(sums: Mapping[str, str]) -> dict[str, str]:
    """The files that caches on the way to readers may keep for a moment only.

    The others (feeds, calendars, badges) are verified where they are stored.
    """
    news = kind_of("index.html").cache
    return {path: wanted for path, wanted in sums.items() if kind_of(path).cache == news}


def _sum(content: bytes | None) -> str | None:
    return None if content is None else sum_of(content)


def _may_follow(target: Target, version: int, *, asked_for: bool) -> Proof | None:
    public = target.current_version()
    shown = read_proof(target.read_all([PROOF]).get(PROOF)) if public is not None else None
    if shown and shown.emergency and not asked_for:
        raise emergency_stays(shown.version)
    if public is not None and public > version:
        raise overtaken(public, version)
    return shown


def _check(files: Mapping[str, bytes]) -> None:
    bad = [path for path in files if not safe_path(path)]
    if bad or "index.html" not in files:
        raise PublicationFailed(
            f"The page has a file with an unsafe name: {bad[0]!r}."
            if bad
            else "The page has no index.html.",
            way_out="Build the page again; if it stays, report it as a fault of Noroshi.",
        )


def _see(eyes: Eyes, sums: Mapping[str, str], *, patience_s: float) -> list[str]:
    """What is still wrong after a while: caches on the way to readers may need a moment."""
    give_up = time.monotonic() + patience_s
    wrong = wrong_files(eyes, sums)
    while wrong and time.monotonic() < give_up:
        threading.Event().wait(_PAUSE_S)
        wrong = wrong_files(eyes, {path: sums[path] for path in wrong})
    return wrong


def _must_show(public: int | None, version: int, *, wrong: Sequence[str], of: int) -> None:
    if public is not None and public > version:
        raise overtaken(public, version)
    if wrong or public != version:
        raise PublicationFailed(
            f"Version {version} was stored, but {len(wrong)} of {of} files read back "
            f"differently, first {wrong[0]}."
            if wrong
            else f"Version {version} was stored, but the target shows version {public}.",
            way_out="Publish again; if it fails again, look at the target's storage and caches.",
        )
