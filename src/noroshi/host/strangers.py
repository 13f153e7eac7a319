"""Processes that are not our children: what an earlier supervisor left behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_PS = "/bin/ps"

Steps = tuple[tuple[signal.Signals, float], ...]


def command_line(pid: int) -> str:
    """Program and arguments joined by spaces; empty for a process that is gone or a zombie."""
    if _PROC.joinpath("self").exists():
        with suppress(OSError):
            raw = _PROC.joinpath(str(pid), "cmdline").read_bytes()
            return os.fsdecode(raw).rstrip("\0").replace("\0", " ")
        return ""
    return _ask_ps(pid, "args=")


def birth_mark(pid: int) -> str:
    """Tells this process from a later one with the same number; empty once it has ended."""
    if _PROC.joinpath("self").exists():
        with suppress(OSError):
            # The name in parentheses may hold anything; state is the first field behind it,
            # the start in clock ticks since boot the twentieth.
            fields = _PROC.joinpath(str(pid), "stat").read_text().rpartition(")")[2].split()
            boot = _PROC.joinpath("sys/kernel/random/boot_id").read_text().strip()
            return "" if fields[0] in {"Z", "X"} else f"{boot} {fields[19]}"
        return ""
    return _ask_ps(pid, "lstart=")


def end(pid: int, steps: Steps) -> None:
    """Send each signal and wait its seconds for the process to end."""
    for number, seconds in steps:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
            os.kill(pid, signal.SIGCONT)  # a frozen process hears nothing
        if wait_for_exit(pid, seconds=seconds):
            return


def wait_for_exit(pid: int, *, seconds: float) -> bool:
    """Whether the process ended within ``seconds``; a process that is already gone has."""
    try:
        return _wait(pid, seconds)
    except ProcessLookupError:
        return True


if sys.platform == "darwin":

    def _wait(pid: int, seconds: float) -> bool:
        queue = select.kqueue()
        try:
            event = select.kevent(
                pid,
                filter=select.KQ_FILTER_PROC,
                flags=select.KQ_EV_ADD | select.KQ_EV_ONESHOT,
                fflags=select.KQ_NOTE_EXIT,
            )
            return bool(queue.control([event], 1, seconds))
        finally:
            queue.close()

else:

    def _wait(pid: int, seconds: float) -> bool:
        handle = os.pidfd_open(pid)
        try:
            return bool(select.select([handle], [], [], seconds)[0])
        finally:
            os.close(handle)


def _ask_ps(pid: int, column: str) -> str:
    asked = [_PS, "-ww", "-o", column, "-p", str(pid)]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
