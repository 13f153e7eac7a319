"""A TCP proxy that spoils connections, with the names and meanings of toxiproxy.

    with proxied("127.0.0.1", 2525, seed=7) as proxy:
        proxy.add("dead", Timeout())           # a black hole from now on, also for open connections
        proxy.remove("dead")

``stream`` says which way: DOWNSTREAM is what the server answers, UPSTREAM what the client sends.
``toxicity`` is the share of connections that get the toxic, drawn from the seed. All times are
seconds. Toxics may be added and removed while connections are open.
"""

from __future__ import annotations

import asyncio
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

_CHUNK: Final = 65_536
_LOOK: Final = 0.02


class Stream(StrEnum):
    """Which way the bytes go."""

    UPSTREAM = "upstream"
    DOWNSTREAM = "downstream"


class Cut(Exception):
    """The connection ends here: orderly, or with a reset."""

    def __init__(self, *, reset: bool = False) -> None:
        super().__init__()
        self.reset = reset


@dataclass(frozen=True, kw_only=True)
class Toxic:
    """What happens to each piece of data on its way."""

    stream: Stream = Stream.DOWNSTREAM
    toxicity: float = 1.0

    async def passes(self, data: bytes, link: Link) -> bytes:
        """The data that goes on; may wait, write by itself, or raise ``Cut``."""
        return data


@dataclass(frozen=True, kw_only=True)
class Latency(Toxic):
    """Each piece arrives later, by ``latency`` and up to ``jitter`` more or less."""

    latency: float
    jitter: float = 0.0

    async def passes(self, data: bytes, link: Link) -> bytes:
        """See ``Toxic``."""
        await link.sleep(self.latency + self.jitter * link.random.uniform(-1, 1))
        return data


@dataclass(frozen=True, kw_only=True)
class SlowClose(Toxic):
    """The end of the connection is told so much later."""

    delay: float


@dataclass(frozen=True, kw_only=True)
class Timeout(Toxic):
    """Nothing gets through; after ``timeout`` the connection is closed, with 0 when it is removed."""

    timeout: float = 0.0

    async def passes(self, data: bytes, link: Link) -> bytes:
        """See ``Toxic``."""
        began = link.now()
        while link.has(self) and not (self.timeout and link.now() - began > self.timeout):
            await link.sleep(_LOOK)
        raise Cut


@dataclass(frozen=True, kw_only=True)
class ResetPeer(Toxic):
    """``timeout`` after the next piece of data the connection is reset (TCP RST)."""

    timeout: float = 0.0

    async def passes(self, data: bytes, link: Link) -> bytes:
        """See ``Toxic``."""
        await link.sleep(self.timeout)
        raise Cut(reset=True)


@dataclass(frozen=True, kw_only=True)
class Slicer(Toxic):
    """Slices of about ``size`` bytes (give or take ``variation``), ``delay`` between two."""

    size: int
    variation: int = 0
    delay: float = 0.0

    async def passes(self, data: bytes, link: Link) -> bytes:
        """See ``Toxic``."""
        while len(data) > 1 and link.has(self):
            size = self.size + link.random.randint(-self.variation, self.variation)
            head, data = data[: max(size, 1)], data[max(size, 1) :]
            if not data:
                return head
            await link.write(self.stream, head)
            await link.sleep(self.delay)
        return data


@dataclass(frozen=True, kw_only=True)
class LimitData(Toxic):
    """The connection is closed when so many bytes went this way (up to ``spread`` more, drawn)."""

    most: int
    spread: int = 0

    async def passes(self, data: bytes, link: Link) -> bytes:
        """See ``Toxic``."""
        limit = link.drawn(self, lambda: self.most + link.random.randint(0, self.spread))
        left = limit - link.passed[self.stream]
        if len(data) < left:
            return data
        await link.write(self.stream, data[: max(left, 0)])
        raise Cut


