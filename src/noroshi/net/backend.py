"""Connects to judged addresses only; the pool above keeps and names connections by host."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any, Final

import httpcore2

from noroshi.net.address import Resolver, Rules, judged_addresses
from noroshi.net.errors import NotReached

MOST_TRIED: Final = 3
"""Addresses of one host. The first may be version 6 on a machine that has no route for it."""


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Makes the connections of a pool.

    Since every connection of the pool comes from here, none of them, new or reused, leads to an
    address that was not judged for its own host. What the name server says between the judgement
    and the use (DNS rebinding) changes nothing.
    """

    def __init__(self, rules: Rules, resolve: Resolver) -> None:
        self._rules = rules
        self._resolve = resolve
        self._plain = httpcore2.AnyIOBackend()

    async def connect_tcp(  # noqa: PLR0917 (the interface of the library)
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (the interface of the library)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to one of the addresses of ``host``.

        Raises:
            NotAllowedAddress: one of them is internal.
            NotReached: there is none, or none answers.
        """
        del local_address, socket_options
        try:
            async with asyncio.timeout(timeout):
                found = await judged_addresses(host, port, self._rules, self._resolve)
                return await self._first(found[:MOST_TRIED], port, timeout)
        except TimeoutError:
            msg = f"no connection to {host}:{port} in time"
            raise NotReached(msg) from None
        except httpcore2.ConnectError:
            msg = f"no connection to {host}:{port}"
            raise NotReached(msg) from None

    async def _first(
        self, addresses: Sequence[str], port: int, seconds: float | None
    ) -> httpcore2.AsyncNetworkStream:
        share = None if seconds is None else seconds / len(addresses)
        for address in addresses[:-1]:
            try:
                return await self._plain.connect_tcp(address, port, timeout=share)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        try:
            return await self._plain.connect_tcp(addresses[-1], port, timeout=share)
        except httpcore2.ConnectTimeout:
            raise TimeoutError from None

    async def sleep(self, seconds: float) -> None:
        """Part of the interface; the pool waits between its own attempts, of which it has none."""
        await asyncio.sleep(seconds)
