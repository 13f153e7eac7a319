"""Exit codes of the worker process (sysexits.h). The supervisor restarts it on every code."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Why the process ended."""

    ASKED = 0  # SIGTERM or SIGINT
    NO_DATABASE = 69  # EX_UNAVAILABLE: not reachable at the start
    BROKEN = 70  # EX_SOFTWARE: the run loop ended by itself
    BURIED = 75  # EX_TEMPFAIL: the others took this worker for dead and have its jobs
