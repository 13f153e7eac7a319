"""Fake providers on the loopback address: they keep connections open and answer as told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from noroshi.delivery.contract import DeliveryFailed, Parcel, Receipt, Tools
from noroshi.delivery.registry import provider
from noroshi.net import OutboundClient
from tests.net.servers import TLS, read_request

NOW = datetime(2026, 3, 12, 14, 16, tzinfo=UTC)
HOST = "api.example"


@dataclass(frozen=True)
class Request:
    """One request as it came over the wire."""

    line: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What to say. ``delay`` in seconds; ``hang_up`` instead of an answer."""

    status: int = 200
    body: str | Mapping[str, Any] = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0
    hang_up: bool = False

    @property
    def bytes(self) -> bytes:
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        lines = [f"HTTP/1.1 {self.status} X", f"content-length: {len(text.encode())}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.status == 204:
            lines.pop(1)
        return "\r\n".join([*lines, "", text]).encode()


@dataclass
class FakeApi:
    """A running server and what reached it."""

    port: int = 0
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0

    @property
    def base(self) -> str:
        return f"http://{HOST}:{self.port}"


@asynccontextmanager
async def fake_api(answer: Answer | Callable[[Request], Answer]) -> AsyncIterator[FakeApi]:
    """A server that answers every request with ``answer``, on connections that stay open."""
    seen = FakeApi()
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.connections += 1
        writers.append(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while True:
                request = Request(*await read_request(reader))
                seen.requests.append(request)
                said = answer(request) if callable(answer) else answer
                seen.at_once += 1
                seen.most_at_once = max(seen.most_at_once, seen.at_once)
                await asyncio.sleep(said.delay)
                seen.at_once -= 1
                if said.hang_up:
                    writer.transport.abort()
                    return
                writer.write(said.bytes)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    seen.port = server.sockets[0].getsockname()[1]
    try:
        yield seen
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
        await asyncio.sleep(0.01)


class StoppedClock:
    """Always the moment of the sample incident's fourth update."""

    def now(self) -> datetime:
        return NOW

    def wall(self, at: datetime) -> datetime:
        return at


async def loopback(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def tools_for(*ports: int, hosts: Sequence[str] = (HOST,)) -> Tools:
    """The house's tools, for which every host is this machine and these ports are allowed."""
    allowed = {f"{host}:{port}" for host in hosts for port in ports}
    client = OutboundClient(internal_hosts=allowed, resolver=loopback, tls=TLS)
    return Tools(clock=StoppedClock(), http=client)


Delivered = Receipt | DeliveryFailed


async def deliver(
    name: str, settings: Mapping[str, str], api: FakeApi, *parcels: Parcel
) -> list[Delivered]:
    """Hand the parcels over one after the other in one session; failures are returned."""
    made = provider(name, settings, tools_for(api.port))
    results: list[Delivered] = []
    async with made.open() as session:
        for parcel in parcels:
            try:
                results.append(await session.deliver(parcel))
            except DeliveryFailed as failed:
                results.append(failed)
    return results
