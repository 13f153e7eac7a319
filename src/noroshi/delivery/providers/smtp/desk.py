"""Where the connections get their mails: those that somebody waits for first, then the feed."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from noroshi.delivery.contract import DeliveryFailed, Receipt

if TYPE_CHECKING:
    from noroshi.delivery.contract import Feed, Parcel


class Desk:
    """``dry`` after there was nothing to take, until somebody says that there may be again."""

    def __init__(self) -> None:
        self.dry = False
        self._feed: Feed | None = None
        self._closed = False
        self._asked: deque[Parcel] = deque()
        self._waiting: dict[int, tuple[Parcel, asyncio.Future[Receipt]]] = {}

    def begin(self, feed: Feed) -> None:
        """Take from this feed from now on."""
        self._feed = feed

    def close(self, failure: DeliveryFailed) -> None:
        """Nothing more is begun; who waits for that hears why."""
        self._closed = True
        self.refuse_asked(failure)

    def ask(self, parcel: Parcel) -> tuple[Parcel, asyncio.Future[Receipt]]:
        """A mail that somebody waits for: the copy that will be sent, and its future."""
        # A copy, since mails are told apart by identity and the caller may ask twice.
        copy = parcel._replace()
        future: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting[id(copy)] = (copy, future)
        self._asked.append(copy)
        return copy, future

    def withdraw(self, copy: Parcel) -> None:
        """Nobody waits for it any more. If it is under way, it stays so."""
        if any(each is copy for each in self._asked):
            self._asked = deque(each for each in self._asked if each is not copy)
            del self._waiting[id(copy)]

    def take(self) -> Parcel | None:
        """The next mail; its sending begins at this moment."""
        if self._asked:
            self.dry = len(self._asked) == 1 and self._feed is None
            return self._asked.popleft()
        if self._feed is not None and not self._closed:
            parcel = self._feed.take()
            if parcel is not None:
                return parcel
        self.dry = True
        return None

    def settle(self, parcel: Parcel, failure: DeliveryFailed | None) -> None:
        """What came of a mail that was taken; to be called once for each."""
        if self._waiting:
            _, future = self._waiting.pop(id(parcel), (None, None))
            if future is not None:
                _answer(future, failure)
                return
        if self._feed is not None:
            self._feed.settle(parcel, failure)

    def refuse_asked(self, failure: DeliveryFailed) -> bool:
        """Tell everybody whose mail has not begun; whether there was anybody."""
        asked, self._asked = self._asked, deque()
        for parcel in asked:
            self.settle(parcel, failure)
        return bool(asked)

    def refuse_one(self, failure: DeliveryFailed) -> None:
        """Let the next mail fail without sending it, if there is one."""
        parcel = self.take()
        if parcel is not None:
            self.settle(parcel, failure)


def _answer(future: asyncio.Future[Receipt], failure: DeliveryFailed | None) -> None:
    if future.done():
        return
    if failure is None:
        future.set_result(Receipt(code="250"))
    else:
        future.set_exception(failure)
