"""The audit as a worker does it, and the watcher outside that hears of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from noroshi.jobs.names import PERIODIC, QueueName, TaskName
from noroshi.jobs.payloads import Audit
from noroshi.kernel.errors import SetupProblem
from noroshi.net.errors import NotReached
from noroshi.storage import audit_findings, durability
from noroshi.worker.duties.audit import audit
from noroshi.worker.duties.tools import Toolbox
from tests.cast import World


@dataclass
class Watcher:
    """Somebody outside who counts the heartbeats."""

    heard: int = 0
    is_away: bool = False

    async def beat(self) -> None:
        self.heard += 1
        if self.is_away:
            raise NotReached("no connection to watcher.example")


def test_the_audit_is_a_tick_of_its_own_that_no_product_work_can_hold_up() -> None:
    assert TaskName.AUDIT.queue is QueueName.SYS
    assert PERIODIC[TaskName.AUDIT] == "* * * * *"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_away", [False, True])
def test_a_watcher_outside_hears_of_each_whole_look(world: World, is_away: bool) -> None:
    watcher = Watcher(is_away=is_away)
    tools = Toolbox(context=world.context)
    asyncio.run(audit(tools, Audit(), watcher.beat))
    asyncio.run(audit(tools, Audit()))
    assert watcher.heard == 1
    assert audit_findings.last_run() is not None


@pytest.mark.django_db
def test_a_worker_does_not_start_on_a_database_that_forgets(db: None) -> None:
    # The tests' own server is such a one: fast, and gone after a power cut.
    with pytest.raises(SetupProblem, match="may forget what it has confirmed") as refused:
        durability.must_be_durable()
    assert "fsync = off" in refused.value.why
    assert refused.value.way_out.startswith("Switch it on")
