"""Payloads survive storage, and the next release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest

from noroshi.jobs.names import PERIODIC, QueueName, TaskName
from noroshi.jobs.payloads import (
    ConfirmSubscription,
    LookAtTimers,
    NotifyColleague,
    Payload,
    PublishPages,
    RetryDeliveries,
    SendBatch,
    Sweep,
    UnreadablePayload,
)

SAMPLES: list[Payload] = [
    PublishPages(version=1),
    ConfirmSubscription(subscriber_id=4),
    NotifyColleague(person="taro", kind="approval_asked", incident_number=7, about=1),
    SendBatch(batch_id=2),
    RetryDeliveries(batch_id=3),
    LookAtTimers(),
    Sweep(),
]


@pytest.mark.parametrize("payload", SAMPLES, ids=repr)
def test_what_was_stored_is_read(payload: Payload) -> None:
    assert type(payload).from_json(payload.as_json()) == payload


def test_every_task_has_one_payload() -> None:
    ours = [kind for kind in Payload.__subclasses__() if kind.__module__ == Payload.__module__]
    assert sorted(kind.task for kind in ours) == sorted(TaskName)


def test_fields_of_a_later_release_are_ignored() -> None:
    assert SendBatch.from_json({"batch_id": 2, "colour": "ember"}) == SendBatch(batch_id=2)


def test_a_new_field_takes_its_default_in_an_old_job() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Later(Payload):
        task: ClassVar = TaskName.SWEEP
        slowly: bool = False

    assert Later.from_json({}) == Later(slowly=False)


@pytest.mark.parametrize("stored", [{}, {"batch_id": "2"}, {"batch_id": None}, {"batch_id": True}])
def test_a_wrong_shape_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(UnreadablePayload, match="batch_id"):
        SendBatch.from_json(stored)


def test_ticks_wait_in_the_queue_that_never_waits_for_work() -> None:
    # A mailbox that answers slowly would take a slot from those who look after promises.
    slow = {TaskName.FETCH_BOUNCES}
    assert {task.queue for task in PERIODIC if task not in slow} == {QueueName.SYS}
    assert all(task.queue is QueueName.WORK for task in slow)
    assert TaskName.SEND_BATCH.queue is QueueName.WORK
