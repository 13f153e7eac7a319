"""From nothing to a connection that is ready for mail: greeting, EHLO, TLS, login.

Runs once per connection, so it is written for reading: one coroutine, one answer after the other.
Whatever fails here says something about us or the relay, never about a recipient.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar, cast

from noroshi.delivery.providers.smtp.capabilities import Capabilities, announced
from noroshi.delivery.providers.smtp.login import log_in
from noroshi.delivery.providers.smtp.reader import Garbled, Reply, ReplyReader
from noroshi.delivery.providers.smtp.replies import not_ready, not_sent, turned_away

if TYPE_CHECKING:
    from noroshi.delivery.providers.smtp.config import SmtpConfig

T = TypeVar("T")
_READY: Final = 220
_OK: Final = 250


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A connection on which the next thing to say is MAIL."""

    transport: asyncio.Transport
    capabilities: Capabilities


class Greeter(asyncio.Protocol):
    """The relay's side of the talk before the first mail."""

    def __init__(self, seconds: float) -> None:
        self.transport: asyncio.Transport
        self._seconds = seconds
        self._reader = ReplyReader()
        self._replies: deque[Reply] = deque()
        self._broken = ""
        self._news = asyncio.Event()

    @property
    def is_quiet(self) -> bool:
        """Nothing came that nobody asked for, and the connection is there."""
        return not (self._replies or self._reader.midway or self._broken)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection is there."""
        # uvloop's transports are no subclass of it, though they do the same.
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Replies, or parts of them."""
        try:
            self._replies.extend(self._reader.feed(data))
        except Garbled as error:
            self._break(f"the relay sent {error}")
        self._news.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """The relay or the network ended it, or we did."""
        self._break("the relay closed the connection" + (f" ({exc})" if exc else ""))

    async def reply(self) -> Reply:
        """The next reply.

        Raises:
            DeliveryFailed: there will be none.
        """
        while not self._replies:
            if self._broken:
                raise not_sent(self._broken)
            self._news.clear()
            await _within(self._seconds, self._news.wait(), "no answer from the relay")
        return self._replies.popleft()

    async def ask(self, line: bytes) -> Reply:
        """Write a line and wait for its reply."""
        self.transport.write(line + b"\r\n")
        return await self.reply()

    def _break(self, why: str) -> None:
        self._broken = self._broken or why
        self._news.set()


async def reach(config: SmtpConfig) -> Reached:
    """Connect to the relay.

    Raises:
        DeliveryFailed: temporary or throttled; the relay cannot be used now.
    """
    loop = asyncio.get_running_loop()
    implicit = config.tls is not None and not config.starttls
    connecting = loop.create_connection(
        lambda: Greeter(config.timeouts.greeting),
        config.host,
        config.port,
        ssl=config.tls if implicit else None,
        server_hostname=config.host if implicit else None,
    )
    _, greeter = await _reached(config, connecting)
    try:
        capabilities = await _introduce(config, greeter)
        if not greeter.is_quiet:
            raise not_sent("the relay said something that nobody asked for")
    except BaseException:
        greeter.transport.abort()
        raise
    return Reached(transport=greeter.transport, capabilities=capabilities)


async def _introduce(config: SmtpConfig, greeter: Greeter) -> Capabilities:
    greeting = await greeter.reply()
    if greeting.code != _READY:
        raise turned_away(greeting.code, greeting.text, at="connect")
    able = await _hello(config, greeter)
    if config.starttls:
        if not able.starttls:
            raise not_ready("the relay offers no encryption (no STARTTLS)")
        await _encrypt(config, greeter)
        able = await _hello(config, greeter)
    if config.username:
        await log_in(config, able.logins, greeter.ask)
    return able


async def _hello(config: SmtpConfig, greeter: Greeter) -> Capabilities:
    name = config.own_name.encode()
    reply = await greeter.ask(b"EHLO " + name)
    if reply.code == _OK:
        return announced(reply.lines)
    if reply.code >= 500 and config.tls is None and not config.username:
        reply = await greeter.ask(b"HELO " + name)
        if reply.code == _OK:
            return Capabilities()
    raise turned_away(reply.code, reply.text, at="EHLO")


async def _encrypt(config: SmtpConfig, greeter: Greeter) -> None:
    reply = await greeter.ask(b"STARTTLS")
    if reply.code != _READY:
        raise turned_away(reply.code, reply.text, at="STARTTLS")
    if not greeter.is_quiet:
        # Somebody between us and the relay could have put it there, to be read as if it had come
        # encrypted (CVE-2021-38371 and its kin; RFC 3207 4.2).
        raise not_sent("the relay sent more in the clear after the answer to STARTTLS")
    loop = asyncio.get_running_loop()
    tls = config.tls
    if tls is None:
        raise not_ready("no certificates to check the relay with")
    encrypting = loop.start_tls(greeter.transport, greeter, tls, server_hostname=config.host)
    encrypted = await _reached(config, encrypting)
    if encrypted is None:
        raise not_sent("the relay closed the connection while it was encrypted")
    greeter.transport = encrypted


async def _reached(config: SmtpConfig, connecting: Awaitable[T]) -> T:
    place = f"{config.host}:{config.port}"
    try:
        return await _within(config.timeouts.connect, connecting, f"no connection to {place}")
    except ssl.SSLCertVerificationError as error:
        why = error.verify_message or "not valid"
        raise not_sent(f"the certificate of {place} was not accepted: {why}") from None
    except OSError as error:
        why = error.strerror or str(error) or type(error).__name__
        raise not_sent(f"no connection to {place}: {why}") from None


async def _within(seconds: float, waiting: Awaitable[T], otherwise: str) -> T:
    try:
        async with asyncio.timeout(seconds):
            return await waiting
    except TimeoutError:
        raise not_sent(f"{otherwise} within {seconds:g} seconds") from None
