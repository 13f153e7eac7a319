"""Publication: whole old or whole new page, verified, never backwards, whoever dies meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from noroshi.kernel.errors import Invalid
from noroshi.pages.build import build
from noroshi.pages.publish import PROOF, Published, digest_of, publish
from noroshi.pages.registry import open_target
from noroshi.pages.target import Overtaken, PublicationFailed, Target
from noroshi.pages.targets.directory.target import DirectoryTarget
from tests.pages import kitsune
from tests.pages.conftest import StandingClock

CLOCK = StandingClock()


def at_directory(root: Path) -> Target:
    return open_target("directory", {"path": str(root)})


def small(version: int) -> dict[str, bytes]:
    """A page whose files all carry the version, so that a mixture shows."""
    body = f"version {version}\n".encode() * 200
    return {"index.html": body, "ja/index.html": body, "api/v2/summary.json": body}


def put(root: Path, version: int) -> Published:
    return publish(target=at_directory(root), version=version, files=small(version), clock=CLOCK)


def test_a_built_page_is_published_and_read_back(tmp_path: Path) -> None:
    files = build(kitsune.burning())
    done = publish(target=at_directory(tmp_path), version=7, files=files, clock=CLOCK)
    assert done == Published(
        version=7,
        digest=digest_of(files),
        files=len(files),
        bytes=sum(map(len, files.values())),
        verified_at=CLOCK.now(),
        changed=True,
    )
    for path, content in files.items():
        assert (tmp_path / "current" / path).read_bytes() == content
    assert digest_of(files).encode() in (tmp_path / "current" / PROOF).read_bytes()


def test_the_same_page_again_is_no_new_version_and_says_so(tmp_path: Path) -> None:
    put(tmp_path, 3)
    before = (tmp_path / "current").readlink()
    again = publish(target=at_directory(tmp_path), version=4, files=small(3), clock=CLOCK)
    assert not again.changed
    assert again.version == 3
    assert (tmp_path / "current").readlink() == before


def test_a_file_that_is_gone_from_the_page_is_gone_from_the_public(tmp_path: Path) -> None:
    put(tmp_path, 1)
    rest = {path: content for path, content in small(1).items() if path != "ja/index.html"}
    assert publish(target=at_directory(tmp_path), version=2, files=rest, clock=CLOCK).changed
    assert not (tmp_path / "current/ja/index.html").exists()


def test_an_older_version_never_replaces_a_newer_one(tmp_path: Path) -> None:
    put(tmp_path, 9)
    with pytest.raises(Overtaken):
        put(tmp_path, 8)
    with pytest.raises(Overtaken):
        at_directory(tmp_path).put(8, small(8))
    assert at_directory(tmp_path).current_version() == 9


def test_fifty_versions_are_kept(tmp_path: Path) -> None:
    for version in range(1, 56):
        at_directory(tmp_path).put(version, {"index.html": str(version).encode()})
    kept = sorted(entry.name for entry in (tmp_path / "versions").iterdir())
    assert len(kept) == 50
    assert kept[0].startswith("00000006-")


def test_readers_never_see_a_torn_or_missing_page_while_30_versions_are_published(
    tmp_path: Path,
) -> None:
    put(tmp_path, 1)
    stop, seen, wrong = threading.Event(), set[bytes](), list[str]()

    def reader() -> None:
        while not stop.is_set():
            version = (tmp_path / "current").resolve(strict=True)
            contents = {(version / path).read_bytes() for path in small(1)}
            if len(contents) != 1 or len(next(iter(contents)).splitlines()) != 200:
                wrong.append("torn")
            seen.update(contents)
            if not (tmp_path / "current" / "index.html").read_bytes():
                wrong.append("empty")

    readers = [threading.Thread(target=reader) for _ in range(3)]
    for thread in readers:
        thread.start()
    for version in range(2, 32):
        assert put(tmp_path, version).changed
    stop.set()
    for thread in readers:
        thread.join()
    assert wrong == []
    assert len(seen) > 1


def test_publishers_at_the_same_time_leave_the_newest_version(tmp_path: Path) -> None:
    def attempt(version: int) -> str:
        try:
            return "published" if put(tmp_path, version).changed else "same"
        except Overtaken:
            return "overtaken"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(1, 25)))
    assert set(outcomes) <= {"published", "overtaken"}
    assert at_directory(tmp_path).current_version() == 24
    assert (tmp_path / "current/index.html").read_bytes() == small(24)["index.html"]


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from noroshi.pages.registry import open_target

    class Files(dict):
        def items(self):
            for number, pair in enumerate(super().items()):
                if number == 2:
                    os.kill(os.getpid(), signal.SIGKILL)
                yield pair

    files = Files({"index.html": b"new", "ja/index.html": b"new", "api/x.json": b"new"})
    open_target("directory", {"path": sys.argv[1]}).put(2, files)
    """
)


