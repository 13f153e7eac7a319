"""A worker looks by itself: at a real server, beside its queues."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from noroshi.domain.checks import Fault, Health
from noroshi.net.probing import Prober
from noroshi.storage import checks
from noroshi.worker.duties.watch_checks import Watchman
from tests.cast import World
from tests.components.scene import FRONT, with_checks
from tests.net.servers import TLS, http_server, reply


@pytest.mark.django_db(transaction=True)
def test_a_worker_begins_with_the_checks_of_the_plan_and_notes_what_it_finds(world: World) -> None:
    async def scene() -> None:
        async with http_server(reply("200 OK"), reply("503 Service Unavailable")) as seen:
            url = f"http://127.0.0.1:{seen.port}/"
            await asyncio.to_thread(with_checks, world, replace(FRONT, url=url))
            watchman = Watchman(
                world.context, Prober(internal_hosts=["127.0.0.1"], tls=TLS), every=0.01
            )
            for expected in (1, 0, 1):
                if expected:
                    world.clock.pass_by(minutes=1)
                assert await watchman.take_turns() == expected
                await watchman.finish()

    asyncio.run(scene())
    (known,) = checks.running()
    assert known.record.health is Health.PASSING
    assert [result.fault for result in known.record.results] == [None, Fault.STATUS]


@pytest.mark.django_db(transaction=True)
def test_a_watchman_ends_when_the_worker_does(world: World) -> None:
    async def scene() -> None:
        watching = asyncio.create_task(
            Watchman(world.context, Prober(tls=TLS), every=0.01).watch_for_ever()
        )
        await asyncio.sleep(0.05)
        watching.cancel()
        with pytest.raises(asyncio.CancelledError):
            await watching

    asyncio.run(scene())
