"""A worker does what it is asked, tries again what may pass, and shows what it gave up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from noroshi.jobs.board import REASON
from noroshi.jobs.payloads import SendBatch, WatchPages
from tests.worker.stage import Stage, order, until

pytestmark = pytest.mark.smoke


@pytest.fixture(scope="module")
def at_work(worker_url: str) -> Iterator[Stage]:
    """One worker for all tests here, which therefore look only at their own jobs."""
    built = Stage(worker_url)
    built.clear()
    built.worker()
    yield built
    built.end()


def test_synchronous_and_async_jobs_are_done(at_work: Stage) -> None:
    jobs = [at_work.ask(order("europe")), at_work.ask(SendBatch(batch_id=10))]
    until(lambda: all(at_work.status(job) == "succeeded" for job in jobs), "both are done")


def test_timers_are_looked_at_and_ticks_leave_no_rows_behind(at_work: Stage) -> None:
    before = len(at_work.notes("timers", "done"))
    until(lambda: len(at_work.notes("timers", "done")) >= before + 2, "two looks at the timers")
    query = "SELECT 1 FROM procrastinate_jobs WHERE queue_name = 'sys' AND status = 'succeeded'"
    assert at_work.rows(query) == []


def test_a_tick_that_keeps_failing_shows_its_last_failure_only(at_work: Stage) -> None:
    failures = "SELECT id FROM procrastinate_jobs WHERE queue_name = 'sys' AND status = 'failed'"
    at_work.rows("INSERT INTO note (job, what) VALUES ('timers', 'break')")
    until(lambda: bool(at_work.rows(failures)), "a failure")
    (first,) = at_work.rows(failures)
    until(lambda: first not in at_work.rows(failures), "a later failure")
    at_work.rows("DELETE FROM note WHERE what = 'break'")
    assert len(at_work.rows(failures)) == 1


def test_ticks_do_not_wait_for_a_busy_worker(at_work: Stage) -> None:
    slots = 4
    for _ in range(slots):
        at_work.ask(order("wait 3"))
    until(lambda: len(at_work.notes("wait 3", "started")) == slots, "every slot is taken")
    before = len(at_work.notes("timers", "done"))
    until(lambda: len(at_work.notes("timers", "done")) > before, "a tick", within=2.5)
    at_work.ask(WatchPages())  # a fan-out must not keep it from finding wrong bytes (R14)
    until(lambda: bool(at_work.notes("watch", "done")), "a look at the pages", within=2.5)
    assert at_work.notes("wait 3", "done") == []


def test_a_refusal_is_not_repeated_and_its_reason_is_kept(at_work: Stage) -> None:
    job = at_work.ask(order("refuse"))
    until(lambda: at_work.status(job) == "failed", "the job is given up")
    assert len(at_work.notes("refuse", "started")) == 1
    (row,) = at_work.rows("SELECT args FROM procrastinate_jobs WHERE id = %s", job)
    assert row["args"][REASON] == "Refusal: Not today."


def test_an_error_is_tried_again_a_second_later(at_work: Stage) -> None:
    job = at_work.ask(order("break"))
    until(lambda: len(at_work.notes("break", "started")) >= 2, "a second try")
    (row,) = at_work.rows("SELECT attempts FROM procrastinate_jobs WHERE id = %s", job)
    assert row["attempts"] >= 1


def test_a_task_of_a_newer_release_is_left_for_those_who_know_it(at_work: Stage) -> None:
    (job,) = at_work.rows(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
        " VALUES ('work', 'write_poem', '{}') RETURNING id"
    )
    later = "SELECT 1 FROM procrastinate_jobs WHERE id = %s AND scheduled_at > now()"
    until(lambda: bool(at_work.rows(later, job["id"])), "it waits for another worker")
    assert at_work.status(job["id"]) == "todo"


def test_jobs_with_one_lock_never_run_side_by_side(at_work: Stage) -> None:
    for _ in range(2):
        at_work.ask(order("wait 0.5"), lock="europe")
    until(lambda: len(at_work.notes("wait 0.5", "done")) == 2, "both are done")
    what = at_work.rows("SELECT what FROM note WHERE job = 'wait 0.5' ORDER BY id")
    assert [row["what"] for row in what] == ["started", "done"] * 2
