"""Workers die, freeze and are told to stop; no job is lost."""

from __future__ import annotations

import signal
from dataclasses import replace

import pytest

from noroshi.jobs.board import REASON
from noroshi.jobs.payloads import SendBatch
from noroshi.worker.exits import Exit
from tests.worker.stage import QUICK, Stage, WorkerProcess, order, pause, until

pytestmark = pytest.mark.smoke


def test_the_job_of_a_killed_worker_is_taken_over(stage: Stage) -> None:
    workers = stage.workers(2)
    job = stage.ask(order("wait 1"))
    holder, other = _holder_first(stage, workers, "wait 1")
    holder.signal(signal.SIGKILL)
    until(lambda: stage.notes("wait 1", "started") == [holder.pid, other.pid], "the other has it")
    until(lambda: stage.status(job) == "succeeded", "it is done")
    assert stage.notes("wait 1", "done") == [other.pid]


def test_without_rescue_the_job_of_a_killed_worker_stays_undone(stage: Stage) -> None:
    """Negative control: what the test above shows is the rescue's work, not procrastinate's."""
    never = replace(QUICK, stalled=1000.0)
    workers = stage.workers(2, pace=never)
    job = stage.ask(order("wait 1"))
    holder, _ = _holder_first(stage, workers, "wait 1")
    holder.signal(signal.SIGKILL)
    pause(3)
    assert stage.status(job) == "doing"


def test_a_frozen_worker_is_replaced_and_its_outcome_refused(stage: Stage) -> None:
    workers = stage.workers(2)
    job = stage.ask(order("wait 3"))
    holder, other = _holder_first(stage, workers, "wait 3")
    holder.signal(signal.SIGSTOP)
    until(lambda: stage.notes("wait 3", "started") == [holder.pid, other.pid], "taken over")
    holder.signal(signal.SIGCONT)
    assert holder.exit_code() == Exit.BURIED
    until(lambda: stage.status(job) == "succeeded", "it is done")
    assert other.pid in stage.notes("wait 3", "done")
    (row,) = stage.rows("SELECT attempts, worker_id FROM procrastinate_jobs WHERE id = %s", job)
    assert row["attempts"] == 2  # one for the rescue, one for the only outcome that counted


def test_a_job_that_kills_its_workers_is_given_up_and_shown(stage: Stage) -> None:
    workers = stage.workers(QUICK.deaths + 1)
    job = stage.ask(order("die"))
    until(lambda: stage.status(job) == "failed", "it is given up")
    victims = stage.notes("die", "started")
    assert len(victims) == QUICK.deaths
    assert all(w.exit_code() == -signal.SIGKILL for w in workers if w.pid in victims)
    (row,) = stage.rows("SELECT args FROM procrastinate_jobs WHERE id = %s", job)
    assert row["args"][REASON] == "The worker died each time it ran this job."


def test_after_sigterm_short_jobs_are_finished_and_long_ones_go_back(stage: Stage) -> None:
    short = stage.ask(order("wait 1"))
    long_async = stage.ask(SendBatch(batch_id=60_000))
    stage.ask(order("wait 60"))
    worker = stage.worker()
    until(lambda: bool(stage.notes("wait 60", "started")), "all three run")
    worker.signal(signal.SIGTERM)
    assert worker.exit_code() == Exit.ASKED
    assert stage.status(short) == "succeeded"
    assert stage.status(long_async) == "todo"
    (row,) = stage.rows("SELECT attempts FROM procrastinate_jobs WHERE id = %s", long_async)
    assert row["attempts"] == 0  # being cut off is not the job's fault
    stage.worker()
    until(lambda: len(stage.notes("batch 60000", "started")) == 2, "the cut one runs again")
    until(lambda: len(stage.notes("wait 60", "started")) == 2, "the one in a thread is taken over")


def test_a_worker_without_jobs_leaves_at_once_and_says_goodbye(stage: Stage) -> None:
    worker = stage.worker()
    worker.signal(signal.SIGTERM)
    assert worker.exit_code(within=QUICK.grace) == Exit.ASKED
    assert stage.worker_rows() == 0


def test_the_heart_beats_through_the_grace(stage: Stage) -> None:
    """Or the others would take over jobs that are about to be finished."""
    patient = replace(QUICK, grace=5.0)
    workers = stage.workers(2, pace=patient)
    job = stage.ask(order("wait 3"))
    holder, _ = _holder_first(stage, workers, "wait 3")
    holder.signal(signal.SIGTERM)
    until(lambda: stage.status(job) == "succeeded", "it is done")
    assert stage.notes("wait 3", "started") == [holder.pid]


def _holder_first(
    stage: Stage, workers: list[WorkerProcess], note: str
) -> tuple[WorkerProcess, WorkerProcess]:
    until(lambda: bool(stage.notes(note, "started")), "one of them has the job")
    (pid,) = stage.notes(note, "started")
    holder, other = sorted(workers, key=lambda worker: worker.pid != pid)
    return holder, other
