"""Sessions of providers that take one parcel by one POST."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Protocol

from noroshi.delivery.http.calls import Ask, call

if TYPE_CHECKING:
    from datetime import datetime

    from noroshi.delivery.contract import Parcel, Receipt, Tools
    from noroshi.net import Allowance, OutboundSession, Reply


class Desk(Protocol):
    """What makes one provider different from another."""

    typed_by_receiver: bool
    """Whether the URL came from the subscriber (and not from the account's settings)."""

    async def ask(self, parcel: Parcel, now: datetime) -> Ask:
        """The request that hands ``parcel`` over.

        Raises:
            DeliveryFailed: it cannot be made.
        """
        ...

    def judge(self, reply: Reply, now: datetime) -> Receipt:
        """What the answer means.

        Raises:
            DeliveryFailed: not taken, or nobody can say.
        """
        ...


class HttpSession:
    """Open connections; as many parcels at once as connections."""

    def __init__(self, desk: Desk, tools: Tools, http: OutboundSession, *, width: int) -> None:
        self.width = width
        self._desk = desk
        self._clock = tools.clock
        self._http = http

    async def deliver(self, parcel: Parcel) -> Receipt:
        """One POST; see ``Session.deliver``."""
        ask = await self._desk.ask(parcel, self._clock.now())
        reply = await call(self._http, ask, typed_by_receiver=self._desk.typed_by_receiver)
        return self._desk.judge(reply, self._clock.now())


class HttpProvider:
    """A configured account. Its desk lives as long as it does: tokens are made once."""

    def __init__(self, desk: Desk, tools: Tools, allowance: Allowance) -> None:
        self._desk = desk
        self._tools = tools
        self._allowance = allowance

    @asynccontextmanager
    async def open(self) -> AsyncIterator[HttpSession]:
        """A session whose connections are made when first needed and closed at its end."""
        async with self._tools.http.session(self._allowance) as http:
            width = self._allowance.connections
            yield HttpSession(self._desk, self._tools, http, width=width)
