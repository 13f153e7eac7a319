"""Server-sent events of a published page: 10,000 connections on one process; one JSON line.

    make bench-sse

Broadcast: from the moment the pointer of the page is switched on the disk to the last client having
the event; so it includes how often the process looks. Memory: growth of the serving processes'
resident size, per connection. One client process holds all connections, from a hundred places.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import cast

import uvloop

from benchmarks.page_site import KEY, put
from benchmarks.web_servers import many_files, noroshi_web
from noroshi.pages.routes import Route, write_routes

_BROADCAST_AT_MOST_MS = 500.0
_KIB_AT_MOST = 30.0
_AT_ONCE = 250
_PATIENCE_S = 30.0
_REQUEST = (
    b"GET /status/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
    b"X-Forwarded-For: %s\r\n\r\n"
)


class Crowd:
    """Everybody who listens, and who has heard what."""

    def __init__(self) -> None:
        self.open = 0
        self.lost = 0
        self.heard = 0
        self.wanted = b""
        self.all_heard: asyncio.Event = asyncio.Event()
        self.size = 0

    def hear(self) -> None:
        """One more has the event."""
        self.heard += 1
        if self.heard >= self.size:
            self.all_heard.set()


class Listener(asyncio.Protocol):
    """One reader."""

    def __init__(self, crowd: Crowd, number: int) -> None:
        self._crowd = crowd
        # As a proxy would tell: readers from many places.
        self._place = b"8.%d.%d.1" % (number // 100 // 250, number // 100 % 250)
        self._begun = False
        self._tail = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        cast("asyncio.WriteTransport", transport).write(_REQUEST % self._place)

    def data_received(self, data: bytes) -> None:
        """Look for the event that is waited for."""
        crowd = self._crowd
        if not self._begun:
            self._begun = True
            crowd.open += b" 200 " in data[:20]
        text = self._tail + data
        if crowd.wanted and crowd.wanted in text:
            crowd.hear()
            text = b""
        self._tail = text[-60:]

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """The server let go."""
        self._crowd.lost += 1


async def _measured(port: int, pid: int, page_root: Path, size: int) -> dict[str, object]:
    loop = asyncio.get_running_loop()
    crowd = Crowd()
    crowd.size = size
    before, begun = _resident_kib(pid), loop.time()
    transports = []
    for first in range(0, size, _AT_ONCE):
        many = range(first, min(first + _AT_ONCE, size))
        made = (
            loop.create_connection(lambda n=n: Listener(crowd, n), "127.0.0.1", port)  # type: ignore[misc]
            for n in many
        )
        transports += [pair[0] for pair in await asyncio.gather(*made)]
    while crowd.open < size and loop.time() - begun < _PATIENCE_S:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    took = loop.time() - begun
    await asyncio.sleep(1.0)
    times = [await _broadcast(crowd, page_root, version) for version in range(2, 9)]
    after = _resident_kib(pid)
    told: dict[str, object] = {
        "connections": crowd.open,
        "lost": crowd.lost,
        "connects_per_s": round(crowd.open / took),
        "broadcast_ms": round(statistics.median(times)),
        "broadcast_ms_range": [round(min(times)), round(max(times))],
        "kib_each": round((after - before) / size, 1),
    }
    for transport in transports:
        transport.abort()
    return told


async def _broadcast(crowd: Crowd, page_root: Path, version: int) -> float:
    """Milliseconds until the last one has heard of a new version."""
    crowd.heard, crowd.wanted = 0, f"id: {version:08d}-bench".encode()
    crowd.all_heard.clear()
    files = _files(version)
    begun = time.perf_counter()
    put(page_root, files, version)
    try:
        async with asyncio.timeout(_PATIENCE_S):
            await crowd.all_heard.wait()
    except TimeoutError:
        return _PATIENCE_S * 1_000
    took = (time.perf_counter() - begun) * 1_000
    await asyncio.sleep(0.37)  # so that the looks at the pointer come at other moments
    return took


def _files(version: int) -> dict[str, bytes]:
    """As much of a page as its stream needs."""
    state = {
        "language": "en",
        "ok": False,
        "status": "partial_outage",
        "indicator": "major",
        "text": "Partial outage",
        "version": version,
        "incidents": [{"headline": "Some customers in the EU cannot pay by card at checkout."}],
    }
    told = json.dumps(state).encode()
    page = b'<!doctype html><html lang="en"><title>Status</title>'
    return {"index.html": page, "en/index.html": page, "status.json": told, "en/status.json": told}


def _resident_kib(pid: int) -> int:
    """Of a process and those it started."""
    own = 0
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            own = int(line.split()[1])
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return own + sum(_resident_kib(int(child)) for child in children)


def main() -> None:
    """Measure, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=10_000)
    size = parser.parse_args().connections
    many_files()
    with tempfile.TemporaryDirectory() as directory:
        page_root = Path(directory) / "pages"
        put(page_root, _files(1), 1)
        write_routes(page_root, [Route(key=KEY)])
        environment = os.environ | {"NOROSHI_DATA_DIR": directory}
        with noroshi_web(environment, pages_only=True) as (port, pid):
            found = uvloop.run(_measured(port, pid, page_root, size))
    found |= {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
    found["met"] = (
        found["connections"] == size
        and not found["lost"]
        and float(str(found["broadcast_ms"])) < _BROADCAST_AT_MOST_MS
        and float(str(found["kib_each"])) <= _KIB_AT_MOST
    )
    print(json.dumps({"benchmark": "sse", **found}))


if __name__ == "__main__":
    main()
