"""A job that was given up, as the runner leaves it."""

from __future__ import annotations

from procrastinate.contrib.django import app

from noroshi.jobs.board import REASON

_GIVE_UP = """
UPDATE procrastinate_jobs
   SET status = 'failed', attempts = 3,
       args = args || jsonb_build_object(%(key)s::text, %(why)s::text)
 WHERE id = %(id)s RETURNING id
"""


def give_up(job: int | None, why: str) -> int:
    """Let a waiting job have failed for good."""
    connector = app.connector.get_sync_connector()
    connector.execute_query_all(
        "UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %(id)s RETURNING id", id=job
    )
    (row,) = connector.execute_query_all(_GIVE_UP, id=job, key=REASON, why=why)
    return int(row["id"])
