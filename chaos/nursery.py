"""Workers that start in no time: forked from a process which has loaded everything.

A forked worker runs ``noroshi.worker.main.run`` with the product's handlers, like ``noroshi
worker``; only the seconds for loading Python modules are saved. The process that forks keeps no
connection, no thread and no event loop.

    python -m chaos.nursery        lines of JSON in, lines of JSON out
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Self

QUICK: Final = {"heartbeat": 0.1, "stalled": 0.8, "poll": 0.1, "grace": 2.0}
"""A pace (``noroshi.worker.pace``) at which the dead are missed within a second."""

_NEVER_BEGAN: Final = 70


@dataclass(frozen=True)
class Forked:
    """A process of the nursery."""

    nursery: Nursery
    pid: int

    def kill(self) -> int:
        """kill -9, and wait; how it ended."""
        return int(self.nursery.ask("kill", pid=self.pid, number=int(signal.SIGKILL)))

    def stop(self) -> int:
        """Ask it to end, and wait; how it ended."""
        return int(self.nursery.ask("kill", pid=self.pid, number=int(signal.SIGTERM)))

    def freeze(self) -> None:
        """Stop it without its noticing."""
        self.nursery.ask("signal", pid=self.pid, number=int(signal.SIGSTOP))

    def thaw(self) -> None:
        """Let it go on."""
        self.nursery.ask("signal", pid=self.pid, number=int(signal.SIGCONT))

    def ended(self) -> int | None:
        """How it ended: the exit code, or minus the signal; None while it lives.

        Raises:
            SystemExit: it never began, by a mistake in what it was to do.
        """
        found = self.nursery.ask("poll", pid=self.pid)
        if found == _NEVER_BEGAN:
            raise SystemExit("a process of the experiment broke; see above")
        return None if found is None else int(found)


class Nursery:
    """Use it as a context manager."""

    def __init__(self, environment: dict[str, str], *, before: tuple[str, ...] = ()) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            [*before, sys.executable, "-m", "chaos.nursery"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        self.ask("ready")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()  # its input ends, and so it ends all

    def worker(
        self, *variants: str, pace: dict[str, float] | None = None, concurrency: int = 8
    ) -> Forked:
        """A worker, changed by ``variants`` (``chaos.variants``)."""
        return self.start("work", variants=variants, pace=pace or QUICK, concurrency=concurrency)

    def start(self, role: str, *, variants: tuple[str, ...] = (), **about: object) -> Forked:
        """A process that plays a role of ``chaos.roles``."""
        wanted = {"role": role, "variants": list(variants), "about": about}
        return Forked(self, self.ask("start", wanted=wanted))

    def ask(self, what: str, **about: object) -> Any:
        """One line there, one line back."""
        assert self._process.stdin  # noqa: S101 - for the type checker
        assert self._process.stdout  # noqa: S101
        self._process.stdin.write(json.dumps({"do": what} | about) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("the nursery has died; see above")
        return json.loads(line)


def _end_of(pid: int, *, wait: bool) -> int | None:
    if pid not in _ENDED:
        found, status = os.waitpid(pid, 0 if wait else os.WNOHANG)
        if not found:
            return None
        _ENDED[pid] = os.waitstatus_to_exitcode(status)
        _ALIVE.discard(pid)
    return _ENDED[pid]


_ENDED: dict[int, int] = {}
_ALIVE: set[int] = set()


def _obey(order: dict[str, Any]) -> int | None:
    match order:
        case {"do": "start", "wanted": wanted}:
            return _fork(wanted)
        case {"do": "kill", "pid": pid, "number": number}:
            _signal(pid, number)
            return _end_of(pid, wait=True)
        case {"do": "signal", "pid": pid, "number": number}:
            _signal(pid, number)
        case {"do": "poll", "pid": pid}:
            return _end_of(pid, wait=False)
        case _:
            pass  # "ready" only wants an answer
    return None


def _signal(pid: int, number: int) -> None:
    if _end_of(pid, wait=False) is not None:  # its number may be another process's by now
        return
    if number == signal.SIGKILL:
        with suppress(ProcessLookupError):  # it has not begun its own session yet
            os.killpg(pid, number)  # with its children; the web has one
    os.kill(pid, number)


def _fork(wanted: dict[str, Any]) -> int:
    from chaos.roles import play

    pid = os.fork()
    if pid:
        _ALIVE.add(pid)
        return pid
    code = _NEVER_BEGAN
    try:
        os.setsid()
        code = play(wanted["role"], wanted["variants"], wanted["about"])
    except BaseException:  # noqa: BLE001 - the child must never go on as its parent
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Fork as told, until the input ends."""
    from noroshi.bootstrap.django import set_up

    set_up()
    from chaos.roles import warm_up

    warm_up()
    gc.freeze()  # else the first collection in a child would copy every page
    try:
        while line := sys.stdin.readline():
            print(json.dumps(_obey(json.loads(line))), flush=True)
    finally:
        for pid in list(_ALIVE):
            _signal(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
