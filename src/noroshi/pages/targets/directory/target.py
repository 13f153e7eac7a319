"""Versions as folders and one symbolic link that moves: whole old page or whole new page.

    <root>/versions/00000042-1f2e3d4c5b6a/…   immutable once it has its name
    <root>/current -> versions/00000042-…     switched by one rename
    <root>/.lock                              held while writing

A folder gets its name only when all its files are on the disk, and the link is switched after
that; a crash at any point leaves the old page, and the next publication sweeps up.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from noroshi.pages.target import PublicationFailed, overtaken, safe_path

KEPT = 50
_WRITING = ".writing-"
_TURN_S = 10.0
"""How long to wait for another publisher; longer, and the disk itself must be in trouble."""


class DirectoryTarget:
    """Publishes to ``root``, which is made on the first publication."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._versions = root / "versions"
        self._current = root / "current"

    def put(self, version: int, files: Mapping[str, bytes]) -> None:
        """Write ``files`` beside the public page, then switch to them at once."""
        try:
            self._versions.mkdir(parents=True, exist_ok=True)
            with self._alone():
                public = self.current_version()
                if public is not None and public > version:
                    raise overtaken(public, version)
                self._switch_to(self._write(version, files))
                self._sweep()
        except OSError as fault:
            raise PublicationFailed(
                f"The page could not be written to {self._root}: {fault.strerror or fault}.",
                way_out="Check that the directory exists, may be written to and has free space; "
                "the public still sees the last page.",
            ) from fault

    def read(self, path: str) -> bytes:
        """The public content of ``path``."""
        if not safe_path(path):
            raise PublicationFailed(
                f"{path!r} is not a path of a page.", way_out="Ask for a file of the page."
            )
        try:
            return (self._current / path).read_bytes()
        except OSError as fault:
            raise PublicationFailed(
                f"{path} cannot be read: {fault.strerror or fault}.",
                way_out="Publish the page again.",
            ) from fault

    def read_all(self, paths: Collection[str]) -> Mapping[str, bytes]:
        """The public content of ``paths``, as far as it is there."""
        found = {}
        for path in paths:
            try:
                found[path] = self.read(path)
            except PublicationFailed:
                continue
        return found

    def current_version(self) -> int | None:
        """The number in the name of the folder that ``current`` points to."""
        try:
            name = self._current.readlink().name
        except OSError:
            return None
        number = name.partition("-")[0]
        return int(number) if number.isdecimal() else None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one publisher at a time; the system lets go of the lock when one dies."""
        give_up = time.monotonic() + _TURN_S
        with (self._root / ".lock").open("a") as lock:
            while not _taken(lock.fileno()):
                if time.monotonic() > give_up:
                    raise OSError(errno.EBUSY, "another publisher has been writing for too long")
                threading.Event().wait(0.01)
            yield

    def _write(self, version: int, files: Mapping[str, bytes]) -> Path:
        final = self._versions / f"{version:08d}-{_short_hash(files)}"
        if _holds(final, files):
            return final  # left by a publisher that died before the switch
        copies = sum(entry.name.startswith(final.name) for entry in self._versions.iterdir())
        if copies:
            final = final.with_name(f"{final.name}-{copies + 1}")  # somebody changed the first
        draft = self._versions / f"{_WRITING}{final.name}"
        shutil.rmtree(draft, ignore_errors=True)
        for path, content in files.items():
            if not _same(self._current / path, content, to=draft / path):
                _store(draft / path, content)
        for folder, _, _ in os.walk(draft, topdown=False):
            _sync(Path(folder))
        draft.rename(final)
        _sync(self._versions)
        return final

    def _switch_to(self, folder: Path) -> None:
        fresh = self._root / ".current-new"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path("versions") / folder.name)
        fresh.rename(self._current)
        _sync(self._root)

    def _sweep(self) -> None:
        """Keep the last 50 versions; drop what a dead publisher left half written."""
        names = sorted(entry.name for entry in self._versions.iterdir())
        whole = [name for name in names if not name.startswith(_WRITING)]
        public = self._current.readlink().name
        old = [name for name in whole[:-KEPT] if name != public]
        for name in old + [name for name in names if name.startswith(_WRITING)]:
            shutil.rmtree(self._versions / name, ignore_errors=True)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _same(public: Path, content: bytes, *, to: Path) -> bool:
    """Share a file that did not change with the public version: nothing is written or synced."""
    try:
        if public.read_bytes() != content:
            return False
        to.parent.mkdir(parents=True, exist_ok=True)
        to.hardlink_to(public.resolve(strict=True))
    except OSError:
        return False
    return True


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    try:
        return all((folder / path).read_bytes() == content for path, content in files.items())
    except OSError:
        return False


def _short_hash(files: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{path}\0{len(files[path])}\0".encode() + files[path])
    return whole.hexdigest()[:12]


def _store(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