def test_kill_9_while_publishing_leaves_the_old_page_and_the_next_one_works(tmp_path: Path) -> None:
    put(tmp_path, 1)
    outcome = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", KILLED, str(tmp_path)], check=False, env=os.environ
    )
    assert outcome.returncode == -signal.SIGKILL
    assert list((tmp_path / "versions").glob(".writing-*"))
    assert at_directory(tmp_path).current_version() == 1
    assert (tmp_path / "current/index.html").read_bytes() == small(1)["index.html"]
    assert put(tmp_path, 2).changed
    assert not list((tmp_path / "versions").glob(".writing-*"))


class Distorting:
    """A target whose storage changes what it is given."""

    def __init__(self) -> None:
        self.version: int | None = None

    def put(self, version: int, files: Mapping[str, bytes]) -> None:
        self.version = version

    def read(self, path: str) -> bytes:
        return b"something else"

    def read_all(self, paths: Collection[str]) -> Mapping[str, bytes]:
        return {path: self.read(path) for path in paths}

    def current_version(self) -> int | None:
        return self.version


def test_what_reads_back_differently_is_not_published() -> None:
    with pytest.raises(PublicationFailed) as refusal:
        publish(target=Distorting(), version=1, files=small(1), clock=CLOCK)
    assert "read back differently" in refusal.value.why
    assert refusal.value.way_out


class SwitchedBack(DirectoryTarget):
    """A place that cannot refuse: somebody late switches back to the older version, ``times``."""

    def __init__(self, root: Path, times: int) -> None:
        super().__init__(root)
        self.times = times

    def put(self, version: int, files: Mapping[str, bytes]) -> None:
        before = (self._root / "current").readlink()
        super().put(version, files)
        if self.times:
            self.times -= 1
            (self._root / "current").unlink()
            (self._root / "current").symlink_to(before)


def test_the_newer_version_is_shown_again_when_a_late_publisher_switched_back(
    tmp_path: Path,
) -> None:
    put(tmp_path, 1)
    place = SwitchedBack(tmp_path, times=1)
    assert publish(target=place, version=2, files=small(2), clock=CLOCK).changed
    assert (tmp_path / "current/index.html").read_bytes() == small(2)["index.html"]
    place = SwitchedBack(tmp_path, times=2)
    with pytest.raises(PublicationFailed):
        publish(target=place, version=3, files=small(3), clock=CLOCK)


class Overrun(DirectoryTarget):
    """A place where somebody publishes version 9 the moment that ours is there."""

    def put(self, version: int, files: Mapping[str, bytes]) -> None:
        super().put(version, files)
        if version < 9:
            self.put(9, files)


def test_who_is_overrun_while_reading_back_is_told_that_a_newer_version_is_public(
    tmp_path: Path,
) -> None:
    with pytest.raises(Overtaken) as refusal:
        publish(target=Overrun(tmp_path), version=5, files=small(5), clock=CLOCK)
    assert refusal.value.public == 9


def test_the_public_version_is_never_swept_however_old_it_is(tmp_path: Path) -> None:
    for version in range(2, 60):
        at_directory(tmp_path).put(version, {"index.html": str(version).encode()})
    (tmp_path / "current").unlink()  # somebody's mistake; then the numbers begin anew
    put(tmp_path, 1)
    assert (tmp_path / "current/index.html").read_bytes() == small(1)["index.html"]


def test_a_version_that_somebody_changed_on_disk_is_written_anew(tmp_path: Path) -> None:
    put(tmp_path, 1)
    (tmp_path / "current/index.html").write_bytes(b"defaced")
    assert put(tmp_path, 1).changed
    assert (tmp_path / "current/index.html").read_bytes() == small(1)["index.html"]


@pytest.mark.parametrize("path", ["../up.html", "/etc/passwd", "a//b", "a/./b", ".hidden", "x\0y"])
def test_a_file_that_would_leave_the_page_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(PublicationFailed):
        publish(
            target=at_directory(tmp_path),
            version=1,
            files={"index.html": b"x", path: b"y"},
            clock=CLOCK,
        )
    with pytest.raises(PublicationFailed):
        at_directory(tmp_path).read(path)


def test_a_place_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(PublicationFailed) as refusal:
        put(blocked, 1)
    assert "could not be written" in refusal.value.why
    assert "the public still sees the last page" in refusal.value.way_out


def test_the_registry_names_what_is_missing() -> None:
    with pytest.raises(Invalid, match="no page target of the kind"):
        open_target("carrier-pigeon", {})
    with pytest.raises(Invalid) as refusal:
        open_target("directory", {})
    assert refusal.value.field == "path"
