"""Readers of a published page, as many at once as wanted, who look at every byte."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from chaos.page_publisher import PATHS, is_whole, version_of

_AT_ONCE: Final = 16
_WITHIN_S: Final = 5.0
_OK: Final = b"HTTP/1.1 200"


@dataclass(kw_only=True)
class Seen:
    """What readers of one server saw. ``failed`` counts by what went wrong."""

    reads: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    newest: int = 0

    @property
    def failures(self) -> int:
        """How many reads went wrong."""
        return self.failed.total()


async def read_until(port: int, *, prefix: str, stop: asyncio.Event, seen: Seen) -> None:
    """Read on and on, until told to stop."""
    turns = itertools.count()
    await asyncio.gather(
        *(_reader(port, prefix, turns, seen=seen, stop=stop) for _ in range(_AT_ONCE))
    )


async def _reader(
    port: int, prefix: str, turns: Iterator[int], *, seen: Seen, stop: asyncio.Event
) -> None:
    connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    while not stop.is_set():
        path = PATHS[next(turns) % len(PATHS)]
        seen.reads += 1
        try:
            async with asyncio.timeout(_WITHIN_S):
                if connection is None:
                    connection = await asyncio.open_connection("127.0.0.1", port)
                _judge(await _get(*connection, prefix + path), seen)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            seen.failed[type(error).__name__] += 1
            connection = None
    if connection is not None:
        connection[1].close()


async def _get(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str
) -> tuple[bytes, bytes]:
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
    return head, await reader.readexactly(length)


def _judge(answer: tuple[bytes, bytes], seen: Seen) -> None:
    head, body = answer
    if not head.startswith(_OK):
        seen.failed[head[9:12].decode()] += 1
    elif not is_whole(body):
        seen.failed["torn"] += 1
    else:
        seen.newest = max(seen.newest, version_of(body))
