"""Ask an ASGI application as a server would, without one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from noroshi.web.pageserver.request import Application, Message, Scope

BARE: Mapping[str, str] = {"host": "noroshi.example"}


@dataclass(kw_only=True)
class Told:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def take(self, message: Message) -> None:
        """One message of the application."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            for name, value in message["headers"]:
                assert name.decode() not in self.headers, name
                self.headers[name.decode()] = value.decode()
        else:
            self.body += message.get("body", b"")


def scope(path: str, *, method: str = "GET", client: str = "203.0.113.5", **headers: str) -> Scope:
    """A request; header names have _ for -."""
    told = {**BARE, **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = path.encode("latin-1").partition(b"?")
    return {
        "type": "http",
        "method": method,
        "path": unquote(raw[0].decode("latin-1")),
        "raw_path": raw[0],
        "query_string": raw[2],
        "headers": [(n.encode(), v.encode("latin-1")) for n, v in told.items()],
        "client": (client, 50_000),
    }


async def screens(_scope: Scope, _receive: Any, send: Any) -> None:
    """What stands behind the page server."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"screens"})


def ask(application: Application, asked: Scope) -> Told:
    """One request, one answer."""
    told = Told()

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.take(message)

    asyncio.run(_call(application, asked, receive, send))
    return told


async def _call(application: Application, *rest: Any) -> None:
    await application(*rest)
