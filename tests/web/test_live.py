"""Live screens: a second browser hears of an answer within a second, through the real ASGI stack."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.core.handlers.asgi import ASGIHandler
from django.test import Client

from noroshi.actions.answer_fact import Answer
from noroshi.storage import events
from noroshi.storage.connections import release
from noroshi.storage.live import Announcement, LostConnection
from noroshi.web.live import Hub, hub, told
from tests.cast import World
from tests.web import scene
from tests.web.scene import JONAS, SOFIE

pytestmark = pytest.mark.django_db(transaction=True)

SOON = 1.0
LONG = 10.0


class Stream:
    """An open ``/live/``, read event by event."""

    def __init__(self, client: Client, *, after: int = 0, last_seen: int | None = None) -> None:
        headers = [
            (b"host", b"127.0.0.1"),
            (b"cookie", f"sessionid={client.cookies['sessionid'].value}".encode()),
        ]
        if last_seen is not None:
            headers.append((b"last-event-id", str(last_seen).encode()))
        self._browser = ApplicationCommunicator(
            ASGIHandler(),
            {
                "type": "http", "method": "GET", "path": "/live/", "raw_path": b"/live/",
                "query_string": f"after={after}".encode(), "headers": headers,
                "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 5000), "scheme": "http",
                "http_version": "1.1", "root_path": "",
            },
        )  # fmt: skip
        self.status = 0
        self.ended = False
        self._waiting = ""

    async def open(self) -> None:
        await self._browser.send_input({"type": "http.request", "body": b"", "more_body": False})
        start = await self._browser.receive_output(LONG)
        self.status = start["status"]

    async def next(self, within: float = LONG) -> dict[str, Any] | None:
        """The next event with its id; None when the stream ended."""
        while True:
            event = await self._event(within)
            if event is None or event.get("event") == "happened":
                return event

    async def _event(self, within: float) -> dict[str, Any] | None:
        while "\n\n" not in self._waiting:
            if self.ended:
                return None
            part = await self._browser.receive_output(within)
            self._waiting += part.get("body", b"").decode()
            self.ended = not part.get("more_body", False)
        block, _, self._waiting = self._waiting.partition("\n\n")
        fields: dict[str, Any] = dict(re.findall(r"(?m)^(\w+): (.*)$", block))
        if "data" in fields:
            fields |= json.loads(fields["data"])
        return fields

    async def close(self) -> None:
        if not self.ended:
            await self._browser.send_input({"type": "http.disconnect"})
        await self._browser.wait(LONG)


@asynccontextmanager
async def listening(client: Client, **asked: Any) -> AsyncIterator[Stream]:
    stream = Stream(client, **asked)
    await stream.open()
    try:
        yield stream
    finally:
        await stream.close()


def live(story: Callable[[], Awaitable[None]]) -> None:
    """Run a story on an event loop of its own, and leave no connection behind."""

    async def whole() -> None:
        try:
            await asyncio.wait_for(story(), 40)
        finally:
            await in_thread(release)

    asyncio.run(whole())


async def in_thread(work: Callable[..., Any], *args: Any) -> Any:
    """Like another process would do it: with a connection of its own, given back after."""

    def with_own_connection() -> Any:
        try:
            return work(*args)
        finally:
            release()

    return await sync_to_async(with_own_connection, thread_sensitive=False)()


def test_a_second_browser_hears_of_an_answer_within_a_second(world: World) -> None:
    incident = scene.declared(world)
    sofie = scene.browser(world, SOFIE)
    jonas = scene.browser(world, JONAS)
    seen = events.newest_id()
    address = f"/incidents/{incident.number}/facts/symptom/"

    async def story() -> None:
        async with listening(sofie, after=seen) as stream:
            assert stream.status == 200
            await asyncio.sleep(0.5)
            typed = {"value_en": "Cards are declined", "version": "0"}
            answer = asyncio.create_task(in_thread(jonas.post, address, typed))
            heard = await stream.next()
            loop = asyncio.get_running_loop()
            began = loop.time()
            await answer
            assert loop.time() - began < SOON
            assert heard is not None
            assert heard["kind"] == "fact_answered"
            assert heard["incident"] == incident.number
            assert "facts" in heard["parts"]
            assert int(heard["id"]) == seen + 1

    live(story)
    html = sofie.get(f"/incidents/{incident.number}/").content.decode()
    assert "Cards are declined" in html


def test_a_browser_that_was_away_hears_what_it_missed_in_order(world: World) -> None:
    incident = scene.declared(world)
    sofie = scene.browser(world, SOFIE)
    seen = events.newest_id()
    for text in ("one", "two", "three"):
        scene.say(world, incident, Answer(question="symptom", values={"en": text}), JONAS)

    async def story() -> None:
        async with listening(sofie, after=0, last_seen=seen) as stream:
            heard = [await stream.next() for _ in range(3)]
            assert [int(h["id"]) for h in heard if h] == [seen + 1, seen + 2, seen + 3]

    live(story)


def test_the_stream_ends_when_the_session_does(world: World) -> None:
    sofie = scene.browser(world, SOFIE)
    seen = events.newest_id()
    incident = scene.declared(world)

    async def story() -> None:
        async with listening(sofie, after=seen) as stream:
            assert await stream.next() is not None
            await in_thread(sofie.post, "/sign-out/")
            # The stream looks at the door again with each sign of life, or when it is told to.
            while await stream.next(30) is not None:
                pass
            assert stream.ended

    live(story)
    assert incident.number


def test_nobody_listens_without_signing_in(world: World) -> None:
    scene.browser(world, SOFIE)
    assert Client().get("/live/").status_code == 302


def test_the_hub_stops_with_its_last_listener(world: World) -> None:
    sofie = scene.browser(world, SOFIE)

    async def story() -> None:
        async with listening(sofie), listening(sofie):
            await asyncio.sleep(0.2)
            assert hub().listeners == 2
        assert hub().listeners == 0

    live(story)


def announced(number: int) -> Announcement:
    return Announcement(event_id=number, kind="fact_answered", incident_number=1)


def test_the_hub_listens_again_after_the_database_was_away() -> None:
    starts = []

    async def source() -> AsyncIterator[Announcement | None]:
        starts.append(len(starts))
        yield announced(len(starts))
        if len(starts) < 3:
            raise LostConnection
        await asyncio.sleep(60)

    async def story() -> None:
        async with Hub(source).listening() as ear:
            heard = [await asyncio.wait_for(ear.get(), 20) for _ in range(4)]
        assert [h.event_id for h in heard if h] == [1, 2, 3]

    asyncio.run(story())


def test_a_screen_that_is_too_slow_is_sent_to_the_log() -> None:
    async def source() -> AsyncIterator[Announcement | None]:
        for number in range(1_000):
            yield announced(number)
        await asyncio.sleep(60)

    async def story() -> None:
        async with Hub(source).listening() as ear:
            await asyncio.sleep(0.1)
            assert ear.qsize() <= 200
            assert None in [ear.get_nowait() for _ in range(ear.qsize())]

    asyncio.run(story())


def test_each_entry_is_told_once_whatever_the_hub_repeats(world: World) -> None:
    scene.declared(world)

    async def source() -> AsyncIterator[Announcement | None]:
        yield announced(10_001)
        yield announced(10_001)
        yield announced(10_000)
        yield announced(10_002)
        await asyncio.sleep(60)

    async def welcome() -> bool:
        return True

    async def story() -> None:
        heard: list[int] = []
        async for each in told(Hub(source), after=10_000, still_welcome=welcome):
            heard += [each.event_id] if each else []
            if len(heard) == 2:
                break
        assert heard == [10_001, 10_002]

    live(story)
