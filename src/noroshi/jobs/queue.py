"""Asking for background work, inside the database transaction that made it necessary.

A rolled back transaction leaves no job. The insert is one statement that gives way to a clash of
queueing locks (``ON CONFLICT DO NOTHING``), so a clash neither raises nor spoils the transaction
around it, and needs no savepoint.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import overload

from procrastinate.contrib.django import app

from noroshi.jobs.names import TaskName
from noroshi.jobs.payloads import Payload
from noroshi.kernel.clock import Clock, aware

# The columns and the partial unique index are those of procrastinate 3.10
# (procrastinate_jobs_queueing_lock_idx_v1); its triggers notify the workers.
_DEFER = """
INSERT INTO procrastinate_jobs
       (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
SELECT %(queue)s, %(task)s, job.priority, job.lock, job.queueing_lock, job.args, %(at)s
  FROM jsonb_to_recordset(%(jobs)s->'jobs')
    AS job(priority integer, lock text, queueing_lock text, args jsonb)
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
RETURNING id
"""

_LIVE_LOCKS = """
SELECT DISTINCT lock FROM procrastinate_jobs
 WHERE task_name = %(task)s AND status IN ('todo', 'doing') AND lock IS NOT NULL
"""

_MORE_URGENT = """
SELECT 1 FROM procrastinate_jobs
 WHERE status = 'todo' AND priority > %(priority)s AND task_name = %(task)s
   AND (scheduled_at IS NULL OR scheduled_at <= now())
 LIMIT 1
"""


@dataclass(frozen=True, kw_only=True)
class JobRequest:
    """One job to be. Of jobs with one ``lock`` one runs, with one ``queueing_lock`` one waits.

    Higher ``priority`` goes first.
    """

    payload: Payload
    lock: str | None = None
    queueing_lock: str | None = None
    priority: int = 0


@overload
def defer(
    payload: Payload,
    *,
    priority: int = 0,
    queueing_lock: str | None = None,
    lock: str | None = None,
) -> int | None: ...
@overload
def defer(
    payload: Payload,
    *,
    at: datetime,
    clock: Clock,
    priority: int = 0,
    queueing_lock: str | None = None,
    lock: str | None = None,
) -> int | None: ...
def defer(
    payload: Payload,
    *,
    at: datetime | None = None,
    clock: Clock | None = None,
    priority: int = 0,
    queueing_lock: str | None = None,
    lock: str | None = None,
) -> int | None:
    """Ask for one job; its id, or None if one with the same queueing lock is already waiting.

    ``at`` is a moment on the product's ``clock`` (drills run on another one than the machine);
    without it the job starts at once. Higher ``priority`` goes first.
    """
    request = JobRequest(payload=payload, lock=lock, queueing_lock=queueing_lock, priority=priority)
    due = _machine_time(at, clock) if at else None
    ids = _insert([request], due=due)
    return ids[0] if ids else None


def defer_many(requests: Iterable[JobRequest]) -> list[int]:
    """Ask for many jobs of one task in one statement; the ids of those that did not clash."""
    wanted = list(requests)
    return _insert(wanted, due=None) if wanted else []


def live_locks(task: TaskName) -> frozenset[str]:
    """The locks of all jobs of ``task`` that wait or run; work whose lock is missing has no job."""
    rows = app.connector.get_sync_connector().execute_query_all(_LIVE_LOCKS, task=str(task))
    return frozenset(row["lock"] for row in rows)


def _machine_time(at: datetime, clock: Clock | None) -> datetime:
    if clock is None:
        msg = "a job that is due at a time needs the clock this time is on"
        raise TypeError(msg)
    return clock.wall(aware(at))


def more_urgent_waits(task: TaskName, priority: int) -> bool:
    """Whether a job of ``task`` waits for a free worker that is more urgent than ``priority``."""
    rows = app.connector.get_sync_connector().execute_query_all(
        _MORE_URGENT, task=str(task), priority=priority
    )
    return bool(rows)


def _insert(requests: list[JobRequest], *, due: datetime | None) -> list[int]:
    (task,) = {request.payload.task for request in requests}
    jobs = [
        {
            "priority": job.priority,
            "lock": job.lock,
            "queueing_lock": job.queueing_lock,
            "args": job.payload.as_json(),
        }
        for job in requests
    ]
    rows = app.connector.get_sync_connector().execute_query_all(
        _DEFER,
        queue=str(task.queue),
        task=str(task),
        at=due,
        jobs={"jobs": jobs},
    )
    return [row["id"] for row in rows]
