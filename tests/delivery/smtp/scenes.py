"""A feed that keeps account, and the session it is for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from random import Random
from typing import Any, TypeVar

import uvloop

from noroshi.delivery.contract import DeliveryFailed, Parcel
from noroshi.delivery.providers.smtp.config import SmtpConfig, Timeouts
from noroshi.delivery.providers.smtp.provider import SmtpProvider
from noroshi.delivery.providers.smtp.session import SmtpSession
from tests.delivery.smtp.server import Server

T = TypeVar("T")
RIN = "rin@example.com"
CONTENT = b"To: rin@example.com\r\nSubject: x\r\n\r\n.dot\r\nline\r\n..two\r\n"
QUICK = Timeouts(
    connect=2,
    greeting=2,
    mail=2,
    rcpt=2,
    data=2,
    block=2,
    final_dot=2,
    quit=0.5,
    tick=0.02,
    first_pause=0.01,
    longest_pause=0.05,
)


def parcel(number: int, address: str = "", content: bytes = b"Subject: x\r\n\r\nhi\r\n") -> Parcel:
    """A mail to the reader with this number."""
    return Parcel(
        recipient_id=number,
        address=address or f"r{number}@e.example",
        language="en",
        message_id=f"<msg-1.{number}@kitsune.example>",
        content=content,
        return_path=f"b+1.{number}@k.example",
        reference=f"1.{number}",
    )


class CountingFeed:
    """Gives the parcels one by one, and breaks when one is settled twice or was never taken."""

    def __init__(self, parcels: Iterable[Parcel]) -> None:
        self.waiting = list(parcels)
        self.total = len(self.waiting)
        self.open: dict[int, Parcel] = {}
        self.settled: dict[str, str] = {}
        self.failures: list[DeliveryFailed] = []
        self.finished = asyncio.Event()

    def take(self) -> Parcel | None:
        """See ``Feed``."""
        if not self.waiting:
            return None
        first = self.waiting.pop(0)
        self.open[id(first)] = first
        return first

    def settle(self, parcel: Parcel, failure: DeliveryFailed | None) -> None:
        """See ``Feed``."""
        assert self.open.pop(id(parcel)) is parcel
        assert parcel.address not in self.settled
        self.settled[parcel.address] = str(failure.kind) if failure else "accepted"
        if failure is not None:
            self.failures.append(failure)
        if len(self.settled) == self.total:
            self.finished.set()

    @property
    def outcomes(self) -> list[str]:
        """The outcomes in the order of the readers' numbers."""
        return [self.settled[address] for address in sorted(self.settled, key=_number)]

    @property
    def codes(self) -> list[str]:
        """The codes of all failures, in the order in which they were told."""
        return [failure.code for failure in self.failures]


def _number(address: str) -> int:
    return int("".join(filter(str.isdigit, address)) or 0)


def config(server: Server, **changes: Any) -> SmtpConfig:
    """One connection in the clear, with short waits."""
    times = {name: changes.pop(name) for name in list(changes) if hasattr(QUICK, name)}
    plain = SmtpConfig(
        host="127.0.0.1",
        port=server.port,
        sender="bounces@kitsune.example",
        tls=None,
        starttls=False,
        connections=1,
        timeouts=replace(QUICK, **times),
    )
    return replace(plain, **changes)


@asynccontextmanager
async def session(server: Server, **changes: Any) -> AsyncIterator[SmtpSession]:
    """A session with the server."""
    provider = SmtpProvider(config(server, **changes), chance=Random(7).random)  # noqa: S311 (spreads pauses)
    async with provider.open() as opened:
        yield opened


async def send(server: Server, feed: CountingFeed, **changes: Any) -> CountingFeed:
    """Everything in the feed, to the end."""
    async with session(server, **changes) as opened:
        opened.begin(feed)
        opened.wake()
        async with asyncio.timeout(5):
            await feed.finished.wait()
    return feed


def on(loop: str, scene: Coroutine[Any, Any, T]) -> T:
    """Run it, on "asyncio" or "uvloop"."""
    factory = uvloop.new_event_loop if loop == "uvloop" else None
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(scene)
