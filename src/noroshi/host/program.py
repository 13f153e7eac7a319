"""One program of the product, and the process that runs it at present."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from noroshi.host import tether

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from noroshi.host.account import Account

_TETHER = Path(tether.__file__)
# Time for a program to act on its own time-out before it is killed (reference: engine, R1).
_GRACE_MARGIN_S = 5.0
_REAP_S = 10.0


def _at_once(_pid: int) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run and how to end it.

    env: the whole environment; None passes ours on.
    ready: asked with the process id until true; the programs after this one wait for it.
    prepare: called before every start.
    stop_grace_s: how long the program itself takes to finish its work after SIGTERM, at most.
    stop_steps: signals and seconds, when SIGTERM and then SIGKILL is not the way.
    death_signal: what the program gets if the supervisor is killed (Linux).
    log: takes both output streams; None leaves them on ours.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] | None = None
    ready: Callable[[int], bool] = _at_once
    prepare: Callable[[], None] | None = None
    stop_grace_s: float = 10.0
    stop_steps: tuple[tuple[signal.Signals, float], ...] = ()
    death_signal: signal.Signals = signal.SIGTERM
    account: Account | None = None
    log: Path | None = None

    def steps(self) -> tuple[tuple[signal.Signals, float], ...]:
        """How to end it: each signal with the seconds to wait for its effect."""
        patience = self.stop_grace_s + _GRACE_MARGIN_S
        return self.stop_steps or ((signal.SIGTERM, patience), (signal.SIGKILL, _REAP_S))


class Child:
    """A program and its present process. To be used from the main thread only:

    Linux ends the process with the thread that started it.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id, also of a process that has ended."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process, in a session of its own so that Ctrl-C reaches the supervisor only."""
        if self.program.prepare:
            self.program.prepare()
        with ExitStack() as files:
            output = None
            if self.program.log:
                output = files.enter_context(self.program.log.open("ab"))
            self._process = subprocess.Popen(  # noqa: S603 - the supervisor's own programs
                self._command(),
                env=self.program.env,
                cwd="/" if self.program.account else None,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def exit_code(self) -> int | None:
        """None while it runs; negative is the number of the signal that killed it."""
        return self._process.poll() if self._process else None

    def is_running(self) -> bool:
        """Started and not ended."""
        return self._process is not None and self._process.poll() is None

    def is_ready(self) -> bool:
        """Running, and what it serves is there."""
        return self.is_running() and self.program.ready(self.pid or 0)

    def wait(self, seconds: float) -> None:
        """Return when the process ends, or after ``seconds``."""
        if self._process:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)

    def stop(self) -> None:
        """End the process as its program asks; harmless when there is none."""
        for number, seconds in self.program.steps():
            if not self.is_running():
                break
            self._signal(number)
            self._signal(signal.SIGCONT)  # a frozen process hears nothing
            self.wait(seconds)
        self.sweep()

    def sweep(self) -> None:
        """Kill what the ended process left behind in its session: it may hold a port."""
        if self._process and self._process.poll() is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(number)

    def _command(self) -> list[str]:
        user = ["-", "-"]
        if self.program.account and self.program.account.uid != os.geteuid():
            user = [str(self.program.account.uid), str(self.program.account.gid)]
        tied = [str(os.getpid()), str(int(self.program.death_signal)), *user]
        return [sys.executable, "-I", "-S", str(_TETHER), *tied, *self.program.argv]
