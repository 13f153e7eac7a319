"""Against Postfix's own test server, in the moods that it has."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.delivery.smtp.scenes import CountingFeed, on, parcel, send
from tests.delivery.smtp.server import Server

SINK = "/usr/sbin/smtp-sink"


@asynccontextmanager
async def sink(*options: str) -> AsyncIterator[Server]:
    """smtp-sink on a free port; only the port of the result means anything."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    process = await asyncio.create_subprocess_exec(
        SINK, *user, "-4", *options, f"127.0.0.1:{port}", "64", stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await _listening(port)
        yield Server(port=port)
    finally:
        process.kill()
        await process.wait()


async def _listening(port: int) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.01)
        else:
            writer.transport.abort()
            return
    raise TimeoutError


def run(*options: str, loop: str = "asyncio", mails: int = 40) -> set[str]:
    async def scene() -> set[str]:
        async with sink(*options) as server:
            feed = CountingFeed(parcel(n) for n in range(1, mails + 1))
            return set((await send(server, feed, connections=4)).outcomes)

    return on(loop, scene())


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
@pytest.mark.parametrize("options", [(), ("-p",), ("-e",), ("-8",), ("-a",)])
def test_all_mails_are_taken(loop: str, options: tuple[str, ...]) -> None:
    """With pipelining, without it, with HELO only, without 8BITMIME, without AUTH."""
    assert run(*options, loop=loop, mails=200) == {"accepted"}


@pytest.mark.parametrize(
    ("options", "outcome"),
    [
        (("-f", "."), "temporary"),
        (("-r", "DATA"), "temporary"),
        (("-q", "MAIL"), "temporary"),
        (("-q", "."), "unknown"),
        (("-Q", "RCPT"), "throttled"),
        (("-Q", "."), "throttled"),
    ],
)
def test_a_bad_mood_is_told_as_it_is(options: tuple[str, str], outcome: str) -> None:
    assert run(*options, mails=6) == {outcome}


def test_a_slow_server_is_waited_for() -> None:
    assert run("-W", ".:1", mails=1) == {"accepted"}