class Link:
    """One connection through the proxy, as its toxics see it."""

    def __init__(
        self,
        proxy: Proxy,
        writers: dict[Stream, asyncio.StreamWriter],
        *,
        seed: int,
    ) -> None:
        self.random = random.Random(seed)  # noqa: S311 - faults, not secrets
        self.passed: Counter[Stream] = Counter()
        self._proxy = proxy
        self._writers = writers
        self._drawn: dict[int, float] = {}

    def has(self, toxic: Toxic) -> bool:
        """Whether the toxic is still there."""
        return any(each is toxic for each in self._proxy.toxics.values())

    def now(self) -> float:
        """Seconds of the loop."""
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Let time pass on this connection only."""
        await asyncio.sleep(max(seconds, 0))

    def drawn(self, toxic: Toxic, draw: Callable[[], float]) -> int:
        """What was drawn for this toxic on this connection, once."""
        return int(self._drawn.setdefault(id(toxic), draw()))

    async def write(self, stream: Stream, data: bytes) -> None:
        """Let data go on."""
        self.passed[stream] += len(data)
        self._writers[stream].write(data)
        await self._writers[stream].drain()

    async def carry(self, stream: Stream, source: asyncio.StreamReader) -> None:
        """Everything that comes one way, until it ends."""
        while data := await source.read(_CHUNK):
            for toxic in self._mine(stream):
                data = await toxic.passes(data, self)
            await self.write(stream, data)
        for toxic in self._mine(stream):
            if isinstance(toxic, SlowClose):
                await self.sleep(toxic.delay)
        with suppress(OSError):
            self._writers[stream].write_eof()

    def end(self, *, reset: bool = False) -> None:
        """Close both sides."""
        for writer in self._writers.values():
            if reset:
                ours: socket.socket = writer.get_extra_info("socket")
                linger = struct.pack("ii", 1, 0)
                with suppress(OSError):
                    ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                writer.transport.abort()
            writer.close()

    def _mine(self, stream: Stream) -> list[Toxic]:
        return [
            toxic
            for toxic in self._proxy.toxics.values()
            if toxic.stream is stream
            and self._drawn.setdefault(-id(toxic), self.random.random()) < toxic.toxicity
        ]


@dataclass(kw_only=True)
class Proxy:
    """The proxy as its owner handles it, from any thread. Use ``proxied``."""

    host: str
    port: int
    seed: int
    toxics: dict[str, Toxic] = field(default_factory=dict)
    listen: str = "127.0.0.1"
    taken: int = 0
    own_port: int = 0
    _links: set[Link] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop | None = None
    _ended: asyncio.Event | None = None

    def add(self, name: str, toxic: Toxic) -> None:
        """From now on."""
        self.toxics = self.toxics | {name: toxic}

    def remove(self, name: str) -> None:
        """No longer; harmless when it is not there."""
        self.toxics = {known: toxic for known, toxic in self.toxics.items() if known != name}

    def cut_all(self, *, reset: bool = True) -> None:
        """End every open connection at this moment."""
        if self._loop:
            for link in tuple(self._links):
                self._loop.call_soon_threadsafe(lambda one=link: one.end(reset=reset))  # type: ignore[misc]

    async def serve(self, ready: threading.Event) -> None:
        """Take connections until ``stop``."""
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        server = await asyncio.start_server(self._take, self.listen, 0, backlog=1024)
        self.own_port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._ended.wait()
        server.close()
        await server.wait_closed()
        self.toxics = {}
        while self._links:
            for link in tuple(self._links):
                link.end(reset=True)
            await asyncio.sleep(_LOOK)

    def stop(self) -> None:
        """Take no more connections, and end those that are open."""
        if self._loop and self._ended:
            self._loop.call_soon_threadsafe(self._ended.set)

    async def _take(self, down: asyncio.StreamReader, up: asyncio.StreamWriter) -> None:
        self.taken += 1
        try:
            answers, questions = await asyncio.open_connection(self.host, self.port)
        except OSError:
            up.close()
            return
        writers = {Stream.UPSTREAM: questions, Stream.DOWNSTREAM: up}
        link = Link(self, writers, seed=self.seed * 1_000_003 + self.taken)
        self._links.add(link)
        ways = [
            asyncio.create_task(link.carry(Stream.UPSTREAM, down)),
            asyncio.create_task(link.carry(Stream.DOWNSTREAM, answers)),
        ]
        try:
            await asyncio.gather(*ways)
            link.end()
        except Cut as cut:
            link.end(reset=cut.reset)
        except OSError:
            link.end(reset=True)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self._links.discard(link)


@contextmanager
def proxied(host: str, port: int, *, seed: int, listen: str = "127.0.0.1") -> Iterator[Proxy]:
    """A proxy in front of a server, in a thread of its own; its port is ``own_port``."""
    proxy = Proxy(host=host, port=port, seed=seed, listen=listen)
    ready = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(proxy.serve(ready)), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join(10)
