"""Whatever state the last server was left in, the next start works."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from noroshi.host.account import database_account
from noroshi.host.embedded import EmbeddedPostgres
from noroshi.host.postmaster import is_postmaster_of, read_status
from tests.host.stage import alive, ask, do, eventually, tool

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[[Path], EmbeddedPostgres]


def postmaster(server: EmbeddedPostgres) -> int:
    assert server.child.pid
    return server.child.pid


def kill(server: EmbeddedPostgres) -> None:
    os.kill(postmaster(server), signal.SIGKILL)
    server.child.wait(10)


def children_of(pid: int) -> list[int]:
    return [int(word) for word in tool("ps", "-o", "pid=", "--ppid", str(pid)).stdout.split()]


def test_a_killed_server_comes_back_with_its_data(server: EmbeddedPostgres) -> None:
    do(server.url, "CREATE TABLE kept AS SELECT 7 AS answer")
    before = postmaster(server)
    kill(server)
    server.ensure_running()
    assert postmaster(server) != before
    assert ask(server.url, "SELECT answer FROM kept") == 7


def test_a_running_server_is_left_alone(server: EmbeddedPostgres) -> None:
    before = postmaster(server)
    server.ensure_running()
    assert postmaster(server) == before


def test_a_busy_child_of_a_killed_server_does_not_block_the_next(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url) as connection:
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        kill(server)
        server.ensure_running()
        assert not alive(backend)
    assert ask(server.url, "SELECT 1") == 1


def test_a_frozen_server_goes_on_where_it_was(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (answer int)")
        family = [postmaster(server), *children_of(postmaster(server))]
        for pid in family:
            os.kill(pid, signal.SIGSTOP)
        for pid in family:
            os.kill(pid, signal.SIGCONT)
        connection.execute("INSERT INTO kept VALUES (7)")
    assert ask(server.url, "SELECT answer FROM kept") == 7


def test_a_frozen_server_can_be_stopped(server: EmbeddedPostgres) -> None:
    os.kill(postmaster(server), signal.SIGSTOP)
    server.stop()
    assert not server.child.is_running()


def test_a_server_without_supervisor_is_stopped_first(
    server: EmbeddedPostgres, place: Path
) -> None:
    argv = list(server.child.program.argv)
    server.stop()
    orphan = start_without_supervisor(argv, place / "data/postgres/pg18")
    do(server_url(place), "CREATE TABLE kept AS SELECT 7 AS answer")
    url = server.start()
    assert orphan.wait(10) == 0
    assert ask(url, "SELECT answer FROM kept") == 7


def test_a_frozen_server_without_supervisor_is_stopped_too(
    server: EmbeddedPostgres, place: Path
) -> None:
    argv = list(server.child.program.argv)
    server.stop()
    orphan = start_without_supervisor(argv, place / "data/postgres/pg18")
    orphan.send_signal(signal.SIGSTOP)
    assert ask(server.start(), "SELECT 1") == 1
    assert orphan.wait(10) == 0


def start_without_supervisor(argv: list[str], cluster: Path) -> subprocess.Popen[bytes]:
    account = database_account(cluster)
    other = account.uid != os.geteuid()
    orphan = subprocess.Popen(  # noqa: S603
        argv,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        user=account.uid if other else None,
        group=account.gid if other else None,
        extra_groups=[] if other else None,
    )

    def ready() -> bool:
        status = read_status(cluster)
        return status is not None and status.pid == orphan.pid and status.ready

    assert eventually(ready)
    return orphan


def server_url(place: Path) -> str:
    return f"postgresql://app@/noroshi?host={place / 'data/postgres/run'}"


def test_a_reused_process_number_is_not_mistaken_for_the_server(
    server: EmbeddedPostgres, place: Path
) -> None:
    cluster = place / "data/postgres/pg18"
    text = (cluster / "postmaster.pid").read_text()
    server.stop()
    with subprocess.Popen(["/bin/sleep", "60"]) as innocent:
        assert not is_postmaster_of(innocent.pid, cluster)
        reused = text.replace(text.splitlines()[0], str(innocent.pid), 1)
        (cluster / "postmaster.pid").write_text(reused)
        assert ask(server.start(), "SELECT 1") == 1
        assert innocent.poll() is None
        innocent.kill()


@pytest.mark.parametrize("content", ["", "not a number\n", "\x00\x00\x00"])
def test_a_broken_pid_file_is_no_obstacle(
    content: str, server: EmbeddedPostgres, place: Path
) -> None:
    server.stop()
    (place / "data/postgres/pg18/postmaster.pid").write_text(content)
    assert ask(server.start(), "SELECT 1") == 1


def test_an_interrupted_first_start_is_begun_again(place: Path, server_in: Make) -> None:
    half = place / "data/postgres/pg18.new"
    half.mkdir(parents=True)
    for directory in (place / "data", place / "data/postgres"):
        directory.chmod(0o711)
    (half / "PG_VERSION").write_text("18\n")
    assert ask(server_in(place / "data").start(), "SELECT 1") == 1
    assert not half.exists()
