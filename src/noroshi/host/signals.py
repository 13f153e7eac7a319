"""Signals as something to wait for, instead of code that runs at any moment."""

from __future__ import annotations

import os
import select
import signal
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import FrameType, TracebackType

STOPPING = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
_WATCHED = (*STOPPING, signal.SIGCHLD)


class SignalInbox:
    """While entered, SIGINT, SIGTERM, SIGHUP and SIGCHLD only wake ``wait``. Main thread only."""

    def __enter__(self) -> Self:
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)
        self._old_fd = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        self._old: dict[signal.Signals, Any] = {
            number: signal.signal(number, _nothing)
            for number in _WATCHED
            # nohup and background jobs ignore some on purpose
            if number is signal.SIGCHLD or signal.getsignal(number) is not signal.SIG_IGN
        }
        return self

    def wait(self, seconds: float | None) -> set[int]:
        """The signals that arrived, as soon as one does; empty after ``seconds``."""
        if not select.select([self._read], [], [], seconds)[0]:
            return set()
        return set(os.read(self._read, 4096))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.set_wakeup_fd(self._old_fd)
        for number, handler in self._old.items():
            signal.signal(number, handler)
        os.close(self._read)
        os.close(self._write)


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """The byte in the pipe is the message."""
