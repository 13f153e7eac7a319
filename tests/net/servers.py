"""Small real servers on the loopback address, each with one way of answering."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

TLS = ssl.create_default_context()  # reading the machine's certificates takes a while


@dataclass
class Seen:
    """What reached the server."""

    port: int = 0
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    connections: int = 0
    names: list[str | None] = field(default_factory=list)


Answer = Callable[[asyncio.StreamWriter], None] | bytes


@asynccontextmanager
async def http_server(*answers: Answer, tls: ssl.SSLContext | None = None) -> AsyncIterator[Seen]:
    """Answers the n-th request with the n-th answer, later ones with the last."""
    seen = Seen()
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.connections += 1
        writers.append(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            seen.requests.append(await read_request(reader))
            answer = answers[min(len(seen.requests), len(answers)) - 1]
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
                writer.close()
            else:
                answer(writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    seen.port = server.sockets[0].getsockname()[1]
    try:
        yield seen
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
        await asyncio.sleep(0.01)


async def read_request(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.split(": ", 1) for line in head[1:] if line)
    headers = {name.lower(): value for name, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return head[0], headers, body


def reply(status: str, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def hang_up(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


def say_nothing(writer: asyncio.StreamWriter) -> None:
    del writer
