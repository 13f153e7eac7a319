"""When a job is tried again."""

from __future__ import annotations

import asyncio

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException, JobAborted
from procrastinate.jobs import Job

from noroshi.jobs.payloads import UnreadablePayload
from noroshi.kernel.errors import Refusal
from noroshi.worker.retrying import TRIES, OnlyIfCut, Persistent, TryAgain
from noroshi.worker.threads import in_thread


def decide(error: BaseException, *, attempts: int) -> TryAgain | None:
    job = Job(queue="work", lock=None, queueing_lock=None, task_name="sweep", attempts=attempts)
    return Persistent().get_retry_decision(exception=error, job=job)


@pytest.mark.parametrize(
    "error",
    [asyncio.CancelledError(), JobAborted(), ConnectorException(), psycopg.OperationalError()],
    ids=repr,
)
def test_a_job_that_was_cut_off_is_tried_again_however_often(error: BaseException) -> None:
    decision = decide(error, attempts=100)
    assert decision is not None
    assert not decision.count


@pytest.mark.parametrize("error", [Refusal("No."), UnreadablePayload("batch_id is None")], ids=repr)
def test_what_would_end_the_same_way_is_given_up_at_once(error: Exception) -> None:
    assert decide(error, attempts=0) is None


def test_another_error_is_tried_again_until_the_tries_are_used_up() -> None:
    decisions = [decide(RuntimeError(), attempts=attempts) for attempts in range(TRIES)]
    assert [decision is not None for decision in decisions] == [True] * (TRIES - 1) + [False]


def test_a_server_error_that_is_no_outage_counts_as_a_try() -> None:
    decision = decide(psycopg.errors.DeadlockDetected(), attempts=0)
    assert decision is not None
    assert decision.count


def test_a_tick_that_fails_leaves_it_to_the_next() -> None:
    job = Job(queue="sys", lock=None, queueing_lock=None, task_name="sweep")
    assert OnlyIfCut().get_retry_decision(exception=RuntimeError(), job=job) is None
    assert OnlyIfCut().get_retry_decision(exception=JobAborted(), job=job) is not None


class Flaky:
    """Loses its database a number of times."""

    def __init__(self, *, losses: int) -> None:
        self.losses = losses
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.losses:
            raise psycopg.OperationalError("the connection is lost")
        return "done"


def test_work_is_repeated_while_the_database_is_away() -> None:
    flaky = Flaky(losses=1)
    assert asyncio.run(in_thread(flaky)) == "done"
    assert flaky.calls == 2


def test_patience_ends() -> None:
    with pytest.raises(psycopg.OperationalError):
        asyncio.run(in_thread(Flaky(losses=100), patience=0.1))


def test_a_mistake_is_not_repeated() -> None:
    def mistake() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(in_thread(mistake))
