"""How often a worker looks, and for how long it waits. All in seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Pace:
    """The rhythm of a worker. All workers of an installation must share ``stalled``."""

    heartbeat: float = 2.0  # and, right after it, the look for dead workers
    stalled: float = 8.0  # a heartbeat older than this is a dead worker's
    poll: float = 0.5  # timers are found by polling; notifications bring the rest at once
    grace: float = 10.0  # for running jobs after SIGTERM; the supervisor kills 5 s later
    deaths: int = 5  # a job tried this often when it takes its worker down is given up
    tidy: float = 600.0  # how often old jobs are deleted
    keep_finished: float = 86_400.0  # one day
    keep_failed: float = 30 * 86_400.0  # an operator should have looked by then
    patience: float = 100.0  # with a database that is away
