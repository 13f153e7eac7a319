"""What the tests of this folder share: users, directories, a supervisor in its own process."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SOURCE = Path(__file__).parents[2] / "src"
SCRIPT = Path(__file__).with_name("supervised.py")
NOBODY = 65534
PATIENCE_S = 30.0


def as_ordinary_user(argv: Sequence[str | Path]) -> list[str]:
    """``argv`` for a user without rights; root's Python stays readable, nothing is writable."""
    if os.geteuid() != 0:
        return [str(word) for word in argv]
    become = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    become += ["--inh-caps=-all,+dac_read_search", "--ambient-caps=+dac_read_search"]
    return [*become, *(str(word) for word in argv)]


def give_to_ordinary_user(directory: Path) -> Path:
    directory.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        os.chown(directory, NOBODY, NOBODY)
    return directory


def run_python(
    code: str, *arguments: str | Path, ordinary: bool = False, become: Sequence[str] = ()
) -> tuple[int, str]:
    """Exit code and output of a piece of Python that may import the product."""
    argv = [*become, sys.executable, "-c", code, *arguments]
    done = subprocess.run(  # noqa: S603
        as_ordinary_user(argv) if ordinary else argv,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1"}


def ask(url: str, query: str) -> Any:
    """The first value of the first row."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def do(url: str, statement: str) -> None:
    with psycopg.connect(url, connect_timeout=10, autocommit=True) as connection:
        connection.execute(statement.encode())


def eventually(holds: Callable[[], bool]) -> bool:
    """Look again until ``holds`` or patience ends."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if holds():
            return True
        select.select([], [], [], 0.02)
    return False


def tool(*argv: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool of the system."""
    program = shutil.which(argv[0])
    assert program, f"this test needs {argv[0]}"
    return subprocess.run([program, *argv[1:]], capture_output=True, text=True, check=False)  # noqa: S603


def alive(pid: int) -> bool:
    """Running, that is neither gone nor a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    state = tool("ps", "-o", "state=", "-p", str(pid)).stdout.strip()
    return bool(state) and not state.startswith("Z")


class Supervisor:
    """A supervisor with its children, in a process that can be killed."""

    def __init__(self, data_dir: Path, *words: str, ordinary: bool = False) -> None:
        argv = [sys.executable, str(SCRIPT), str(data_dir), *words]
        self.process = subprocess.Popen(  # noqa: S603
            as_ordinary_user(argv) if ordinary else argv,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def next_event(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            assert self.process.stderr is not None
            raise AssertionError(self.process.stderr.read())
        event: dict[str, Any] = json.loads(line)
        return event

    def kill(self) -> None:
        """As ``kill -9``; what it leaves may still hold the pipes, so they are only closed."""
        self.process.kill()
        self.process.wait(PATIENCE_S)
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """Send a signal and return exit code, output and errors."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        output, errors = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, output, errors
