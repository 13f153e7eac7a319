"""Rules every task must follow, whichever handler is behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from importlib.metadata import version

import pytest

from noroshi.jobs.names import PERIODIC, TaskName
from noroshi.jobs.payloads import Payload, SendBatch
from noroshi.worker.handlers import Handler, by_name, handle
from noroshi.worker.pace import Pace
from noroshi.worker.retrying import Persistent
from noroshi.worker.tasks import app_for, connector_for


def nothing(payload: Payload) -> None:
    pass


def every_handler() -> tuple[Handler, ...]:
    ours = [kind for kind in Payload.__subclasses__() if kind.__module__ == Payload.__module__]
    return tuple(handle(kind, nothing) for kind in ours)


def test_every_task_can_be_retried_so_that_a_shutdown_drops_none() -> None:
    connector = connector_for("postgresql:///nowhere", concurrency=1)
    app = app_for(by_name(*every_handler()), connector=connector, pace=Pace())
    ours = {name: task for name, task in app.tasks.items() if name in set(TaskName)}
    assert set(ours) == set(TaskName)
    assert all(isinstance(task.retry_strategy, Persistent) for task in ours.values())
    assert {name for name, _ in app.periodic_registry.periodic_tasks} == set(PERIODIC)


class Unawaited:
    def __await__(self) -> Generator[None, None, None]:
        yield


def test_a_disguised_async_handler_fails_instead_of_doing_nothing() -> None:
    disguised = Handler(payload=SendBatch, call=lambda payload: Unawaited())
    connector = connector_for("postgresql:///nowhere", concurrency=1)
    app = app_for(by_name(disguised), connector=connector, pace=Pace())
    with pytest.raises(TypeError, match="is it async"):
        asyncio.run(asyncio.to_thread(app.tasks["send_batch"], batch_id=1))


def test_two_handlers_for_one_task_are_refused() -> None:
    with pytest.raises(ValueError, match="two handlers"):
        by_name(handle(SendBatch, nothing), handle(SendBatch, nothing))


def test_the_overrides_were_written_for_what_is_installed() -> None:
    """Another version: read worker/overrides.py and statements.py against it, then change this."""
    assert version("procrastinate").startswith("3.10.")
    assert version("psycopg-pool").startswith("3.3.")
