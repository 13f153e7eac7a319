"""Publish a built page and prove it: every file is read back from the target and compared.

Anything that cannot be shown to be public is "not published" (reliability reference, section 3).
Beside the page lies ``publication.json`` with version and digest, for checks from outside.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from noroshi.kernel.clock import Clock
from noroshi.pages.target import PublicationFailed, Target, overtaken, safe_path

PROOF = "publication.json"


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


def publish(*, target: Target, version: int, files: Mapping[str, bytes], clock: Clock) -> Published:
    """Make ``files`` public as ``version`` and verify it.

    Raises:
        Overtaken: a newer version is public; this one is not needed any more.
        PublicationFailed: ``files`` are not public, or it could not be shown that they are.
    """
    _check(files)
    public = target.current_version()
    if public is not None and public > version:
        raise overtaken(public, version)
    digest = digest_of(files)
    changed = _shown_digest(target) != digest or bool(_differing(target, files))
    if changed:
        complete = {**files, PROOF: _proof(version, digest)}
        target.put(version, complete)
        _verify(target, version, complete)
    return Published(
        version=version if changed or public is None else public,
        digest=digest,
        files=len(files),
        bytes=sum(map(len, files.values())),
        verified_at=clock.now(),
        changed=changed,
    )


def digest_of(files: Mapping[str, bytes]) -> str:
    """One SHA-256 for a set of files: paths, lengths and contents, in the order of paths."""
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{path}\0{len(files[path])}\0".encode())
        whole.update(hashlib.sha256(files[path]).digest())
    return whole.hexdigest()


def _check(files: Mapping[str, bytes]) -> None:
    bad = [path for path in files if not safe_path(path)]
    if bad or "index.html" not in files:
        raise PublicationFailed(
            f"The page has a file with an unsafe name: {bad[0]!r}."
            if bad
            else "The page has no index.html.",
            way_out="Build the page again; if it stays, report it as a fault of Noroshi.",
        )


def _verify(target: Target, version: int, files: Mapping[str, bytes]) -> None:
    wrong = _differing(target, files)
    public = target.current_version()
    if public is not None and public > version:
        raise overtaken(public, version)
    if wrong or public != version:
        raise PublicationFailed(
            f"Version {version} was stored, but {len(wrong)} of {len(files)} files read back "
            f"differently, first {wrong[0]}."
            if wrong
            else f"Version {version} was stored, but the target shows version {public}.",
            way_out="Publish again; if it fails again, look at the target's storage and caches.",
        )


def _proof(version: int, digest: str) -> bytes:
    return json.dumps({"version": version, "digest": digest}).encode()


def _shown_digest(target: Target) -> str | None:
    """The digest of the page that is public; it also tells of files that are gone."""
    try:
        return str(json.loads(target.read(PROOF))["digest"])
    except (PublicationFailed, ValueError, KeyError, TypeError):
        return None


def _differing(target: Target, files: Mapping[str, bytes]) -> list[str]:
    return [path for path, content in files.items() if _sum(target, path) != _sha256(content)]


def _sum(target: Target, path: str) -> bytes | None:
    try:
        return _sha256(target.read(path))
    except PublicationFailed:
        return None


def _sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
