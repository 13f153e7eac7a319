"""What people see of background work: what stands where, and what failed for good."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from procrastinate.contrib.django import app

# The runner leaves the reason of a failure beside the payload's fields.
REASON = "_failed_because"

_FAILED = """
SELECT job.id AS job_id, job.task_name, job.attempts, job.args::text AS args,
       (SELECT max(event.at) FROM procrastinate_events event WHERE event.job_id = job.id) AS at
  FROM procrastinate_jobs job
 WHERE job.status = 'failed'
 ORDER BY job.id DESC LIMIT %(limit)s
"""

_RUN_AGAIN = """
UPDATE procrastinate_jobs
   SET status = 'todo', attempts = 0, scheduled_at = NULL, queueing_lock = NULL,
       args = args - %(reason)s::text
 WHERE id = %(id)s AND status = 'failed'
RETURNING id
"""

_STANDING = """
SELECT count(*) FILTER (WHERE status = 'todo') AS waiting,
       count(*) FILTER (WHERE status = 'doing') AS running,
       count(*) FILTER (WHERE status = 'failed') AS failed,
       (SELECT count(*) FROM procrastinate_workers
         WHERE last_heartbeat > now() - interval '8 seconds') AS workers
  FROM procrastinate_jobs
"""


@dataclass(frozen=True, kw_only=True)
class FailedJob:
    """A job that was given up. ``reason`` is for an operator, in English."""

    id: int
    task: str
    payload: Mapping[str, object]
    attempts: int
    failed_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How many jobs wait, run and have failed; ``workers`` counts queues served by live ones."""

    waiting: int
    running: int
    failed: int
    workers: int


def failed_jobs(*, limit: int = 50) -> tuple[FailedJob, ...]:
    """The jobs that were given up, the newest first."""
    rows = app.connector.get_sync_connector().execute_query_all(_FAILED, limit=limit)
    return tuple(_failed_job(**row) for row in rows)


def run_again(job_id: int) -> bool:
    """Let a failed job start afresh; False if it is not (or no longer) a failed one."""
    connector = app.connector.get_sync_connector()
    return bool(connector.execute_query_all(_RUN_AGAIN, id=job_id, reason=REASON))


def standing() -> Standing:
    """The state of the queue at this moment."""
    return Standing(**app.connector.get_sync_connector().execute_query_one(_STANDING))


def _failed_job(
    *, job_id: int, task_name: str, attempts: int, args: str, at: datetime
) -> FailedJob:
    stored = json.loads(args)
    reason = stored.pop(REASON, "")
    return FailedJob(
        id=job_id, task=task_name, payload=stored, attempts=attempts, failed_at=at, reason=reason
    )
