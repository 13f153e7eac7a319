"""The streams of the public pages (server-sent events): open to anybody, and bounded.

One task per process looks at the pointers of the pages that somebody follows, so several web
processes need no database to tell the same. A reader that takes nothing for ten seconds is let go;
every stream ends after about an hour, and the browser comes back by itself with the id of the last
event it has seen.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from noroshi.pages.serve.document import SHARED, Headers, guards
from noroshi.pages.serve.sites import Site, Sites
from noroshi.web.pageserver.answers import Answer, give, plain
from noroshi.web.pageserver.channel import Channel, Reader
from noroshi.web.pageserver.client import place_of
from noroshi.web.pageserver.request import Message, Receive, Scope, Send, header

_COMMENT: Final[Message] = {"type": "http.response.body", "body": b":\n\n", "more_body": True}
_END: Final[Message] = {"type": "http.response.body", "body": b"", "more_body": False}
_HEADERS: Final[Headers] = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    *SHARED,
)
# After a restart everybody comes back: spread over eight seconds.
_RETRY_FIRST_MS: Final = 2_000
_RETRY_STEP_MS: Final = 613
_RETRY_SPREAD_MS: Final = 8_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How much streams may take. Times in seconds."""

    most: int = 10_000
    most_each: int = 200  # from one address
    look_every: float = 0.1
    beat_every: float = 20.0
    patience: float = 10.0
    longest: float = 3_600.0


class Streams:
    """Every open stream of this process."""

    def __init__(self, sites: Sites, limits: Limits | None = None) -> None:
        self._sites = sites
        self._limits = limits or Limits()
        self._channels: dict[str, Channel] = {}
        self._places: Counter[str] = Counter()
        self._opened = 0
        self._watch: asyncio.Task[None] | None = None

    @property
    def open(self) -> int:
        """How many streams are open."""
        return self._places.total()

    async def follow(self, site: Site, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell one reader the state of the page, and every change, until either side leaves."""
        if scope["method"] == "HEAD":
            await send(_start(site))
            await send(_END)
            return
        place = place_of(scope)
        if self.open >= self._limits.most or self._places[place] >= self._limits.most_each:
            await give(_full(site), send)
            return
        self._places[place] += 1
        try:
            await self._tell(site, scope, receive, send)
        finally:
            self._places[place] -= 1
            if not self._places[place]:
                del self._places[place]

    async def _tell(self, site: Site, scope: Scope, receive: Receive, send: Send) -> None:
        channel = self._channels.setdefault(site.route.key, Channel())
        channel.show(site.shelf.edition())
        reader = Reader(since=asyncio.get_running_loop().time())
        channel.readers.add(reader)
        leaving = asyncio.ensure_future(_until_gone(receive, reader))
        self._begin_to_watch()
        try:
            await send(_start(site))
            await send(self._greeting())
            seen = header(scope, b"last-event-id").decode("latin-1")
            await self._keep_telling(channel, reader, seen, send)
            await send(_END)
        except TimeoutError:
            pass  # too slow: the browser comes back when it can
        finally:
            leaving.cancel()
            channel.readers.discard(reader)

    async def _keep_telling(self, channel: Channel, reader: Reader, seen: str, send: Send) -> None:
        while not reader.gone:
            event = channel.event
            if event is not None and event.key != seen:
                seen = event.key
                message: Message = {
                    "type": "http.response.body",
                    "body": event.frame,
                    "more_body": True,
                }
            else:
                if not await reader.rested() or channel.event is not event:
                    continue
                message = _COMMENT
            async with asyncio.timeout(self._limits.patience):
                await send(message)

    def _greeting(self) -> Message:
        self._opened += 1
        wait = _RETRY_FIRST_MS + self._opened * _RETRY_STEP_MS % _RETRY_SPREAD_MS
        body = f"retry: {wait}\n\n".encode()
        return {"type": "http.response.body", "body": body, "more_body": True}

    def _begin_to_watch(self) -> None:
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._look(), name="page-streams")

    async def _look(self) -> None:
        """Tell news at once, and give signs of life, a slice of the streams at a time."""
        limits = self._limits
        loop = asyncio.get_running_loop()
        slices = max(1, round(limits.beat_every / limits.look_every))
        turn = 0
        while self._channels:
            await asyncio.sleep(limits.look_every)
            turn = (turn + 1) % slices
            for key, channel in tuple(self._channels.items()):
                site = self._sites.site(key)
                if site is None:
                    _let_go(channel)  # the page is not public any more
                elif channel.readers:
                    channel.show(site.shelf.edition())
                    _beat(channel, turn, slices, before=loop.time() - limits.longest)
                if not channel.readers:
                    del self._channels[key]


async def _until_gone(receive: Receive, reader: Reader) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    reader.gone = True
    reader.nudge()


def _beat(channel: Channel, turn: int, slices: int, *, before: float) -> None:
    for reader in tuple(channel.readers):
        if hash(reader) // 16 % slices == turn:
            reader.gone = reader.gone or reader.since < before
            reader.nudge()


def _let_go(channel: Channel) -> None:
    for reader in tuple(channel.readers):
        reader.gone = True
        reader.nudge()


def _start(site: Site) -> Message:
    headers = (*_HEADERS, *guards(secure=site.secure, shared=True))
    return {"type": "http.response.start", "status": HTTPStatus.OK, "headers": headers}


def _full(site: Site) -> Answer:
    return plain(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Too many streams are open. Ask for status.json every half minute instead.",
        secure=site.secure,
        more=((b"retry-after", b"60"),),
    )
