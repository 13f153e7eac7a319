"""Processes as the system shows them, and waiting for what they do."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PATIENCE_S = 90.0
"""A busy machine is not a broken program."""
_LOOK_EVERY_S = 0.1
_PROC = Path("/proc")


def until(holds: Callable[[], bool], what: str, *, within: float = PATIENCE_S) -> float:
    """Look again until ``holds``; the seconds it took."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() < begun + within, f"not within {within:.0f} s: {what}"
        select.select([], [], [], _LOOK_EVERY_S)
    return time.monotonic() - begun


def children(pid: int) -> dict[int, str]:
    """The living children of a process, each with its command line."""
    found: dict[int, str] = {}
    for entry in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            if int(parent) == pid and state not in "ZX":
                found[int(entry.name)] = _words(entry)
    return found


def belonging_to(directory: Path) -> list[str]:
    """The command lines of all processes that have to do with a data directory."""
    found = []
    for entry in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            if int(entry.name) != os.getpid() and _is_of(entry, str(directory)):
                found.append(f"{entry.name} {_words(entry)}")
    return found


def _is_of(entry: Path, directory: str) -> bool:
    if (entry / "stat").read_text().rpartition(")")[2].split()[0] in "ZX":
        return False
    return (
        directory in _words(entry)
        or str((entry / "cwd").readlink()).startswith(directory)
        or f"NOROSHI_DATA_DIR={directory}\0" in os.fsdecode((entry / "environ").read_bytes())
    )


def _words(entry: Path) -> str:
    return os.fsdecode((entry / "cmdline").read_bytes()).replace("\0", " ").strip()
