"""The open sessions of a process, one for each account, shared by all batches that use it.

A relay limits connections, and opening one costs several round trips: so a session stays open
while anybody uses it, and half a minute longer.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from noroshi.delivery.carrier import Carrier
from noroshi.delivery.contract import Provider

KEPT_FOR: Final = 30.0
"""Seconds that a session stays open without work."""


@dataclass
class _Desk:
    """One account's session and how many use it."""

    loop: asyncio.AbstractEventLoop
    ready: asyncio.Future[Carrier]
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    users: int = 0
    timer: asyncio.TimerHandle | None = None
    keeper: asyncio.Task[None] | None = None


class PostRoom:
    """Where batches find the carrier of their account. Used on one event loop at a time."""

    def __init__(self, *, kept_for: float = KEPT_FOR) -> None:
        self._desks: dict[Hashable, _Desk] = {}
        self._kept_for = kept_for

    @asynccontextmanager
    async def carrier(
        self, key: Hashable, open_account: Callable[[], Awaitable[Provider]]
    ) -> AsyncIterator[Carrier]:
        """The carrier of the account ``key``; opened by ``open_account`` when it is not open.

        A change of the account's settings must change the key.
        """
        desk = self._desk(key, open_account)
        desk.users += 1
        if desk.timer:
            desk.timer.cancel()
        try:
            yield await asyncio.shield(desk.ready)
        finally:
            desk.users -= 1
            if not desk.users:
                desk.timer = desk.loop.call_later(self._kept_for, self._close, key, desk)

    async def close(self) -> None:
        """Close every session politely."""
        desks = [desk for desk in self._desks.values() if desk.keeper and not desk.keeper.done()]
        self._desks.clear()
        for desk in desks:
            desk.closing.set()
        await asyncio.gather(
            *(desk.keeper for desk in desks if desk.keeper), return_exceptions=True
        )

    def _desk(self, key: Hashable, open_account: Callable[[], Awaitable[Provider]]) -> _Desk:
        loop = asyncio.get_running_loop()
        desk = self._desks.get(key)
        if desk is None or desk.loop is not loop or desk.closing.is_set() or _failed(desk):
            desk = _Desk(loop=loop, ready=loop.create_future())
            desk.keeper = loop.create_task(_keep(desk, open_account))
            self._desks[key] = desk
        return desk

    def _close(self, key: Hashable, desk: _Desk) -> None:
        if desk.users:
            return
        if desk.ready.done() and not _failed(desk) and not desk.ready.result().is_idle:
            # A straggler's answer is still waited for.
            desk.timer = desk.loop.call_later(self._kept_for, self._close, key, desk)
            return
        desk.closing.set()
        if self._desks.get(key) is desk:
            del self._desks[key]


def _failed(desk: _Desk) -> bool:
    return desk.ready.done() and (desk.ready.cancelled() or desk.ready.exception() is not None)


async def _keep(desk: _Desk, open_account: Callable[[], Awaitable[Provider]]) -> None:
    """Open and close in one task: what a session started must be ended where it began."""
    try:
        provider = await open_account()
        async with provider.open() as session:
            desk.ready.set_result(Carrier(session, ticks=time.monotonic))
            await desk.closing.wait()
    except Exception as error:
        if desk.ready.done():
            raise
        desk.ready.set_exception(error)
