"""Places that a page is published to and that are dead, each in its own way."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

REFUSES: Final = "refuses"
"""Nobody listens: the machine is there, the server is not."""
SILENT: Final = "silent"
"""A black hole: every connection is taken, and no byte ever comes back."""
SLOW: Final = "slow"
"""An answer begins, and goes on with one byte every half second."""
WAYS: Final = (REFUSES, SILENT, SLOW)

_PAUSE_S: Final = 0.5
_ANSWER: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nServer: " + b"x" * 60_000


@contextmanager
def dead(way: str) -> Iterator[str]:
    """The address of such a place; its connections are cut at the end."""
    if way == REFUSES:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        yield f"http://127.0.0.1:{port}"
        return
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as door:
        door.settimeout(_PAUSE_S)
        thread = threading.Thread(target=_take, args=(door, way, ended), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            ended.set()
            thread.join(10)


def _take(door: socket.socket, way: str, ended: threading.Event) -> None:
    """Take every connection, and answer all of them alike: not, or a byte at a time."""
    taken: list[tuple[socket.socket, int]] = []
    next_byte = time.monotonic()
    while not ended.is_set():
        with suppress(TimeoutError):
            taken.append((door.accept()[0], 0))
        if way == SLOW and time.monotonic() >= next_byte:
            taken = [(one, _drip(one, at)) for one, at in taken]
            next_byte = time.monotonic() + _PAUSE_S
    for one, _ in taken:
        one.close()


def _drip(one: socket.socket, at: int) -> int:
    with suppress(OSError):
        one.send(_ANSWER[at % len(_ANSWER) :][:1])
    return at + 1
