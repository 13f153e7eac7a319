"""One of the places for a connection: connects, and connects again when it has to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from noroshi.delivery.contract import DeliveryFailed
from noroshi.delivery.providers.smtp.conversation import Conversation
from noroshi.delivery.providers.smtp.envelope import Envelopes
from noroshi.delivery.providers.smtp.pauses import Chance, Pauses
from noroshi.delivery.providers.smtp.reach import reach
from noroshi.delivery.providers.smtp.replies import not_sent

if TYPE_CHECKING:
    from noroshi.delivery.contract import Parcel
    from noroshi.delivery.providers.smtp.config import SmtpConfig
    from noroshi.delivery.providers.smtp.desk import Desk


class Pool(Protocol):
    """What the lines of a session tell it."""

    def has_connected(self) -> None:
        """Connected."""
        ...

    def grow(self) -> None:
        """There may be need for one more connection."""
        ...

    def rests(self, line: Line) -> None:
        """Connected, and there was nothing to take."""
        ...

    def has_ended(self, line: Line) -> None:
        """Not connected any more."""
        ...

    def cannot_connect(self, failure: DeliveryFailed) -> None:
        """A line that had nothing to send failed to connect."""
        ...

    def may_connect(self, line: Line) -> None:
        """It has no connection and no reason to wait."""
        ...


class Line:
    """At most one connection, and at most one mail that waits for the next one."""

    def __init__(self, config: SmtpConfig, *, desk: Desk, pool: Pool, chance: Chance) -> None:
        times = config.timeouts
        self.conversation: Conversation | None = None
        self.connecting: asyncio.Task[Conversation] | None = None
        self._config = config
        self._desk = desk
        self._pool = pool
        self._pauses = Pauses(times.first_pause, times.longest_pause, chance)
        self._pause: asyncio.TimerHandle | None = None
        self._held: Parcel | None = None
        self._held_since = 0.0
        self._closed = False

    def connect(self) -> None:
        """Begin to make a connection."""
        self.connecting = asyncio.create_task(self._connect())
        self.connecting.add_done_callback(self._connected)

    def tick(self, now: float) -> None:
        """Look at what may take too long; called about every second."""
        if self.conversation is not None:
            self.conversation.tick(now)
        elif self._held is not None and now - self._held_since > self._config.timeouts.resend:
            self._give_back(not_sent("the relay closed the connection, and a new one took long"))

    def close(self) -> None:
        """Begin nothing more."""
        self._closed = True
        if self._pause is not None:
            self._pause.cancel()
        if self.connecting is not None:
            self.connecting.cancel()
        self._give_back(not_sent("sending was stopped before this mail"))

    # --- what the conversation says -------------------------------------------------------------

    def proved(self) -> None:
        """See ``Owner``."""
        self._pauses.reset()

    def flows(self) -> None:
        """See ``Owner``."""
        self._pool.grow()

    def rests(self) -> None:
        """See ``Owner``."""
        self._pool.rests(self)

    def ended(self, unsent: Parcel | None, failure: DeliveryFailed, *, blamed: bool) -> None:
        """See ``Owner``."""
        self.conversation = None
        self._pool.has_ended(self)
        if unsent is not None:
            self._hold(unsent, failure)
        elif blamed:
            self._rest()
        else:
            self._pool.may_connect(self)

    # --- inside ---------------------------------------------------------------------------------

    async def _connect(self) -> Conversation:
        reached = await reach(self._config)
        able = reached.capabilities
        conversation = Conversation(
            reached.transport,
            Envelopes(self._config.sender, able, dsn=self._config.dsn),
            desk=self._desk,
            owner=self,
            pipelining=able.pipelining,
            timeouts=self._config.timeouts,
        )
        reached.transport.set_protocol(conversation)
        return conversation

    def _connected(self, task: asyncio.Task[Conversation]) -> None:
        self.connecting = None
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            self._start(task.result())
        elif isinstance(error, DeliveryFailed):
            self._failed(error)
        else:
            self._failed(not_sent(f"no connection: {type(error).__name__}: {error}"))

    def _start(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self._pool.has_connected()
        held, self._held = self._held, None
        if self._closed:
            conversation.abandon("sending was stopped")
        elif held is not None:
            conversation.offer(held)
        else:
            conversation.pull()

    def _failed(self, failure: DeliveryFailed) -> None:
        self._rest()
        if self._held is not None:
            self._give_back(failure)
        else:
            self._pool.cannot_connect(failure)

    def _rest(self) -> None:
        if not self._closed:
            loop = asyncio.get_running_loop()
            self._pause = loop.call_later(self._pauses.next(), self._pool.may_connect, self)

    def _hold(self, parcel: Parcel, failure: DeliveryFailed) -> None:
        self._held = parcel
        self._held_since = asyncio.get_running_loop().time()
        if self._closed:
            self._give_back(failure)
        else:
            self.connect()

    def _give_back(self, failure: DeliveryFailed) -> None:
        parcel, self._held = self._held, None
        if parcel is not None:
            self._desk.settle(parcel, failure)
