"""The relay cuts the connection at every single byte, and nobody is lost or counted twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from tests.delivery.smtp.scenes import CountingFeed, on, parcel, send
from tests.delivery.smtp.server import Server, serving

SHORT = ("PIPELINING",)
ONE_BY_ONE = ("DSN",)
AT_ONCE = 40


async def dialogue(server: Server) -> CountingFeed:
    async with serving(server):
        return await send(server, CountingFeed(parcel(n) for n in range(1, 4)))


def judge(server: Server, feed: CountingFeed, where: str) -> None:
    assert len(feed.settled) == 3, where
    assert not feed.open, where
    for address, outcome in feed.settled.items():
        copies = server.recipients.count(address)
        if outcome == "accepted":
            assert server.confirmed[address] == copies == 1, where
        elif outcome == "unknown":
            # Only when its body had been asked for can its final dot have been seen.
            assert address in server.asked_for_body, where
            assert copies <= 1, where
        else:
            assert outcome == "temporary", where
            assert copies == 0, where
    # One connection is cut, so no more than the mail on it can suffer.
    assert sorted(feed.outcomes)[:2] == ["accepted", "accepted"], where


async def walk(servers: Iterable[Server]) -> int:
    places = asyncio.Semaphore(AT_ONCE)

    async def one(server: Server) -> None:
        where = f"cut after {server.cut_in} bytes received or {server.cut_out} sent"
        async with places:
            judge(server, await dialogue(server), where)

    async with asyncio.TaskGroup() as tasks:
        return len([tasks.create_task(one(server)) for server in servers])


async def lengths(extensions: tuple[str, ...]) -> tuple[int, int]:
    whole = Server(extensions=extensions)
    feed = await dialogue(whole)
    assert feed.outcomes == ["accepted"] * 3
    return whole.bytes_in, whole.bytes_out


@pytest.mark.parametrize(
    ("loop", "extensions", "step"),
    [("asyncio", SHORT, 1), ("uvloop", SHORT, 5), ("asyncio", ONE_BY_ONE, 5)],
)
def test_a_cut_after_any_byte_received_loses_nobody(
    loop: str, extensions: tuple[str, ...], step: int
) -> None:
    async def scene() -> int:
        received, _ = await lengths(extensions)
        places = range(0, received, step)
        return await walk(Server(extensions=extensions, cut_in=k) for k in places)

    assert on(loop, scene()) > 40


@pytest.mark.parametrize(
    ("loop", "extensions", "step"),
    [("asyncio", SHORT, 1), ("uvloop", SHORT, 5), ("asyncio", ONE_BY_ONE, 5)],
)
def test_a_cut_after_any_byte_sent_loses_nobody(
    loop: str, extensions: tuple[str, ...], step: int
) -> None:
    async def scene() -> int:
        _, sent = await lengths(extensions)
        places = range(0, sent, step)
        return await walk(Server(extensions=extensions, cut_out=k) for k in places)

    assert on(loop, scene()) > 20
