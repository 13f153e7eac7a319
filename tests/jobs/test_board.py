"""People see what failed, and can let it run again."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django import app

from noroshi.jobs.board import REASON, Standing, failed_jobs, run_again, standing
from noroshi.jobs.payloads import SendBatch
from noroshi.jobs.queue import defer

pytestmark = pytest.mark.django_db


def fail(job_id: int, reason: str) -> None:
    app.connector.get_sync_connector().execute_query(
        "UPDATE procrastinate_jobs SET status = 'failed', attempts = 3, args = args || %(note)s"
        " WHERE id = %(id)s",
        id=job_id,
        note={REASON: reason},
    )


def test_a_failed_job_shows_what_it_was_and_why() -> None:
    job_id = defer(SendBatch(batch_id=7)) or 0
    assert failed_jobs() == ()
    fail(job_id, "RuntimeError: it broke")
    (failed,) = failed_jobs()
    assert (failed.id, failed.task, failed.payload) == (job_id, "send_batch", {"batch_id": 7})
    assert (failed.reason, failed.attempts) == ("RuntimeError: it broke", 3)


def test_a_failed_job_runs_again_once() -> None:
    job_id = defer(SendBatch(batch_id=7)) or 0
    assert not run_again(job_id)
    fail(job_id, "RuntimeError: it broke")
    assert run_again(job_id)
    assert not run_again(job_id)
    (job,) = app.job_manager.list_jobs()
    assert (job.status, job.attempts) == ("todo", 0)
    assert failed_jobs() == ()


def test_the_standing_counts_what_waits_and_what_failed() -> None:
    defer(SendBatch(batch_id=1))
    fail(defer(SendBatch(batch_id=2)) or 0, "RuntimeError: it broke")
    assert standing() == Standing(waiting=1, running=0, failed=1, workers=0)
