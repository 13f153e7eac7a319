"""Versions as folders where only SFTP is spoken; the link is switched by a rename.

OpenSSH's ``posix-rename`` replaces the link in one step. The protocol knows no conditional write,
so the link is looked at right before and right after the switch; if an older version wins a race
all the same, the watch finds it within a minute.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath

from noroshi.kernel.errors import Invalid
from noroshi.pages.layout import (
    CURRENT,
    VERSIONS,
    folder_of,
    not_there,
    outdated,
    read_in,
    write_out,
)
from noroshi.pages.program import run
from noroshi.pages.proof import PROOF, read_proof
from noroshi.pages.ssh import host_of, ssh_options
from noroshi.pages.target import overtaken, safe_path

_PLAIN = re.compile(r"/[A-Za-z0-9/._-]*")
_FRESH = ".current-new"
_KEPT_S = 5
"""How long the connection stays open for the next command."""


class SftpTarget:
    """Publishes below ``directory`` of ``host``."""

    def __init__(self, host: str, directory: str, ssh: Sequence[str]) -> None:
        self._host = host
        self._root = directory.rstrip("/")
        self._ssh = [*ssh, *_one_connection()]

    def put(self, version: int, files: Mapping[str, bytes]) -> None:
        """Send a folder of its own, then switch the link."""
        self._must_lead(version)
        name = folder_of(version, files)
        with _workshop() as place:
            write_out(place / name, files)
            folder = f"{self._root}/{VERSIONS}/{name}"
            self._sftp(
                [
                    f"-mkdir {self._root}/{VERSIONS}",
                    f"-mkdir {folder}",
                    f"put -R {place / name}/. {folder}/",
                ],
                what="send the version",
            )
        self._must_lead(version)
        self._sftp(
            [
                f"-rm {self._root}/{_FRESH}",
                f"symlink {VERSIONS}/{name} {self._root}/{_FRESH}",
                f"rename {self._root}/{_FRESH} {self._root}/{CURRENT}",
            ],
            what="switch to the version",
        )
        self._sweep(name)

    def read(self, path: str) -> bytes:
        """The public content of ``path``."""
        found = self.read_all([path]) if safe_path(path) else {}
        if path not in found:
            raise not_there(path)
        return found[path]

    def read_all(self, paths: Collection[str]) -> Mapping[str, bytes]:
        """The public content of ``paths``, as far as it is there."""
        plain = [path for path in paths if safe_path(path)]
        with _workshop() as place:
            for path in plain:
                (place / path).parent.mkdir(parents=True, exist_ok=True)
            words = [f"-get {self._root}/{CURRENT}/{path} {place / path}" for path in plain]
            self._sftp(words, what="read the page back")
            return read_in(place, plain)

    def current_version(self) -> int | None:
        """The version in the proof: servers do not tell where a link leads."""
        proof = read_proof(self.read_all([PROOF]).get(PROOF))
        return proof.version if proof else None

    def _must_lead(self, version: int) -> None:
        public = self.current_version()
        if public is not None and public > version:
            raise overtaken(public, version)

    def _sweep(self, public: str) -> None:
        listed = self._sftp([f"-ls -1 {self._root}/{VERSIONS}"], what="look at old versions")
        names = [PurePosixPath(line.strip()).name for line in listed.splitlines()]
        for name in outdated(names, public=public):
            self._remove(f"{self._root}/{VERSIONS}/{name}")

    def _remove(self, folder: str) -> None:
        """SFTP removes nothing that is not empty: files first, then folders from the inside."""
        files, folders = self._inside([folder])
        inside_out = sorted(folders, key=lambda path: -path.count("/"))
        words = [f"-rm {path}" for path in files] + [f"-rmdir {path}" for path in inside_out]
        self._sftp([*words, f"-rmdir {folder}"], what="remove an old version")

    def _inside(self, roots: Iterable[str]) -> tuple[list[str], list[str]]:
        files: list[str] = []
        folders: list[str] = []
        waiting = list(roots)
        while waiting:
            root = waiting.pop()
            listed = self._sftp([f"-ls -l {root}"], what="look at an old version")
            for line in listed.splitlines():
                if line[:1] not in {"d", "-"}:
                    continue
                path = f"{root}/{PurePosixPath(line.split()[-1]).name}"
                (folders if line[0] == "d" else files).append(path)
                waiting += [path] if line[0] == "d" else []
        return files, folders

    def _sftp(self, words: Sequence[str], *, what: str) -> str:
        """Run commands one after another; one that begins with a hyphen may fail."""
        argv = ["sftp", "-q", *self._ssh, "-b", "-", self._host]
        done = run(argv, what=what, given="".join(f"{word}\n" for word in words).encode())
        lines = done.stdout.decode(errors="replace").splitlines()
        return "\n".join(line for line in lines if not line.startswith("sftp> "))


def _one_connection() -> list[str]:
    """A publication takes several commands: the connection of the first serves them all."""
    options = (
        "ControlMaster=auto", f"ControlPath={_meeting_place()}/%C", f"ControlPersist={_KEPT_S}"
    )  # fmt: skip
    return [word for option in options for word in ("-o", option)]


@lru_cache(maxsize=1)
def _meeting_place() -> str:
    """Where commands of this process find the open connection; nobody else may look into it."""
    place = tempfile.mkdtemp(prefix="nrs-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


@contextmanager
def _workshop() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="noroshi-sftp-") as place:
        yield Path(place)


def open_sftp(settings: Mapping[str, str]) -> SftpTarget:
    """The target.

    Raises:
        Invalid: a name that is no machine, or a directory that is no plain full path.
    """
    host = host_of(settings["host"], field="host")
    if not _PLAIN.fullmatch(settings["directory"]):
        raise Invalid(
            "The directory is not a plain full path.",
            way_out="Use letters, digits, dots and hyphens, for example /srv/status.",
            field="directory",
        )
    return SftpTarget(host, settings["directory"], ssh_options(settings))
