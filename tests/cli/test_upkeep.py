"""Jobs, pages, the log, and the doctor."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from noroshi.cli.checkup import of_surroundings
from noroshi.jobs.board import failed_jobs
from noroshi.jobs.payloads import LookAtTimers
from noroshi.jobs.queue import defer
from noroshi.storage import pages
from tests.cast import World
from tests.cli.jobs import give_up
from tests.cli.shell import JONAS, Fake, Shell


@contextmanager
def relay(greeting: bytes) -> Iterator[int]:
    """Something that listens and greets once; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(greeting)

        listener = threading.Thread(target=greet)
        listener.start()
        yield server.getsockname()[1]
        listener.join(5)


@pytest.mark.django_db
def test_a_failed_job_is_shown_with_its_reason_and_started_again(shell: Shell) -> None:
    job = give_up(defer(LookAtTimers()), "The relay said no.")
    assert "NOT ALIVE" in shell.done("jobs")
    assert "The relay said no." in shell.done("jobs")
    assert shell("jobs", "--json").document["failed_jobs"][0]["id"] == job
    assert shell("jobs", "again", job, "--as", JONAS).code == 1
    shell.done("jobs", "again", job)
    assert failed_jobs() == ()
    assert shell("jobs", "again", job).code == 1


@pytest.mark.django_db
def test_the_pages_are_asked_for_and_their_state_is_said(shell: Shell, world: World) -> None:
    assert "Version 1" in shell.done("page", "publish")
    assert "not public yet" in shell.done("page", "status")
    pages.failed(1, why="The disk is full.", at=world.clock.now())
    said = shell("page", "status")
    assert said.code == 1
    assert "The disk is full." in said.out
    pages.verified(1, files=9, at=world.clock.now())
    assert shell("page", "status", "--json").document["verified"] == 1


@pytest.mark.django_db
def test_the_log_is_read_and_verified(shell: Shell) -> None:
    shell.done("token", "add", "prometheus")
    assert "Token for “prometheus” made by shell" in shell.done("events", "tail", "-n", 1)
    assert "トークン" in shell.done("events", "tail", "--lang", "ja")
    assert shell("events", "tail", "--json").document[-1]["data"]["via"] == "cli"
    assert "none altered" in shell.done("events", "verify")
    assert shell("events", "verify", "--json").document["intact"] is True


@pytest.mark.django_db
def test_the_doctor_finds_what_is_wrong(shell: Shell, tmp_path: Path) -> None:
    shell.installation.data_dir = tmp_path
    said = shell("doctor")
    assert said.code == 1
    assert "WRONG    worker" in said.out
    assert "WRONG    mail" in said.out
    assert "ok       database" in said.out
    found = {c["name"]: c["level"] for c in shell("doctor", "--json").document["checks"]}
    assert (found["disk"], found["plan"]) == ("ok", "ok")


def test_the_doctor_says_that_nothing_runs(bare: Shell, tmp_path: Path) -> None:
    bare.installation.data_dir = tmp_path / "gone"
    said = bare("doctor")
    assert said.code == 1
    assert "Noroshi does not run here." in said.out
    assert "WRONG    disk" in said.out


@pytest.mark.parametrize(
    ("greeting", "level"), [(b"220 mail.example\r\n", "ok"), (b"SSH-2.0\r\n", "warning")]
)
def test_a_relay_is_known_by_its_greeting(tmp_path: Path, greeting: bytes, level: str) -> None:
    with relay(greeting) as port:
        around = Fake(data_dir=tmp_path, smtp_host="127.0.0.1", smtp_port=port).surroundings()
        found = {check.name: check for check in of_surroundings(around)}
    assert found["mail"].level == level


def test_a_moved_clock_and_an_open_address_are_warned_of(tmp_path: Path, now: datetime) -> None:
    around = Fake(
        data_dir=tmp_path, clock_file=tmp_path / "clock", public_url="http://noroshi.example"
    ).surroundings()
    found = {check.name: check.level for check in of_surroundings(around)}
    assert (found["clock"], found["address"]) == ("warning", "warning")
