"""``/live/``: the event log as server-sent events, for whoever is signed in."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable

from asgiref.sync import sync_to_async
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, StreamingHttpResponse

from noroshi.storage import accounts
from noroshi.storage.connections import release
from noroshi.storage.live import Announcement
from noroshi.web.access import signed_in
from noroshi.web.live import hub, told
from noroshi.web.room.parts import parts_of

_LARGEST_ID = 18


@signed_in
async def live(request: HttpRequest) -> StreamingHttpResponse:
    """Say what has happened since the screen was drawn, and go on as it happens."""
    # Reading the body, which is empty, closes it: the request itself stays open for hours.
    await sync_to_async(lambda: request.body)()
    # The request's thread lives as long as the stream; its database connection must not.
    await sync_to_async(release)()
    response = StreamingHttpResponse(
        _stream(_seen(request), _door(request)), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _stream(seen: int, still_welcome: Callable[[], Awaitable[bool]]) -> AsyncIterator[bytes]:
    yield b"retry: 1500\n\n"
    async for announcement in told(hub(), after=seen, still_welcome=still_welcome):
        yield _event(announcement) if announcement else b"event: alive\ndata: {}\n\n"


def _event(announcement: Announcement) -> bytes:
    data = json.dumps(
        {
            "kind": announcement.kind,
            "incident": announcement.incident_number,
            "parts": parts_of(announcement.kind),
        }
    )
    return f"id: {announcement.event_id}\nevent: happened\ndata: {data}\n\n".encode()


def _seen(request: HttpRequest) -> int:
    """The last entry that the screen knows: what the browser says, else what the page was told."""
    said = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= _LARGEST_ID else 0


def _door(request: HttpRequest) -> Callable[[], Awaitable[bool]]:
    session = request.session
    return sync_to_async(lambda: _is_welcome(session))


def _is_welcome(session: SessionBase) -> bool:
    """Whether the session is still open and the account still enabled."""
    try:
        probe = HttpRequest()
        probe.session = type(session)(session.session_key)
        user = get_user(probe)
        member = accounts.by_user(user.pk) if user.is_authenticated and user.pk else None
        return bool(member and member.is_active)
    finally:
        release()
