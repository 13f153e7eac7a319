"""The order of starts and stops, and what happens to a program that ends by itself."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from noroshi.host.processes import Restarts, backoff_s
from tests.host.stage import alive, eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.host.stage import Supervisor

    Supervise = Callable[..., Supervisor]

NO_DATABASE = "--no-database"


def lines(file: Path) -> list[str]:
    return file.read_text().split() if file.exists() else []


def says_when_it_stops(name: str, diary: Path) -> str:
    """A program that writes NAME-up and, on SIGTERM, NAME-down into the diary."""
    write = f"lambda word: open({str(diary)!r}, 'a').write({name!r} + word + chr(10))"
    return (
        f"{name}=import signal, sys\nnote = {write}\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(note('-down') and 0))\n"
        "note('-up')\nwhile True: signal.pause()"
    )


def test_programs_stop_in_the_reverse_order_of_their_start(
    place: Path, supervise: Supervise
) -> None:
    diary = place / "diary"
    names = ("database", "web", "worker")
    supervisor = supervise(
        place / "data", NO_DATABASE, *(says_when_it_stops(name, diary) for name in names)
    )
    assert eventually(lambda: len(lines(diary)) == 3)
    assert supervisor.end()[0] == 0
    assert lines(diary)[3:] == ["worker-down", "web-down", "database-down"]


def test_a_program_that_ends_is_started_again_at_once(place: Path, supervise: Supervise) -> None:
    diary = place / "diary"
    code = f"import os, signal; open({str(diary)!r}, 'a').write(f'{{os.getpid()}}\\n')"
    supervisor = supervise(place / "data", NO_DATABASE, f"worker={code}; signal.pause()")
    assert eventually(lambda: len(lines(diary)) == 1)
    os.kill(int(lines(diary)[0]), signal.SIGKILL)
    assert supervisor.next_event() == {"told": "worker ended (SIGKILL); starting it again at once."}
    assert eventually(lambda: len(lines(diary)) == 2)


def test_a_program_that_keeps_ending_is_given_more_and_more_time(
    place: Path, supervise: Supervise
) -> None:
    supervisor = supervise(place / "data", NO_DATABASE, "worker=raise SystemExit(1)")
    told = [supervisor.next_event()["told"] for _ in range(3)]
    assert [sentence.rpartition(" again ")[2] for sentence in told] == [
        "at once.",
        "in 1 s.",
        "in 2 s.",
    ]
    assert "exit status 1" in told[0]


def test_the_pause_is_never_longer_than_half_a_minute() -> None:
    assert [backoff_s(n) for n in (1, 2, 3, 4, 5, 6, 7, 99)] == [0, 1, 2, 4, 8, 16, 30, 30]


def test_a_setup_problem_of_one_program_stops_all(place: Path, supervise: Supervise) -> None:
    diary = place / "diary"
    broken = "web=import sys, time; time.sleep(0.5)\nprint('Port 80 is taken.', file=sys.stderr)\n"
    supervisor = supervise(
        place / "data", NO_DATABASE, says_when_it_stops("worker", diary), broken + "sys.exit(2)"
    )
    code, _, errors = supervisor.end(signal.SIGCONT)
    assert code == 2
    assert errors.splitlines()[0] == "Port 80 is taken."
    assert "web cannot run like this" in errors
    assert lines(diary)[-1] == "worker-down"


def test_exit_code_2_of_a_program_that_once_ran_is_only_an_end(
    place: Path, supervise: Supervise
) -> None:
    diary = place / "diary"
    code = (
        f"import os, sys\nfirst = not os.path.exists({str(diary)!r})\n"
        f"open({str(diary)!r}, 'a').write('x\\n')\nsys.exit(1 if first else 2)"
    )
    supervisor = supervise(place / "data", NO_DATABASE, f"web={code}")
    told = [supervisor.next_event()["told"] for _ in range(2)]
    assert "exit status 1" in told[0]
    assert "exit status 2" in told[1]


def test_a_program_that_cannot_be_executed_is_a_setup_problem(
    place: Path, supervise: Supervise
) -> None:
    code, _, errors = supervise(place / "data", NO_DATABASE, "--missing-program").end(
        signal.SIGCONT
    )
    assert code == 2
    assert "/nonexistent/program cannot be started: No such file or directory." in errors


def test_a_program_that_ignores_sigterm_is_killed_after_its_grace(
    place: Path, supervise: Supervise
) -> None:
    diary = place / "diary"
    code = (
        "import os, signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        f"open({str(diary)!r}, 'a').write(f'{{os.getpid()}}\\n')\nwhile True: signal.pause()"
    )
    supervisor = supervise(place / "data", NO_DATABASE, f"web={code}")
    assert eventually(lambda: len(lines(diary)) == 1)
    assert supervisor.end()[0] == 0
    assert not alive(int(lines(diary)[0]))


@pytest.mark.parametrize("ending", ["killed", "stopped"])
def test_what_a_program_started_itself_ends_with_it(
    ending: str, place: Path, supervise: Supervise
) -> None:
    diary = place / "diary"
    code = (
        "import os, signal, subprocess\ninner = subprocess.Popen(['sleep', '300'])\n"
        f"open({str(diary)!r}, 'a').write(f'{{os.getpid()}} {{inner.pid}}\\n')\nsignal.pause()"
    )
    supervisor = supervise(place / "data", NO_DATABASE, f"web={code}")
    assert eventually(lambda: len(lines(diary)) == 2)
    outer, inner = (int(word) for word in lines(diary)[:2])
    if ending == "killed":
        os.kill(outer, signal.SIGKILL)
    else:
        supervisor.end()
    assert eventually(lambda: not alive(inner))


def test_the_next_program_waits_until_the_one_before_is_ready(
    place: Path, supervise: Supervise
) -> None:
    gate, diary = place / "gate", place / "diary"
    supervisor = supervise(
        place / "data",
        NO_DATABASE,
        f"--gate={gate}",
        says_when_it_stops("first", diary),
        says_when_it_stops("second", diary),
    )
    assert eventually(lambda: lines(diary) == ["first-up"])
    gate.touch()
    assert eventually(lambda: lines(diary) == ["first-up", "second-up"])
    supervisor.end()


def test_a_steady_run_wipes_the_slate_clean() -> None:
    restarts = Restarts()
    for now in (1.0, 2.0, 3.0):
        restarts.started(now)
        restarts.after_the_end(now)
    restarts.started(10.0)
    assert restarts.after_the_end(100.0) == 100.0


def test_a_start_that_cannot_be_made_is_not_a_steady_run() -> None:
    restarts = Restarts()
    restarts.started(0.0)
    ends = [restarts.after_the_end(now) - now for now in (100.0, 200.0, 300.0, 400.0)]
    assert ends == [0.0, 0.0, 1.0, 2.0]
