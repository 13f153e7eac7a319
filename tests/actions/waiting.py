"""What waits in the job table."""

from __future__ import annotations

import json

from procrastinate.contrib.django import app

from noroshi.jobs.names import TaskName

_WAITING = """
SELECT args::text AS args FROM procrastinate_jobs
 WHERE task_name = %(task)s AND status = 'todo' ORDER BY id
"""
_FORGET = "DELETE FROM procrastinate_jobs RETURNING id"


def waiting_jobs(task: TaskName) -> list[dict[str, object]]:
    """What the waiting jobs of a task carry, oldest first."""
    rows = app.connector.get_sync_connector().execute_query_all(_WAITING, task=str(task))
    return [json.loads(row["args"]) for row in rows]


def lose_every_job() -> int:
    """As if the job table had been lost; how many there were."""
    return len(app.connector.get_sync_connector().execute_query_all(_FORGET))
