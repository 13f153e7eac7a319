"""Jobs belong to the transaction that asked for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from noroshi.jobs.names import TaskName, lock_on
from noroshi.jobs.payloads import ConfirmSubscription, PublishPages, SendBatch
from noroshi.jobs.queue import JobRequest, defer, defer_many, live_locks
from noroshi.kernel.clock import OffsetClock, SystemClock
from noroshi.storage.unit_of_work import unit_of_work

pytestmark = pytest.mark.django_db


class Broken(Exception):
    pass


def jobs() -> list[Job]:
    return list(app.job_manager.list_jobs())


def test_a_job_waits_in_its_queue_once_the_transaction_is_saved() -> None:
    with unit_of_work():
        job_id = defer(SendBatch(batch_id=7), priority=5, lock="batch 7")
    (job,) = jobs()
    assert (job.id, job.task_name, job.queue) == (job_id, "send_batch", "work")
    assert (job.priority, job.lock, job.scheduled_at) == (5, "batch 7", None)


def ask_and_break() -> None:
    with unit_of_work():
        assert defer(SendBatch(batch_id=7)) is not None
        raise Broken


def test_a_rolled_back_transaction_leaves_no_job() -> None:
    with pytest.raises(Broken):
        ask_and_break()
    assert jobs() == []


def test_a_clash_of_queueing_locks_gives_none_and_spares_the_transaction() -> None:
    once = lock_on(TaskName.PUBLISH_PAGES, 1)
    defer(PublishPages(version=1), queueing_lock=once)
    with unit_of_work():
        before = defer(ConfirmSubscription(subscriber_id=1))
        assert defer(PublishPages(version=1), queueing_lock=once) is None
        after = defer(ConfirmSubscription(subscriber_id=2))
    assert [job.id for job in jobs()][1:] == [before, after]


def test_a_time_is_on_the_products_clock(tmp_path: Path) -> None:
    drill = OffsetClock(tmp_path / "clock.json")
    drill.move_to(datetime(2031, 1, 1, tzinfo=UTC))
    start = SystemClock().now()
    defer(SendBatch(batch_id=7), at=datetime(2031, 1, 1, 0, 30, tzinfo=UTC), clock=drill)
    (job,) = jobs()
    assert job.scheduled_at is not None
    assert timedelta(minutes=29) < job.scheduled_at - start <= timedelta(minutes=31)


def test_a_time_without_its_clock_or_zone_is_refused() -> None:
    with pytest.raises(TypeError, match="clock"):
        defer(SendBatch(batch_id=7), at=datetime(2031, 1, 1, tzinfo=UTC))  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="zone"):
        defer(SendBatch(batch_id=7), at=datetime(2031, 1, 1), clock=SystemClock())  # noqa: DTZ001


def test_many_batches_are_asked_for_at_once_and_those_waiting_are_left_out() -> None:
    def wanted(batch: int) -> JobRequest:
        lock = lock_on(TaskName.SEND_BATCH, batch)
        return JobRequest(payload=SendBatch(batch_id=batch), lock=lock, queueing_lock=lock)

    assert len(defer_many([wanted(1), wanted(2)])) == 2
    assert len(defer_many([wanted(1), wanted(2), wanted(3)])) == 1
    assert defer_many([]) == []
    assert live_locks(TaskName.SEND_BATCH) == {"send_batch:1", "send_batch:2", "send_batch:3"}
    assert live_locks(TaskName.RETRY_DELIVERIES) == frozenset()
