"""A proxy that holds every byte back for so long, each way: a relay that is far away.

python -m benchmarks.delay LISTEN TARGET MILLISECONDS
"""

from __future__ import annotations

import asyncio
import sys
from typing import cast


class _Half(asyncio.Protocol):
    """One direction of one connection."""

    def __init__(self, seconds: float) -> None:
        self.other: asyncio.Transport | None = None
        self.transport: asyncio.Transport | None = None
        self._seconds = seconds
        self._early: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        asyncio.get_running_loop().call_later(self._seconds, self._pass_on, data)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc  # however it ended, the other side is told
        if self.other:
            asyncio.get_running_loop().call_later(self._seconds, self.other.close)

    def join(self, other: asyncio.Transport) -> None:
        """From now on there is somebody to pass things on to."""
        self.other = other
        for data in self._early:
            other.write(data)
        self._early.clear()

    def _pass_on(self, data: bytes) -> None:
        if self.other is None:
            self._early.append(data)
        elif not self.other.is_closing():
            self.other.write(data)


async def _serve(listen: int, target: int, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    joining: set[asyncio.Task[None]] = set()

    def accept() -> _Half:
        near = _Half(seconds)
        task = loop.create_task(_join(near))
        joining.add(task)
        task.add_done_callback(joining.discard)
        return near

    async def _join(near: _Half) -> None:
        far = _Half(seconds)
        transport, _ = await loop.create_connection(lambda: far, "127.0.0.1", target)
        near.join(transport)
        if near.transport:
            far.join(near.transport)

    server = await loop.create_server(accept, "127.0.0.1", listen, backlog=1024)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) / 1000))
