"""Which programs run, written down so that the next supervisor finds what this one leaves.

After a kill -9 the programs end with their supervisor on Linux. One that takes its time, or any
on another system, would keep the port or do work beside its successor.
"""

from __future__ import annotations

import json
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from noroshi.host.disk import disk_problems_of
from noroshi.host.home import make_directory
from noroshi.host.lock import SupervisorLock
from noroshi.host.strangers import birth_mark, end

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from noroshi.host.program import Child

_STEPS = ((signal.SIGTERM, 5.0), (signal.SIGKILL, 10.0))


class Register:
    """The programs of one data directory, and the right to run them."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._file = data_dir / "processes.json"
        self._lock = SupervisorLock(data_dir / "processes.lock")

    def open(self) -> None:
        """Take the right, and end what an earlier supervisor left. Before any port is checked.

        Raises:
            SetupProblem: another supervisor runs here, or the directory cannot be written.
        """
        with disk_problems_of(self._data_dir):
            make_directory(self._data_dir, shared=os.geteuid() == 0)
            self._lock.acquire()
            for pid, mark in self._noted().items():
                if birth_mark(int(pid)) == mark:
                    end(int(pid), _STEPS)
                    with suppress(ProcessLookupError, PermissionError):
                        os.killpg(int(pid), signal.SIGKILL)
            self._file.unlink(missing_ok=True)

    def note(self, children: Iterable[Child]) -> None:
        """Write down what runs now. PostgreSQL is left out: it has a file of its own."""
        running = {
            str(child.pid): birth_mark(child.pid)
            for child in children
            if child.pid and child.is_running() and child.program.account is None
        }
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(running), encoding="utf-8")
        fresh.replace(self._file)

    def close(self) -> None:
        """Everything has ended: forget it, and let go of the right."""
        self._file.unlink(missing_ok=True)
        self._lock.release()

    def _noted(self) -> dict[str, str]:
        try:
            noted = json.loads(self._file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return {pid: mark for pid, mark in noted.items() if pid.isdigit() and mark}
