"""Objects under the names that readers ask for; the proof, written last, is the pointer.

    <prefix>index.html, ja/index.html, …         what readers get
    <prefix>publication.json                     the pointer: conditional, after everything else
    <prefix>_versions/claim.json                 the newest version that somebody began to write
    <prefix>_versions/sums/00000042.json         the files of a version by path: their SHA-256
    <prefix>_versions/files/<SHA-256>            each content once

A bucket has no links, so names change one by one: each file is whole and complete in itself, and
the front pages change last. Only what differs from the bucket's own list (MD5) is uploaded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping

from noroshi.pages.proof import PROOF, read_proof, sums_of
from noroshi.pages.target import PublicationFailed, overtaken, safe_path
from noroshi.pages.targets.s3.abreast import abreast
from noroshi.pages.targets.s3.store import LostRace, Store, Stored

KEPT = 50
_SLACK = 10
"""Old versions are removed ten at a time: finding out what they alone hold takes many requests."""
_VERSIONS = "_versions/"
_FILES = f"{_VERSIONS}files/"
_SUMS = f"{_VERSIONS}sums/"
_CLAIM = f"{_VERSIONS}claim.json"


class S3Target:
    """Publishes below a prefix of a bucket."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, version: int, files: Mapping[str, bytes]) -> None:
        """Write what differs, then the front pages, then the pointer."""
        pointer = self._store.get(PROOF)
        self._must_lead(pointer, version)
        self._claim(version)
        there = self._store.tags(past=_VERSIONS)
        changed = [p for p in files if p != PROOF and there.get(p) != _md5(files[p])]
        self._keep(version, files, after=_version(pointer))
        self._must_hold(version)
        for group in (_inner(changed), _front(changed)):
            abreast(lambda path: self._store.put(path, files[path]), group)
        self._must_hold(version)
        try:
            self._store.put_after(PROOF, files[PROOF], seen=pointer)
        except LostRace:
            self._must_lead(self._store.get(PROOF), version)
            raise _another() from None
        self._store.remove(sorted(set(there) - set(files)))
        self._sweep()

    def read(self, path: str) -> bytes:
        """The object at ``path``."""
        stored = self._store.get(path) if safe_path(path) else None
        if stored is None:
            raise PublicationFailed(f"{path!r} is not there.", way_out="Publish the page again.")
        return stored.content

    def read_all(self, paths: Collection[str]) -> Mapping[str, bytes]:
        """The objects at ``paths``, as far as they are there."""
        found = zip(paths, abreast(self._store.get, paths), strict=True)
        return {path: stored.content for path, stored in found if stored}

    def current_version(self) -> int | None:
        """The version in the pointer."""
        return _version(self._store.get(PROOF))

    def _claim(self, version: int) -> None:
        """Say that ``version`` is being written: an older one stops, two never mix."""
        claim = self._store.get(_CLAIM)
        self._must_lead(claim, version)
        mine = json.dumps({"version": version, "digest": ""}).encode()
        try:
            self._store.put_after(_CLAIM, mine, seen=claim)
        except LostRace:
            self._must_lead(self._store.get(_CLAIM), version)
            raise _another() from None

    def _must_hold(self, version: int) -> None:
        self._must_lead(self._store.get(_CLAIM), version)

    def _must_lead(self, stored: Stored | None, version: int) -> None:
        other = _version(stored)
        if other is not None and other > version:
            raise overtaken(other, version)

    def _keep(self, version: int, files: Mapping[str, bytes], *, after: int | None) -> None:
        sums = sums_of(files)
        known = set() if after is None else self._sums(_manifest(after))
        fresh = {sums[path]: content for path, content in files.items() if sums[path] not in known}
        abreast(lambda name: self._store.put(f"{_FILES}{name}", fresh[name]), fresh)
        self._store.put(_manifest(version), json.dumps(sums).encode())

    def _sweep(self) -> None:
        """Keep the last 50 versions and what they are made of."""
        versions = sorted(self._store.tags(_SUMS))
        if len(versions) < KEPT + _SLACK:
            return
        used = set().union(*abreast(self._sums, versions[-KEPT:]))
        there = self._store.tags(_FILES)
        unused = [key for key in there if key.removeprefix(_FILES) not in used]
        self._store.remove([*versions[:-KEPT], *unused])

    def _sums(self, key: str) -> set[str]:
        stored = self._store.get(key)
        return set(json.loads(stored.content).values()) if stored else set()


def _manifest(version: int) -> str:
    return f"{_SUMS}{version:08d}.json"


def _front(paths: Collection[str]) -> list[str]:
    return [path for path in paths if path.endswith("index.html")]


def _inner(paths: Collection[str]) -> list[str]:
    return [path for path in paths if not path.endswith("index.html")]


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _version(stored: Stored | None) -> int | None:
    proof = read_proof(stored.content) if stored else None
    return proof.version if proof else None


def _another() -> PublicationFailed:
    return PublicationFailed(
        "Another publisher wrote to the same place at the same moment.",
        way_out="Nothing has to be done: Noroshi looks again.",
    )
