"""Taking over from dead workers, and forgetting old jobs. Needs no slot, so it never waits."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from procrastinate import App
from procrastinate.exceptions import ConnectorException

from noroshi.jobs.board import REASON
from noroshi.worker import statements
from noroshi.worker.overrides import SturdyWorker
from noroshi.worker.pace import Pace

_log = logging.getLogger(__name__)

_KILLER = "The worker died each time it ran this job."
_BEATS_BEFORE_JUDGING = 3  # after an outage the others need that long to be heard again


async def rescue(judge: SturdyWorker, *, spared: Sequence[int], pace: Pace) -> int:
    """Bury dead workers and free their jobs; how many jobs.

    To be called right after a heartbeat of ``judge``. ``spared``: the workers of this process.
    """
    if judge.steady < _BEATS_BEFORE_JUDGING:
        return 0
    rows = await judge.app.connector.execute_query_all_async(
        statements.RESCUE,
        judge=judge.worker_id,
        stalled=pace.stalled,
        deaths=pace.deaths,
        spared=list(spared),
        note={REASON: _KILLER},
    )
    for row in rows:
        level = logging.ERROR if row["status"] == "failed" else logging.WARNING
        _log.log(level, "job %(id)s (%(task_name)s) of a dead worker: %(status)s", row)
    return len(rows)


async def tidy_for_ever(app: App, *, pace: Pace) -> None:
    """Delete finished jobs after a day and failed ones after a month."""
    while True:
        try:
            await forget_old(app, pace=pace)
        except ConnectorException as error:
            _log.warning("old jobs stay for now, the database is away: %s", error)
        await asyncio.sleep(pace.tidy)


async def forget_old(app: App, *, pace: Pace) -> int:
    """Delete what is old, slice by slice; how many jobs."""
    total = 0
    while rows := await app.connector.execute_query_all_async(
        statements.FORGET_OLD, keep_finished=pace.keep_finished, keep_failed=pace.keep_failed
    ):
        total += len(rows)
    return total
