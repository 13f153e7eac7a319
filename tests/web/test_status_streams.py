"""The streams of the public pages: news soon, signs of life, and bounds for everybody."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from noroshi.pages.routes import Route, write_routes
from noroshi.pages.serve.sites import Sites
from noroshi.web.pageserver.application import PageServer
from noroshi.web.pageserver.client import place_of
from noroshi.web.pageserver.request import Message
from noroshi.web.pageserver.streams import Limits, Streams
from tests.pages import site
from tests.web.asking import Told, scope, screens

QUICK = Limits(look_every=0.01, beat_every=0.05, patience=0.1)


@dataclass(kw_only=True)
class Stream:
    """A stream as its reader sees it."""

    told: Told = field(default_factory=Told)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None
    takes: bool = True

    @property
    def text(self) -> str:
        return self.told.body.decode()

    @property
    def events(self) -> list[dict[str, Any]]:
        lines = self.text.split("\n")
        return [json.loads(line[6:]) for line in lines if line.startswith("data: ")]

    @property
    def over(self) -> bool:
        return self.task is not None and self.task.done()

    async def receive(self) -> Message:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if not self.takes and self.told.body:
            await asyncio.Event().wait()
        self.told.take(message)
        self.heard.set()

    async def until(self, text: str) -> None:
        async with asyncio.timeout(5):
            while text not in self.text:
                self.heard.clear()
                await self.heard.wait()

    async def end(self) -> None:
        assert self.task
        async with asyncio.timeout(5):
            await asyncio.wait([self.task])


class Here:
    """A page server and its streams."""

    def __init__(self, root: Path, limits: Limits) -> None:
        sites = Sites(root, public_url="https://noroshi.example")
        self.streams = Streams(sites, limits)
        self._server = PageServer(screens, sites=sites, streams=self.streams)
        self._opened: list[Stream] = []

    def open(self, *, takes: bool = True, path: str = "/status/events", **headers: str) -> Stream:
        stream = Stream(takes=takes)
        asked = scope(path, **headers)
        call = self._server(asked, stream.receive, stream.send)
        stream.task = asyncio.ensure_future(call)
        self._opened.append(stream)
        return stream

    async def close(self) -> None:
        for stream in self._opened:
            stream.left.set()
        for stream in self._opened:
            await stream.end()
        assert self.streams.open == 0


@asynccontextmanager
async def here(root: Path, limits: Limits = QUICK) -> AsyncIterator[Here]:
    found = Here(site.kitsune(root), limits)
    try:
        yield found
    finally:
        await found.close()


def test_whoever_comes_learns_the_state_and_then_each_change(tmp_path: Path) -> None:
    async def run() -> None:
        async with here(tmp_path) as world:
            first, second = world.open(), world.open()
            await first.until("All is well")
            site.put(tmp_path, version=2, headline="Checkout fails")
            await first.until("Checkout fails")
            await second.until("Checkout fails")
            assert [event["version"] for event in first.events] == [1, 2]
            assert first.events[-1]["indicator"] == "major"
            assert first.events[-1]["headline"]["ja"] == "正常に稼働しています"
            assert first.told.headers["content-type"] == "text/event-stream; charset=utf-8"
            assert first.told.headers["cache-control"] == "no-store"
            assert first.told.headers["access-control-allow-origin"] == "*"

    asyncio.run(run())


def test_a_browser_that_comes_back_hears_only_what_it_missed(tmp_path: Path) -> None:
    async def run() -> None:
        async with here(tmp_path) as world:
            first = world.open()
            await first.until("id: ")
            known = first.text.split("id: ")[1].split("\n")[0]
            again = world.open(last_event_id=known)
            await again.until(":\n\n")
            assert again.events == []
            site.put(tmp_path, version=2, headline="Checkout fails")
            await again.until("Checkout fails")
            late = world.open(last_event_id=known)
            await late.until("Checkout fails")

    asyncio.run(run())


def test_readers_come_back_at_different_times(tmp_path: Path) -> None:
    async def run() -> None:
        async with here(tmp_path) as world:
            streams = [world.open() for _ in range(12)]
            for stream in streams:
                await stream.until("retry: ")
            waits = {stream.text.split("retry: ")[1].split("\n")[0] for stream in streams}
            assert len(waits) == 12
            assert all(2_000 <= int(wait) < 10_000 for wait in waits)

    asyncio.run(run())


def test_a_quiet_stream_gives_signs_of_life(tmp_path: Path) -> None:
    async def run() -> None:
        async with here(tmp_path) as world:
            stream = world.open()
            await stream.until(":\n\n:\n\n")
            assert len(stream.events) == 1

    asyncio.run(run())


def test_a_reader_who_takes_nothing_is_let_go_and_holds_up_nobody(tmp_path: Path) -> None:
    async def run() -> None:
        async with here(tmp_path) as world:
            slow, quick = world.open(takes=False), world.open()
            await quick.until("All is well")
            site.put(tmp_path, version=2, headline="Checkout fails")
            await quick.until("Checkout fails")
            await slow.end()
            assert world.streams.open == 1

    asyncio.run(run())


def test_a_stream_ends_after_a_while_so_that_nothing_grows(tmp_path: Path) -> None:
    async def run() -> None:
        limits = Limits(look_every=0.01, beat_every=0.02, longest=0.05)
        async with here(tmp_path, limits) as world:
            await world.open().end()
            assert world.streams.open == 0

    asyncio.run(run())


def test_whoever_leaves_is_forgotten(tmp_path: Path) -> None:
    async def run() -> None:
        async with here(tmp_path) as world:
            stream = world.open()
            await stream.until("All is well")
            stream.left.set()
            await stream.end()
            assert world.streams.open == 0

    asyncio.run(run())


@pytest.mark.parametrize("limits", [Limits(most=2), Limits(most_each=2)])
def test_no_more_streams_are_opened_than_the_limits_say(tmp_path: Path, limits: Limits) -> None:
    async def run() -> None:
        async with here(tmp_path, limits) as world:
            streams = [world.open() for _ in range(3)]
            await streams[2].end()
            assert [stream.over for stream in streams] == [False, False, True]
            assert streams[2].told.status == 503
            assert streams[2].told.headers["retry-after"] == "60"
            streams[0].left.set()
            await streams[0].end()
            await world.open().until("All is well")

    asyncio.run(run())


def test_the_limit_of_one_place_is_not_that_of_another(tmp_path: Path) -> None:
    async def run() -> None:
        async with here(tmp_path, Limits(most_each=1)) as world:
            first = world.open(client="203.0.113.5")
            await first.until("All is well")
            await world.open(client="203.0.113.5").end()
            await world.open(client="203.0.113.6").until("All is well")

    asyncio.run(run())


def test_the_streams_of_a_page_that_is_not_public_any_more_end(tmp_path: Path) -> None:
    async def run() -> None:
        async with here(tmp_path) as world:
            stream = world.open()
            await stream.until("All is well")
            write_routes(tmp_path, [Route(key="other")])
            await stream.end()
            assert "Secret" not in stream.text

    asyncio.run(run())


@pytest.mark.parametrize(
    ("client", "forwarded", "place"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("8.8.8.8", "1.1.1.1", "8.8.8.8"),
        ("127.0.0.1", "6.6.6.6, 8.8.4.4", "8.8.4.4"),
        ("10.0.0.9", "nonsense", "10.0.0.9"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("2001:4860:4860:1::8888", "", "2001:4860:4860:1::/64"),
        ("::ffff:8.8.8.8", "", "8.8.8.8"),
        ("", "", ""),
    ],
)
def test_only_a_proxy_of_our_own_may_say_who_asks(client: str, forwarded: str, place: str) -> None:
    asked = scope("/status/events", client=client)
    if forwarded:
        asked["headers"].append((b"x-forwarded-for", forwarded.encode()))
    assert place_of(asked) == place
