"""Some connections to one relay, which fetch their mails themselves."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from noroshi.delivery.providers.smtp.desk import Desk
from noroshi.delivery.providers.smtp.line import Line
from noroshi.delivery.providers.smtp.pauses import Chance
from noroshi.delivery.providers.smtp.replies import not_sent

if TYPE_CHECKING:
    from noroshi.delivery.contract import DeliveryFailed, Feed, Parcel, Receipt
    from noroshi.delivery.providers.smtp.config import SmtpConfig


class SmtpSession:
    """A ``StreamingSession``. As many connections as the work needs, up to ``width``.

    The first connection is made when there is something to send; once it is there, the others
    follow as long as the feed has more. While none can be made, each line fails at most one mail
    per try, and tries ever less often: whoever feeds us sees the outage without losing many
    attempts to it.
    """

    def __init__(self, config: SmtpConfig, *, chance: Chance) -> None:
        self.width = config.connections
        self._timeouts = config.timeouts
        self._desk = Desk()
        self._lines = [
            Line(config, desk=self._desk, pool=self, chance=chance)
            for _ in range(config.connections)
        ]
        self._unused = list(reversed(self._lines))
        # Last in, first out: a few mails use few connections, and those stay warm.
        self._idle: dict[Line, None] = {}
        self._draining: dict[Line, None] = {}
        self._open = 0
        self._outage = False
        self._closing = False
        self._timer = asyncio.get_running_loop().call_later(config.timeouts.tick, self._tick)

    # --- StreamingSession -----------------------------------------------------------------------

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Hand over one mail; see ``Session.deliver``."""
        if self._closing:
            raise _stopped()
        copy, answer = self._desk.ask(parcel)
        self.wake()
        try:
            return await answer
        except asyncio.CancelledError:
            self._desk.withdraw(copy)
            if answer.done() and not answer.cancelled():
                answer.exception()  # nobody is there any more to hear it
            raise

    def begin(self, feed: Feed) -> None:
        """Take mails from ``feed``; see ``StreamingSession.begin``."""
        self._desk.begin(feed)

    def wake(self) -> None:
        """There may be something to send; see ``StreamingSession.wake``."""
        if self._closing:
            return
        self._desk.dry = False
        for resting in (self._idle, self._draining):
            while resting and not self._desk.dry:
                line, _ = resting.popitem()
                if line.conversation is not None:
                    line.conversation.pull()
        self.grow()

    async def close(self) -> None:
        """Say goodbye on every connection. Mails under way have ``Timeouts.quit`` seconds to end;
        then they are settled as what they are: not sent, or unknown."""
        self._closing = True
        self._timer.cancel()
        self._desk.close(_stopped())
        ends: list[asyncio.Future[Any]] = [x for line in self._lines if (x := line.connecting)]
        for line in self._lines:
            line.close()
        for line in list(self._idle):
            self._quit(line)
        talks = [line.conversation for line in self._lines if line.conversation is not None]
        ends += [talk.gone for talk in talks]
        try:
            await self._all(ends)
        finally:
            for talk in talks:
                talk.abandon("sending was stopped")
        await self._all(ends)

    # --- Pool -----------------------------------------------------------------------------------

    def has_connected(self) -> None:
        """See ``Pool``."""
        self._open += 1
        self._outage = False

    def grow(self) -> None:
        """See ``Pool``."""
        while self._unused and not self._desk.dry and not self._closing and self._may_grow():
            self._unused.pop().connect()

    def rests(self, line: Line) -> None:
        """See ``Pool``."""
        self._draining.pop(line, None)
        self._idle.pop(line, None)
        if line.conversation is not None and line.conversation.is_idle:
            self._idle[line] = None
            if self._closing:
                self._quit(line)
        else:
            self._draining[line] = None

    def has_ended(self, line: Line) -> None:
        """See ``Pool``."""
        self._idle.pop(line, None)
        self._draining.pop(line, None)
        self._open -= 1

    def cannot_connect(self, failure: DeliveryFailed) -> None:
        """See ``Pool``."""
        if self._open == 0:
            self._outage = True
            if not self._desk.refuse_asked(failure):
                self._desk.refuse_one(failure)
        self.grow()

    def may_connect(self, line: Line) -> None:
        """See ``Pool``."""
        if not self._closing:
            self._unused.append(line)
            self.grow()

    # --- inside ---------------------------------------------------------------------------------

    def _may_grow(self) -> bool:
        """One connection shows whether the relay is there, before all others are made."""
        if self._open or self._outage:
            return True
        return not any(line.connecting for line in self._lines)

    def _quit(self, line: Line) -> None:
        if line.conversation is not None:
            line.conversation.quit()

    async def _all(self, ends: list[asyncio.Future[Any]]) -> None:
        if ends:
            await asyncio.wait(ends, timeout=self._timeouts.quit)

    def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        for line in self._lines:
            line.tick(now)
        self._timer = loop.call_later(self._timeouts.tick, self._tick)


def _stopped() -> DeliveryFailed:
    return not_sent("sending was stopped before this mail")
