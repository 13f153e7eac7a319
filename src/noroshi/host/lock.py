"""One supervisor per data directory: an exclusive lock, held for life.

The kernel lets go of it when the process dies, however it dies; children do not inherit it.
"""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from noroshi.host.account import operator
from noroshi.kernel.errors import SetupProblem

if TYPE_CHECKING:
    from pathlib import Path


class SupervisorLock:
    """The right to run what lives in the directory of ``file``."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._fd: int | None = None

    def acquire(self) -> None:
        """Take the lock and write down who holds it.

        Raises:
            SetupProblem: another supervisor has it; the message says who.
        """
        fd = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            other = os.pread(fd, 200, 0).decode(errors="replace").strip()
            os.close(fd)
            raise _held_by(other or "another process", self._file) from error
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"process {os.getpid()} of {operator().name}\n".encode(), 0)
        self._fd = fd

    def release(self) -> None:
        """Let go. The file stays: removing it would let two supervisors hold two locks."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def _held_by(other: str, file: Path) -> SetupProblem:
    return SetupProblem(
        f"Noroshi is already running in {file.parent} ({other}).",
        way_out="Stop that one first, or choose another data directory.",
    )
