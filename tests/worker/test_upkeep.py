"""Judging the dead, and forgetting the old, one statement at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from procrastinate import App

from noroshi.jobs.names import QueueName
from noroshi.jobs.payloads import SendBatch
from noroshi.worker.handlers import by_name
from noroshi.worker.overrides import SturdyWorker
from noroshi.worker.pace import Pace
from noroshi.worker.rescue import forget_old, rescue
from noroshi.worker.tasks import app_for, connector_for
from tests.worker.stage import Stage

DAY = 86_400


def with_app(stage: Stage, do: Callable[[App], Awaitable[int]]) -> int:
    async def run() -> int:
        connector = connector_for(stage.url, concurrency=1)
        app = app_for(by_name(), connector=connector, pace=Pace())
        async with app.open_async():
            return await do(app)

    return asyncio.run(run())


def judge(stage: Stage, *, steady: int, seconds_ago: int = 0) -> int:
    """How many jobs a worker with this heartbeat takes over."""
    (own,) = stage.rows(
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - make_interval(secs => %s)) RETURNING id",
        seconds_ago,
    )

    async def do(app: App) -> int:
        worker = SturdyWorker(app, queue=QueueName.SYS, concurrency=1, pace=Pace())
        worker.worker_id, worker.steady = own["id"], steady
        return await rescue(worker, spared=[own["id"]], pace=Pace())

    return with_app(stage, do)


def job_of_a_dead_worker(stage: Stage, *, queueing_lock: str | None = None) -> int:
    (dead,) = stage.rows(
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - interval '9 seconds') RETURNING id"
    )
    job = stage.ask(SendBatch(batch_id=1))
    stage.rows(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, queueing_lock = %s"
        " WHERE id = %s",
        dead["id"],
        queueing_lock,
        job,
    )
    return job


def test_a_steady_worker_takes_over_and_buries(stage: Stage) -> None:
    job = job_of_a_dead_worker(stage)
    assert judge(stage, steady=3) == 1
    assert stage.status(job) == "todo"
    assert stage.worker_rows() == 1


def test_a_worker_that_was_away_itself_calls_nobody_dead(stage: Stage) -> None:
    job = job_of_a_dead_worker(stage)
    assert judge(stage, steady=2) == 0
    assert judge(stage, steady=3, seconds_ago=5) == 0
    assert stage.status(job) == "doing"


def test_a_job_whose_worker_has_no_row_is_taken_over(stage: Stage) -> None:
    job = job_of_a_dead_worker(stage)
    stage.rows("DELETE FROM procrastinate_workers")
    assert judge(stage, steady=3) == 1
    assert stage.status(job) == "todo"


def test_another_job_waiting_under_the_same_lock_does_not_stop_the_rescue(stage: Stage) -> None:
    jobs = [job_of_a_dead_worker(stage, queueing_lock="europe") for _ in range(2)]
    stage.rows(
        "UPDATE procrastinate_jobs SET queueing_lock = 'europe' WHERE id = %s",
        stage.ask(SendBatch(batch_id=1)),
    )
    assert judge(stage, steady=3) == 2
    assert [stage.status(job) for job in jobs] == ["todo", "todo"]


def test_finished_jobs_are_forgotten_after_a_day_and_failed_ones_after_a_month(
    stage: Stage,
) -> None:
    ages = [("succeeded", 0.9), ("succeeded", 1.1), ("failed", 29), ("failed", 31), ("todo", 40)]
    for status, days in ages:
        job = stage.ask(SendBatch(batch_id=1))
        stage.rows(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s",
            status,
            job,
        )
        stage.rows(
            "UPDATE procrastinate_events SET at = now() - make_interval(secs => %s)"
            " WHERE job_id = %s",
            days * DAY,
            job,
        )
    assert with_app(stage, lambda app: forget_old(app, pace=Pace())) == 2
    left = stage.rows("SELECT status::text FROM procrastinate_jobs ORDER BY id")
    assert [row["status"] for row in left] == ["succeeded", "failed", "todo"]
