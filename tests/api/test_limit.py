"""Bodies are cut where they become too large, before the application sees the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from noroshi.api.limit import MARK, BodyLimit, Message, Receive, Scope, Send


class Reader:
    """An application that reads its whole body."""

    def __init__(self) -> None:
        self.read = b""
        self.marked = False
        self.afterwards = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            self.read += message.get("body", b"")
            if not message.get("more_body"):
                break
        self.marked = bool(scope.get(MARK))
        self.afterwards = (await receive())["type"]


class Sender:
    """A client that sends in pieces; ``left`` is what nobody has fetched."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.left = list(pieces)

    async def __call__(self) -> Message:
        if not self.left:
            return {"type": "http.disconnect"}
        piece = self.left.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(self.left)}


def request(
    pieces: Iterable[bytes], *, path: str = "/api/signals/alertmanager", **headers: str
) -> tuple[Reader, Sender]:
    reader, sender = Reader(), Sender(pieces)
    scope: dict[str, Any] = {
        "type": "http",
        "path": path,
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ],
    }

    async def send(message: Message) -> None: ...

    asyncio.run(BodyLimit(reader, prefix="/api/", limit=100)(scope, sender, send))
    return reader, sender


def test_a_body_within_the_limit_passes_whole() -> None:
    reader, _ = request([b"x" * 60, b"y" * 40], content_length="100")
    assert reader.read == b"x" * 60 + b"y" * 40
    assert not reader.marked


def test_an_announced_length_over_the_limit_is_not_read_at_all() -> None:
    reader, _ = request([b"x" * 101], content_length="101")
    assert reader.marked
    assert reader.read == b""


def test_a_stream_without_a_length_is_read_up_to_the_limit() -> None:
    reader, _ = request([b"x" * 60] * 1_000)
    assert reader.marked
    assert len(reader.read) == 60


@pytest.mark.parametrize("length", ["600", "0"])
def test_after_the_cut_the_application_hears_only_that_the_sender_left(length: str) -> None:
    reader, _ = request([b"x" * 60] * 10, content_length=length)
    assert reader.marked
    assert reader.afterwards == "http.disconnect"


@pytest.mark.parametrize("length", ["-1", "abc", "", "1e9", "0"])
def test_a_length_that_lies_does_not_help(length: str) -> None:
    reader, _ = request([b"x" * 60] * 3, content_length=length)
    assert reader.marked


def test_other_paths_are_left_alone() -> None:
    reader, _ = request([b"x" * 60] * 3, path="/declare/")
    assert len(reader.read) == 180
    assert not reader.marked
