"""Versions as folders on another machine, and one link that rsync switches by a rename.

Unchanged files are links to those of the version before (``--link-dest``), compared by checksum.
rsync knows no conditional write, so the link is looked at right before and right after the switch;
if an older version wins a race all the same, the watch finds it within a minute.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from noroshi.kernel.errors import Invalid
from noroshi.pages.layout import (
    CURRENT,
    VERSIONS,
    folder_of,
    not_there,
    outdated,
    read_in,
    version_of,
    write_out,
)
from noroshi.pages.program import run
from noroshi.pages.ssh import CONNECT_S, host_of, ssh_options
from noroshi.pages.target import PublicationFailed, overtaken, safe_path

_NOTHING_THERE = (23,)
_OK = (0,)


class RsyncTarget:
    """Publishes below ``destination``: a full path, with a machine and a colon before it or not."""

    def __init__(self, destination: str, ssh: Sequence[str]) -> None:
        self._destination = destination.rstrip("/")
        self._shell = " ".join(["ssh", *ssh])

    def put(self, version: int, files: Mapping[str, bytes]) -> None:
        """Send what differs into a folder of its own, then switch the link."""
        public = self._public()
        self._must_lead(public, version)
        name = folder_of(version, files)
        with _workshop() as place:
            write_out(place / VERSIONS / name, files)
            (place / CURRENT).symlink_to(Path(VERSIONS) / name)
            self._send(place, name, after=public)
            self._must_lead(self._public(), version)
            self._rsync("-l", place / CURRENT, self._at(""), what="switch to the version")
        self._sweep(f"{VERSIONS}/{name}")

    def read(self, path: str) -> bytes:
        """The public content of ``path``."""
        found = self.read_all([path]) if safe_path(path) else {}
        if path not in found:
            raise not_there(path)
        return found[path]

    def read_all(self, paths: Collection[str]) -> Mapping[str, bytes]:
        """The public content of ``paths``, as far as it is there."""
        with _workshop() as place:
            wanted = "".join(f"{path}\n" for path in paths if safe_path(path))
            self._rsync(
                "-L", "--files-from=-", self._at(f"{CURRENT}/"), place,
                what="read the page back", given=wanted.encode(), accept=(*_OK, *_NOTHING_THERE),
            )  # fmt: skip
            return read_in(place, paths)

    def current_version(self) -> int | None:
        """The number in the name of the folder that the link points to."""
        return version_of(self._public())

    def _public(self) -> str:
        """Where the link points to; "" for nowhere."""
        listed = self._rsync(
            "-l", "--list-only", self._at(CURRENT),
            what="look at the page", accept=(*_OK, *_NOTHING_THERE),
        )  # fmt: skip
        return listed.decode().strip().partition(" -> ")[2]

    def _must_lead(self, public: str, version: int) -> None:
        other = version_of(public)
        if other is not None and other > version:
            raise overtaken(other, version)

    def _send(self, place: Path, name: str, *, after: str) -> None:
        if not after:  # perhaps the first version of all: make the folders
            self._rsync(
                "-d", "--mkpath", f"{place / VERSIONS}", self._at(""), what="make the directory"
            )
        self._rsync(
            "-r", "--checksum", "--delete", *([f"--link-dest=../../{after}"] if after else []),
            f"{place / VERSIONS / name}/", self._at(f"{VERSIONS}/{name}/"),
            what="send the version",
        )  # fmt: skip

    def _sweep(self, public: str) -> None:
        listed = self._rsync("--list-only", self._at(f"{VERSIONS}/"), what="look at old versions")
        folders = [line.rpartition(b" ")[2].decode() for line in listed.splitlines()]
        old = outdated(folders, public=public.rpartition("/")[2])
        if not old:
            return
        with _workshop() as empty:
            self._rsync(
                "-r", "--delete", *(f"--include=/{name}/***" for name in old), "--exclude=*",
                f"{empty}/", self._at(f"{VERSIONS}/"), what="remove old versions",
            )  # fmt: skip

    def _at(self, path: str) -> str:
        return f"{self._destination}/{path}"

    def _rsync(
        self, *words: str | Path, what: str, given: bytes = b"", accept: Sequence[int] = _OK
    ) -> bytes:
        argv = ["rsync", f"--timeout={2 * CONNECT_S}", "-e", self._shell, *words]
        done = run(argv, what=what, given=given, accept=accept)
        if done.returncode and b"No such file" not in done.stderr:
            raise PublicationFailed(
                f"rsync could not {what}: {done.stderr.decode(errors='replace').strip()[-300:]}",
                way_out="Check the rights on the other machine; Noroshi tries again by itself.",
            )
        return done.stdout


@contextmanager
def _workshop() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="noroshi-rsync-") as place:
        yield Path(place)


def open_rsync(settings: Mapping[str, str]) -> RsyncTarget:
    """The target.

    Raises:
        Invalid: a destination that names no full path, or no machine.
    """
    machine, colon, path = settings["destination"].rpartition(":")
    if colon:
        host_of(machine, field="destination")
    if not Path(path).is_absolute() or any(not part.isprintable() for part in path):
        raise Invalid(
            "The destination is not a full path.",
            way_out="Write it as user@host:/full/path.",
            field="destination",
        )
    return RsyncTarget(settings["destination"], ssh_options(settings))
