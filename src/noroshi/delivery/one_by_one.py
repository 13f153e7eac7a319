"""A session that hands over one parcel a call, made to fetch its work like a streaming one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from noroshi.delivery.contract import DeliveryFailed
from noroshi.domain.delivery import FailureKind

if TYPE_CHECKING:
    from noroshi.delivery.contract import Feed, Parcel, Receipt, Session


class OneByOne:
    """Takes parcels as long as fewer than ``width`` are under way."""

    def __init__(self, session: Session) -> None:
        self.width = session.width
        self._session = session
        self._feed: Feed | None = None
        self._running: set[asyncio.Task[None]] = set()

    async def deliver(self, parcel: Parcel) -> Receipt:
        """See ``Session.deliver``."""
        return await self._session.deliver(parcel)

    def begin(self, feed: Feed) -> None:
        """See ``StreamingSession.begin``."""
        self._feed = feed

    def wake(self) -> None:
        """See ``StreamingSession.wake``."""
        while self._feed and len(self._running) < self.width:
            parcel = self._feed.take()
            if parcel is None:
                return
            task = asyncio.create_task(self._hand_over(self._feed, parcel))
            self._running.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and task.exception() is None:
            self.wake()

    async def _hand_over(self, feed: Feed, parcel: Parcel) -> None:
        try:
            await self._session.deliver(parcel)
        except DeliveryFailed as failed:
            feed.settle(parcel, failed)
        except Exception as error:  # noqa: BLE001 (isolation around a provider)
            detail = f"the provider's code failed: {type(error).__name__}"
            feed.settle(parcel, DeliveryFailed(FailureKind.UNKNOWN, detail, code="bug"))
        else:
            feed.settle(parcel, None)
