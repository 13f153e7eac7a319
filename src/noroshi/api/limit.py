"""No body may be larger than the limit: the rest of one that is, is not even read.

The request goes on with an empty body and a mark, so that the answer (401 before 413) is given
in one place: noroshi.api.bodies.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

MAX_BYTES = 1_000_000
MARK = "noroshi.body_too_large"

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_CUT: Message = {"type": "http.request", "body": b"", "more_body": False}


class BodyLimit:
    """Stands before an ASGI application and guards the paths below ``prefix``."""

    def __init__(self, application: Application, *, prefix: str, limit: int = MAX_BYTES) -> None:
        self._application = application
        self._prefix = prefix
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(self._prefix):
            await self._application(scope, receive, send)
            return
        await self._application(scope, _Guarded(scope, receive, self._limit), send)


class _Guarded:
    """Hands on what arrives until it is too much; says then that this was all."""

    def __init__(self, scope: Scope, receive: Receive, limit: int) -> None:
        self._scope = scope
        self._receive = receive
        self._left = limit
        self._is_cut = announced(scope) > limit

    async def __call__(self) -> Message:
        if self._is_cut:
            return await self._after_the_cut()
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
        return self._cut() if self._left < 0 else message

    async def _after_the_cut(self) -> Message:
        if not self._scope.get(MARK):
            return self._cut()
        # The application has its whole body, and waits only for the sender to leave.
        message = await self._receive()
        while message["type"] == "http.request":
            message = await self._receive()
        return message

    def _cut(self) -> Message:
        self._is_cut = True
        self._scope[MARK] = True
        return _CUT


def announced(scope: Scope) -> int:
    """The length that the sender announces; 0 when it announces none that makes sense."""
    values = [value for name, value in scope.get("headers", ()) if name == b"content-length"]
    return max((int(value) for value in values if value.isdigit()), default=0)
