"""The supervisor as a process: it stops cleanly, and its death leaves nothing in the way."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.host.stage import alive, ask, do, eventually, give_to_ordinary_user

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.host.stage import Supervisor

    Supervise = Callable[..., Supervisor]


def writes_its_number(file: Path, then: str = "signal.pause()") -> str:
    """A program that notes its process id in a line of ``file``, then does something."""
    note = f"open({str(file)!r}, 'a').write(str(os.getpid()) + '\\n')"
    return f"import os, signal, sys, time; {note}; {then}"


def numbers(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_stops_everything_when_asked(
    number: signal.Signals, data_dir: Path, place: Path, supervise: Supervise
) -> None:
    supervisor = supervise(data_dir, f"worker={writes_its_number(place / 'worker')}")
    started = supervisor.next_event()
    assert eventually(lambda: len(numbers(place / "worker")) == 1)
    code, output, errors = supervisor.end(number)
    assert (code, errors) == (0, "")
    assert '"stopped": true' in output
    assert not alive(started["postgres"])
    assert not alive(numbers(place / "worker")[0])
    assert "database system is shut down" in (data_dir / "postgres/postgres.log").read_text()


def test_a_killed_supervisor_leaves_nobody_behind_and_the_next_goes_on(
    data_dir: Path, place: Path, supervise: Supervise
) -> None:
    program = f"worker={writes_its_number(place / 'worker')}"
    first = supervise(data_dir, program)
    started = first.next_event()
    do(started["url"], "CREATE TABLE kept AS SELECT 7 AS answer")
    assert eventually(lambda: len(numbers(place / "worker")) == 1)
    first.kill()
    second = supervise(data_dir, program)
    assert ask(second.next_event()["url"], "SELECT answer FROM kept") == 7
    assert not alive(started["postgres"])
    assert not alive(numbers(place / "worker")[0])
    assert eventually(lambda: len(numbers(place / "worker")) == 2)


def test_a_program_that_does_not_listen_is_ended_by_the_next_supervisor(
    data_dir: Path, place: Path, supervise: Supervise
) -> None:
    deaf = "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(300)"
    # Deaf before it tells its number, so that the kill cannot come in between.
    code = "import os, signal, sys, time; signal.signal(15, signal.SIG_IGN); "
    code += writes_its_number(place / "deaf", deaf)
    first = supervise(data_dir, "--no-database", f"web={code}")
    assert eventually(lambda: len(numbers(place / "deaf")) == 1)
    first.kill()
    survivor = numbers(place / "deaf")[0]
    assert alive(survivor)
    supervise(data_dir, "--no-database")
    assert eventually(lambda: not alive(survivor))


def test_a_second_supervisor_is_refused_and_changes_nothing(
    data_dir: Path, place: Path, supervise: Supervise
) -> None:
    first = supervise(data_dir)
    url = first.next_event()["url"]
    code, _, errors = supervise(data_dir).end(signal.SIGCONT)
    assert code == 2
    assert f"process {first.process.pid} of" in errors
    assert ask(url, "SELECT 1") == 1


def test_a_killed_database_is_started_again(
    data_dir: Path, place: Path, supervise: Supervise
) -> None:
    supervisor = supervise(data_dir)
    started = supervisor.next_event()
    os.kill(started["postgres"], signal.SIGKILL)
    assert supervisor.next_event()["told"].startswith("postgres ended (SIGKILL)")
    assert eventually(lambda: answers(started["url"]))


def test_a_frozen_tree_can_be_stopped(data_dir: Path, place: Path, supervise: Supervise) -> None:
    supervisor = supervise(data_dir, f"worker={writes_its_number(place / 'worker')}")
    started = supervisor.next_event()
    assert eventually(lambda: len(numbers(place / "worker")) == 1)
    os.kill(numbers(place / "worker")[0], signal.SIGSTOP)
    os.kill(started["postgres"], signal.SIGSTOP)
    assert supervisor.end(signal.SIGTERM)[0] == 0


def test_all_of_it_works_for_an_ordinary_user(
    data_dir: Path, place: Path, supervise: Supervise
) -> None:
    theirs = give_to_ordinary_user(place / "theirs")
    program = f"worker={writes_its_number(theirs / 'worker')}"
    first = supervise(theirs / "data", program, ordinary=True)
    started = first.next_event()
    assert eventually(lambda: len(numbers(theirs / "worker")) == 1)
    first.kill()
    second = supervise(theirs / "data", program, ordinary=True)
    assert second.next_event()["postgres"] != started["postgres"]
    assert eventually(lambda: len(numbers(theirs / "worker")) == 2)
    assert not alive(started["postgres"])
    assert not alive(numbers(theirs / "worker")[0])
    assert second.end(signal.SIGTERM)[0] == 0


def answers(url: str) -> bool:
    try:
        return bool(ask(url, "SELECT 1"))
    except psycopg.OperationalError:
        return False
