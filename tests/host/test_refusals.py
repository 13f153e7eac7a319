"""What cannot work is said in one sentence, with the way out, and nothing is left running."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from noroshi.host.embedded import EmbeddedPostgres
from noroshi.host.register import Register
from noroshi.kernel.errors import SetupProblem
from tests.host.stage import give_to_ordinary_user, run_python, tool

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[[Path], EmbeddedPostgres]

START = """
import sys
from pathlib import Path
from noroshi.host.embedded import EmbeddedPostgres
from noroshi.kernel.errors import SetupProblem
try:
    with EmbeddedPostgres(Path(sys.argv[1]), durable=False) as server:
        print(server.url)
except SetupProblem as problem:
    sys.exit(f"{problem.why} | {problem.way_out}")
"""


def test_a_second_supervisor_is_told_who_holds_the_first(
    server: EmbeddedPostgres, place: Path, server_in: Make
) -> None:
    with pytest.raises(
        SetupProblem, match=rf"already running .*process {os.getpid()} of \w+"
    ) as it:
        server_in(place / "data").start()
    assert "Stop that one first" in it.value.way_out
    assert server.child.is_running()


def test_the_programs_of_a_data_directory_have_one_supervisor_too(place: Path) -> None:
    first, second = Register(place), Register(place)
    first.open()
    with pytest.raises(SetupProblem, match=f"process {os.getpid()} of"):
        second.open()
    first.close()
    second.open()
    second.close()


def test_a_directory_that_cannot_be_written_is_named(place: Path) -> None:
    locked = place / "locked"
    locked.mkdir(mode=0o555)
    code, said = run_python(START, locked / "data", ordinary=True)
    assert code == 1
    assert f"{locked / 'data'} cannot be written" in said
    assert "choose another data directory" in said


def test_a_file_is_not_a_data_directory(place: Path, server_in: Make) -> None:
    (place / "data").write_text("mine")
    with pytest.raises(SetupProblem, match="is not a directory"):
        server_in(place / "data").start()
    with pytest.raises(SetupProblem, match="is not a directory"):
        server_in(place / "data" / "below").start()


@pytest.mark.parametrize("foreign", ["17", "19"])
def test_a_database_of_another_major_version_is_refused(
    foreign: str, place: Path, server_in: Make
) -> None:
    cluster = place / f"data/postgres/pg{foreign}"
    cluster.mkdir(parents=True)
    for directory in (place / "data", place / "data/postgres"):
        directory.chmod(0o711)
    (cluster / "PG_VERSION").write_text(f"{foreign}\n")
    with pytest.raises(SetupProblem, match=f"made by PostgreSQL {foreign}") as it:
        server_in(place / "data").start()
    assert "pg_dump" in it.value.way_out
    assert not (place / "data/postgres/pg18").exists()


def test_a_user_without_a_name_is_told(place: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("NOT RUN: only root can become a user id that has no name")
    nameless = ["setpriv", "--reuid=54321", "--regid=54321", "--clear-groups"]
    nameless += ["--inh-caps=-all,+dac_read_search", "--ambient-caps=+dac_read_search"]
    home = place / "theirs"
    home.mkdir()
    os.chown(home, 54321, 54321)
    code, said = run_python(START, home, become=nameless)
    assert code == 1
    assert "User id 54321 has no name" in said
    assert "DATABASE_URL" in said


def test_a_machine_without_the_programs_is_told(place: Path) -> None:
    without_wheel = "import sys; sys.path = [p for p in sys.path if 'site-packages' not in p]\n"
    code, said = run_python(without_wheel + START, place / "data")
    assert code == 1
    assert "does not work on this machine" in said
    assert "DATABASE_URL" in said


def test_a_full_disk_is_told_before_anything_is_made(place: Path, server_in: Make) -> None:
    disk = place / "disk"
    disk.mkdir()
    with small_disk(disk, "size=30m"):
        with pytest.raises(SetupProblem, match="not enough space left"):
            server_in(disk / "data").start()
        assert not (disk / "data/postgres/pg18").exists()


def test_a_disk_that_filled_up_later_is_told(place: Path, server_in: Make) -> None:
    disk = place / "disk"
    disk.mkdir()
    with small_disk(disk, "size=200m"):
        server = server_in(disk / "data")
        server.start()
        server.stop()
        fill(disk / "ballast")
        with pytest.raises(SetupProblem, match="not enough space left"):
            server.start()
        (disk / "ballast").unlink()
        server.start()
        server.stop()


def fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass


class small_disk:  # noqa: N801 - reads as a verb phrase in a with statement
    """A mounted file system of its own, for root on Linux."""

    def __init__(self, directory: Path, options: str) -> None:
        self._directory, self._options = directory, options

    def __enter__(self) -> None:
        if os.geteuid() != 0 or not shutil.which("mount"):
            pytest.skip("NOT RUN: a small disk can be mounted by root only")
        options = f"{self._options},mode=0711"
        done = tool("mount", "-t", "tmpfs", "-o", options, "none", self._directory)
        if done.returncode:
            pytest.skip(f"NOT RUN: mounting is not allowed here: {done.stderr}")

    def __exit__(self, *_: object) -> None:
        tool("umount", self._directory)


def test_what_postgresql_says_when_it_gives_up_is_passed_on(
    server: EmbeddedPostgres, place: Path
) -> None:
    server.stop()
    with (place / "data/postgres/pg18/postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    with pytest.raises(
        SetupProblem, match=r"does not start: .*(no_such_setting|contains errors)"
    ) as it:
        server.start()
    assert "postgres.log" in it.value.way_out


def test_mallory_cannot_prepare_the_place_of_the_socket(server: EmbeddedPostgres) -> None:
    run = Path(str(server.url).split("host=")[1])
    server.stop()
    run.chmod(0o777)
    with pytest.raises(SetupProblem, match="not a private directory"):
        server.start()


def test_the_database_of_another_user_is_not_touched(place: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("NOT RUN: only root can make a directory of another user")
    theirs = give_to_ordinary_user(place / "theirs")
    code, said = run_python(START, theirs, ordinary=True)
    assert code == 0, said
    with pytest.raises(SetupProblem, match="belongs to another user") as it:
        EmbeddedPostgres(theirs).start()
    assert "as that user" in it.value.way_out
