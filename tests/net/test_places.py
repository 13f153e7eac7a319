"""Who may send to a host at once."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import Any

import pytest

from noroshi.net.errors import HostBusy
from noroshi.net.places import WHEN_SLOW, Places


class _Leap(selectors.DefaultSelector):
    """Waits no real time: an event loop with it leaps to its next timer."""

    seconds = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.seconds += timeout or 0.0
        return super().select(0)


def run(scene: Coroutine[Any, Any, None]) -> None:
    def loop() -> asyncio.AbstractEventLoop:
        leap = _Leap()
        made = asyncio.SelectorEventLoop(leap)
        made.time = lambda: leap.seconds  # type: ignore[method-assign]
        return made

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(scene)


async def use(places: Places, seconds: float = 0) -> None:
    async with places.at("a.example"):
        await asyncio.sleep(seconds)


async def room(places: Places) -> int:
    """How many get a place at once."""
    got = 0
    async with AsyncExitStack() as stack:
        while got < 100:
            try:
                await stack.enter_async_context(places.at("a.example"))
            except HostBusy:
                break
            got += 1
    return got


def test_a_host_gets_all_places_as_long_as_it_is_not_slow() -> None:
    async def scene() -> None:
        places = Places(8)
        assert await room(places) == 8
        await use(places)
        async with places.at("a.example"):
            assert await room(places) == 7

    run(scene())


def test_a_slow_host_gets_two_until_it_answers_quickly_again() -> None:
    async def scene() -> None:
        places = Places(8)
        await use(places, seconds=2.1)
        assert await room(places) == WHEN_SLOW
        async with places.at("a.example"):
            await use(places)
            assert await room(places) == 7

    run(scene())


def test_a_host_that_still_owes_an_answer_counts_as_slow_before_it_comes() -> None:
    async def scene() -> None:
        places = Places(8)
        owed = [asyncio.ensure_future(use(places, 9)) for _ in range(3)]
        await asyncio.sleep(2.1)
        assert await room(places) == 0
        await asyncio.gather(*owed)
        assert await room(places) == WHEN_SLOW

    run(scene())


def test_who_waits_gets_the_next_place() -> None:
    async def scene() -> None:
        places = Places(1)
        first = asyncio.ensure_future(use(places, 0.3))
        await asyncio.sleep(0)
        await use(places)
        assert first.done()

    run(scene())


def test_nobody_waits_so_long_that_an_unsubscribe_could_be_overlooked() -> None:
    async def scene() -> None:
        places = Places(1)
        first = asyncio.ensure_future(use(places, 1))
        await asyncio.sleep(0)
        began = asyncio.get_running_loop().time()
        with pytest.raises(HostBusy):
            await use(places)
        assert asyncio.get_running_loop().time() - began <= 0.5
        await first

    run(scene())


def test_one_host_does_not_wait_for_another() -> None:
    async def scene() -> None:
        places = Places(1)
        async with places.at("a.example"), places.at("b.example"):
            pass

    run(scene())


def test_places_come_back_after_errors_and_cancellations() -> None:
    async def scene() -> None:
        places = Places(4)
        await use(places)

        async def fails() -> None:
            async with places.at("a.example"):
                raise OSError

        for _ in range(20):
            with pytest.raises(OSError):  # noqa: PT011 (that it is raised is all)
                await fails()
            task = asyncio.ensure_future(use(places, 1))
            await asyncio.sleep(0)
            task.cancel()
        assert await room(places) >= 2

    run(scene())


def test_idle_hosts_are_forgotten_but_slow_ones_are_remembered() -> None:
    async def scene() -> None:
        places = Places(4)
        for number in range(50):
            async with places.at(f"{number}.example"):
                pass
        assert len(places._hosts) == 0
        await use(places, 2.1)
        assert len(places._hosts) == 1

    run(scene())


def test_a_place_given_to_somebody_who_leaves_at_that_moment_is_not_lost() -> None:
    async def scene() -> None:
        places = Places(1)
        stack = AsyncExitStack()
        await stack.enter_async_context(places.at("a.example"))
        waiting = asyncio.ensure_future(use(places))
        await asyncio.sleep(0.1)
        await stack.aclose()  # the place is handed over now
        waiting.cancel()
        await asyncio.wait([waiting])
        assert waiting.cancelled()
        assert await room(places) == 1

    run(scene())
