"""One ear on the event log per process, shared by every live screen.

The hub starts with the first screen that listens and stops with the last. When the database
goes away it tries again by itself; each screen then reads what it missed from the event log.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

from noroshi.storage.live import Announcement, LostConnection, announcements, missed

_WAITS = (0.2, 1.0, 2.0, 5.0)
_BACKLOG = 200
_SIGN_OF_LIFE = 20.0

Source = Callable[[], AsyncIterator[Announcement | None]]
Ear = asyncio.Queue[Announcement | None]
"""What one screen hears; None means: look into the event log."""


class Hub:
    """Hears every announcement once and tells it to every screen."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._ears: set[Ear] = set()
        self._task: asyncio.Task[None] | None = None

    @property
    def listeners(self) -> int:
        """How many screens listen."""
        return len(self._ears)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Ear]:
        """An ear for as long as the screen is open."""
        ear: Ear = asyncio.Queue(_BACKLOG)
        ear.put_nowait(None)
        self._ears.add(ear)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._hear())
        try:
            yield ear
        finally:
            self._ears.discard(ear)
            if not self._ears and self._task is not None:
                self._task.cancel()
                self._task = None

    async def _hear(self) -> None:
        failures = 0
        while True:
            try:
                async for announcement in self._source():
                    failures = 0
                    self._tell(announcement)
            except LostConnection:
                failures += 1
            await asyncio.sleep(_WAITS[min(failures, len(_WAITS) - 1)])

    def _tell(self, announcement: Announcement | None) -> None:
        for ear in self._ears:
            if ear.full():
                # A screen that is this slow reads the log instead.
                ear.get_nowait()
                ear.put_nowait(None)
            else:
                ear.put_nowait(announcement)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of this event loop, which is one per process."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub(announcements)
    return _hubs[loop]


async def told(
    source: Hub, *, after: int, still_welcome: Callable[[], Awaitable[bool]]
) -> AsyncIterator[Announcement | None]:
    """Every entry after ``after``, each once and in order; None as a sign of life.

    It ends when the reader is not welcome any more, or when the database is away: the browser
    comes back by itself and says what it has seen last.
    """
    seen = after
    async with source.listening() as ear:
        while True:
            heard = await _next(ear)
            try:
                fresh = [heard] if heard else await missed(seen)
                for announcement in fresh:
                    if announcement.event_id > seen:
                        seen = announcement.event_id
                        yield announcement
                if _may_end(heard) and not await still_welcome():
                    return
            except LostConnection:
                return
            if heard is None:
                yield None


def _may_end(heard: Announcement | None) -> bool:
    return heard is None or heard.kind in {"person_disabled", "signed_out", "password_changed"}


async def _next(ear: Ear) -> Announcement | None:
    try:
        return await asyncio.wait_for(ear.get(), timeout=_SIGN_OF_LIFE)
    except TimeoutError:
        return None
