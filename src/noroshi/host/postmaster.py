"""The running server of a cluster: is it ready, is there a left-over one, how to end that.

A supervisor that was killed may leave a server behind; a server that was killed may leave
children behind. Both would keep the next server from starting. Everything here is called under
the supervisor's lock only, so whatever still runs on the cluster has nobody to look after it.
"""

from __future__ import annotations

import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from noroshi.host.strangers import command_line, end

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROC = Path("/proc")
_STATUS_LINES = 8
_SOCKET_LINE = 5

# Fast shutdown first: it writes a checkpoint. Immediate shutdown only means a recovery later.
STOP_STEPS = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0))
_CHILD_STEPS = ((signal.SIGQUIT, 2.0), (signal.SIGKILL, 10.0))


@dataclass(frozen=True, kw_only=True)
class Status:
    """What postmaster.pid says."""

    pid: int
    sockets: Path
    ready: bool


def read_status(cluster: Path) -> Status | None:
    """The content of postmaster.pid; None while it is absent or incomplete."""
    try:
        text = (cluster / "postmaster.pid").read_text(encoding="utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return None
    lines = text.splitlines()
    if len(lines) < _STATUS_LINES or not lines[0].strip().isdigit():
        return None
    return Status(
        pid=int(lines[0]),
        sockets=Path(lines[_SOCKET_LINE - 1]),
        ready=lines[_STATUS_LINES - 1].strip() == "ready",
    )


def is_postmaster_of(pid: int, cluster: Path) -> bool:
    """Whether ``pid`` is alive and is the server of this very directory, not a reused number."""
    words = command_line(pid)
    return f"-D {cluster} " in words and words.split(" -D ")[0].endswith("postgres")


def clear_leftovers(cluster: Path) -> None:
    """End what still runs on ``cluster`` and remove its stale postmaster.pid."""
    for pid in _postmasters(cluster):
        end(pid, STOP_STEPS)
    for pid in _working_in(cluster):
        end(pid, _CHILD_STEPS)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def _postmasters(cluster: Path) -> Iterator[int]:
    with suppress(FileNotFoundError, ValueError, IndexError):
        first = (cluster / "postmaster.pid").read_text(errors="replace").splitlines()[0]
        if is_postmaster_of(int(first), cluster):
            yield int(first)


def _working_in(cluster: Path) -> Iterator[int]:
    """PostgreSQL's processes whose working directory is ``cluster``, where /proc tells."""
    for entry in _PROC.glob("[0-9]*"):
        # Other users' processes cannot be read, and processes go away meanwhile.
        with suppress(OSError):
            program = (entry / "exe").readlink().name.removesuffix(" (deleted)")
            if program == "postgres" and (entry / "cwd").readlink() == cluster:
                yield int(entry.name)
