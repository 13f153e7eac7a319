"""The tree of programs that one supervisor keeps alive.

They start in order, each after the one before it is ready. One that ends without being asked is
started again. SIGINT, SIGTERM or SIGHUP ends them in reverse order.
"""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from noroshi.host.program import Child, Program
from noroshi.host.signals import STOPPING, SignalInbox
from noroshi.kernel.errors import SetupProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from noroshi.host.register import Register

__all__ = ["Child", "ProcessTree", "Program"]

_LONGEST_PAUSE_S = 30.0
_STEADY_AFTER_S = 60.0
_SETUP_WITHIN_S = 15.0
_SETUP_PROBLEM = 2
_LOOK_FOR_READY_S = 0.05
_WATCH_EVERY_S = 1.0


class ProcessTree:
    """Runs ``programs`` above an optional ``foundation`` that was started before them.

    tell: is handed one sentence per event that somebody may want to read.
    register: notes what runs, for the supervisor after this one.
    watch: is called about each second; what it says is told.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        foundation: Child | None = None,
        tell: Callable[[str], None],
        register: Register | None = None,
        watch: Callable[[], str | None] | None = None,
    ) -> None:
        below = [_Kept(foundation, proven=True)] if foundation else []
        self._kept = below + [_Kept(Child(program)) for program in programs]
        self._tell = tell
        self._register = register
        self._watch = watch

    def run(self) -> None:
        """Block until a signal asks to stop; all programs, the foundation too, have ended then.

        Raises:
            SetupProblem: a program reported, at its first start, that it cannot run like this.
        """
        with SignalInbox() as inbox:
            try:
                while not inbox.wait(self._look_and_step()) & STOPPING:
                    pass
            finally:
                for kept in reversed(self._kept):
                    kept.child.stop()

    def _look_and_step(self) -> float | None:
        if self._watch is None:
            return self._step()
        if said := self._watch():
            self._tell(said)
        return _sooner(self._step(), _WATCH_EVERY_S)

    def _step(self) -> float | None:
        """Start what is due; return the seconds until there may be something to do again."""
        now = time.monotonic()
        pause: float | None = None
        for kept in self._kept:
            if (code := kept.ended()) is not None:
                self._ended(kept, code, now)
            if not kept.started and kept.due <= now:
                self._start(kept, now)
            if not kept.started:
                pause = _sooner(pause, kept.due - now)
            elif not kept.ready():
                pause = _sooner(pause, _LOOK_FOR_READY_S)
            if not kept.was_ready:
                break
        return pause

    def _start(self, kept: _Kept, now: float) -> None:
        try:
            kept.start(now)
            if self._register:
                self._register.note([kept.child for kept in self._kept])
        except OSError as error:  # no more processes or memory just now
            kept.plan_restart(now)
            self._tell(f"{kept.child.program.name} cannot be started now: {error}.")

    def _ended(self, kept: _Kept, code: int, now: float) -> None:
        name = kept.child.program.name
        if not kept.proven and code == _SETUP_PROBLEM and now - kept.since < _SETUP_WITHIN_S:
            raise SetupProblem(
                f"{name} cannot run like this; it said why in the lines above.",
                way_out="Mend that and start again.",
            )
        kept.plan_restart(now)
        after = f"in {kept.due - now:.0f} s" if kept.due > now else "at once"
        self._tell(f"{name} ended ({_reason(code)}); starting it again {after}.")


class _Kept:
    """A child with the history that decides when it is started again."""

    def __init__(self, child: Child, *, proven: bool = False) -> None:
        self.child = child
        self.proven = proven
        self.started = child.pid is not None
        self.was_ready = proven
        self.due = 0.0
        self.since = time.monotonic()
        self._restarts = Restarts()
        self._restarts.started(self.since)

    def start(self, now: float) -> None:
        self.child.start()
        self.started = True
        self.since = now
        self._restarts.started(now)

    def ended(self) -> int | None:
        return self.child.exit_code() if self.started else None

    def ready(self) -> bool:
        self.was_ready = self.was_ready or self.child.is_ready()
        return self.was_ready

    def plan_restart(self, now: float) -> None:
        """Set ``due``; see ``Restarts``."""
        self.child.sweep()
        self.started = False
        self.proven = True
        self.due = self._restarts.after_the_end(now)


class Restarts:
    """When a program is started again: at once, then after 1 s, 2 s, 4 s ... 30 s.

    A steady run wipes the slate clean. A start that could not even be made is no run.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._running_since: float | None = None

    def started(self, now: float) -> None:
        """The program has begun."""
        self._running_since = now

    def after_the_end(self, now: float) -> float:
        """The program has ended, or could not begin: the time of its next start."""
        since, self._running_since = self._running_since, None
        steady = since is not None and now - since > _STEADY_AFTER_S
        self._failures = 0 if steady else self._failures + 1
        return now + backoff_s(self._failures)


def backoff_s(failures: int) -> float:
    """Seconds to wait before the next start, after so many ends in a row."""
    if failures <= 1:
        return 0.0
    return min(_LONGEST_PAUSE_S, 2.0 ** min(failures - 2, 10))


def _sooner(pause: float | None, other: float) -> float:
    return other if pause is None else min(pause, other)


def _reason(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
