"""The database goes away and comes back; workers go on by themselves."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from psycopg.types.json import Jsonb

from noroshi.jobs.payloads import SendBatch
from noroshi.worker.exits import Exit
from tests.worker.postgres import OwnPostgres
from tests.worker.stage import QUICK, Stage, order, pause, until

pytestmark = pytest.mark.smoke


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[OwnPostgres]:
    server = OwnPostgres()
    server.start()
    Stage(server.url).migrate()
    yield server
    server.remove()


@pytest.fixture
def stage(own_postgres: OwnPostgres) -> Iterator[Stage]:
    built = Stage(own_postgres.url)
    built.clear()
    yield built
    built.end()


def test_workers_outlive_a_killed_database(stage: Stage, own_postgres: OwnPostgres) -> None:
    workers = stage.workers(2)
    for away in (0.0, QUICK.stalled + 1.0):
        stage.rows("TRUNCATE note")
        running = [stage.ask(order("wait 1")), stage.ask(SendBatch(batch_id=1000))]
        until(lambda: bool(stage.notes("batch 1000", "started")), "the jobs run")
        own_postgres.kill()
        pause(away)
        own_postgres.start()
        stage.reconnect()
        running.append(stage.ask(order("later")))
        all_are_done(stage, running)
        timers_are_looked_at(stage)
        assert len(set(stage.notes("wait 1", "started"))) == 1  # nobody was taken for dead
    for worker in workers:
        worker.signal(signal.SIGTERM)
        assert worker.exit_code() == Exit.ASKED


def all_are_done(stage: Stage, jobs: list[int]) -> None:
    until(lambda: all(stage.status(job) == "succeeded" for job in jobs), "all jobs are done")


def timers_are_looked_at(stage: Stage) -> None:
    ticks = len(stage.notes("timers", "done"))
    until(lambda: len(stage.notes("timers", "done")) > ticks, "timers are looked at")


def test_a_job_whose_start_went_unheard_is_put_back(stage: Stage) -> None:
    """The database gave the job away, and the answer was lost with the connection."""
    worker = stage.worker()
    job = stage.ask(order("wait 0"), lock="held")
    until(lambda: stage.status(job) == "succeeded", "the worker is there")
    (mine,) = stage.rows(
        "SELECT max(id) AS id FROM procrastinate_workers JOIN LATERAL"
        " (SELECT worker_id FROM procrastinate_jobs WHERE id = %s) job ON job.worker_id = id",
        job,
    )
    (lost,) = stage.rows(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
        " VALUES ('work', 'notify_colleague', %s, 'doing', %s) RETURNING id",
        Jsonb(order("unheard").as_json()),
        mine["id"],
    )
    until(lambda: stage.status(lost["id"]) == "succeeded", "it is done after all")
    assert stage.notes("unheard", "done") == [worker.pid]
