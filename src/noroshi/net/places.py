"""How many requests may be under way to one host, so that a slow one does not hold up the rest."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from noroshi.net.errors import HostBusy

SLOW_SECONDS: Final = 2.0
"""A host whose answer takes longer counts as slow until one comes quickly."""

WHEN_SLOW: Final = 2
"""Places of a slow host."""

PATIENCE_SECONDS: Final = 0.4
"""How long to wait for a place. Who waits longer would send on too old a permission: no attempt
may start more than one second after an unsubscribe (R16 of reliability)."""

_MOST_REMEMBERED: Final = 10_000


class Places:
    """Gives each host its places: all of them, or two while it is slow (R7 of reliability).

    A host of which nothing is known gets all as well: if it holds them, they come back with the
    time-out, once. Holding some back would delay everybody at a hub that has many receivers.
    """

    def __init__(self, in_all: int) -> None:
        self._in_all = in_all
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """One place at ``host``, for as long as the request takes.

        Raises:
            HostBusy: there is none; nothing was sent.
        """
        known = self._hosts.get(host)
        if known is None:
            known = self._hosts[host] = _Host(self._in_all)
        number = await known.enter()
        try:
            yield
        finally:
            known.leave(number)
            self._forget(host, known)

    def _forget(self, name: str, host: _Host) -> None:
        if host.idle and (not host.slow or len(self._hosts) > _MOST_REMEMBERED):
            del self._hosts[name]


class _Host:
    """Counts who is under way, and lets others wait; its size follows how quickly it answers."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = most
        self._taken = 0
        self._queue: deque[asyncio.Future[None]] = deque()
        self._numbers = itertools.count()
        self._since: dict[int, float] = {}  # oldest first
        self.slow = False

    @property
    def idle(self) -> bool:
        """Whether nobody is under way or waiting."""
        return not self._taken and not self._queue

    async def enter(self) -> int:
        """Take a place; returns the number to leave with."""
        now = asyncio.get_running_loop().time()
        oldest = next(iter(self._since.values()), now)
        if now - oldest > SLOW_SECONDS:
            self._found_slow()
        if self._taken < self._size and not self._queue:
            self._taken += 1
        else:
            await self._wait()
        number = next(self._numbers)
        self._since[number] = asyncio.get_running_loop().time()
        return number

    async def _wait(self) -> None:
        if self.slow:
            raise HostBusy
        place = asyncio.get_running_loop().create_future()
        self._queue.append(place)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await place
        except (TimeoutError, asyncio.CancelledError) as error:
            self._give_up(place)
            if isinstance(error, TimeoutError):
                raise HostBusy from None
            raise

    def _give_up(self, place: asyncio.Future[None]) -> None:
        if place in self._queue:
            self._queue.remove(place)
        elif not place.cancelled():
            self._free_one()  # it was given to us in the moment in which we left

    def leave(self, number: int) -> None:
        """Give the place back."""
        took = asyncio.get_running_loop().time() - self._since.pop(number)
        if took > SLOW_SECONDS:
            self._found_slow()
        else:
            self.slow, self._size = False, self._most
        self._free_one()

    def _found_slow(self) -> None:
        self.slow, self._size = True, min(self._size, WHEN_SLOW)

    def _free_one(self) -> None:
        self._taken -= 1
        while self._queue and self._taken < self._size:
            place = self._queue.popleft()
            if not place.done():
                self._taken += 1
                place.set_result(None)
