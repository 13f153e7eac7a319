"""An entrance for bounces by LMTP (RFC 2033) and SMTP, for a relay on the same host or network.

It takes mail for return paths that we signed and for nothing else, one recipient at a time, and
answers 250 only after the mail has been recorded.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from aiosmtpd.smtp import SMTP, Envelope, Session, syntax

from noroshi.intake.bounces.mime import LARGEST

Take = Callable[[bytes, tuple[str, ...]], bool]
"""Takes a mail in, durably, with its envelope's recipients; False when it is not understood."""

_SECONDS: Final = 60.0
_THREADS: Final = 4


class BounceProtocol(SMTP):
    """SMTP and LMTP on one port: the client's greeting says which."""

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """LMTP's greeting."""
        await self.smtp_EHLO(arg)


class Entrance:
    """What the protocol does with envelopes and mails. ``is_expected`` judges a recipient."""

    def __init__(self, *, is_expected: Callable[[str], bool], take: Take) -> None:
        self._is_expected, self._take = is_expected, take
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="bounces")

    async def handle_RCPT(  # noqa: N802, PLR0917 - aiosmtpd's name and signature
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Let in what comes back to us, one recipient a mail."""
        del server, session, options
        if envelope.rcpt_tos:
            return "452 4.5.3 one recipient at a time"
        loop = asyncio.get_running_loop()
        if not await loop.run_in_executor(self._threads, self._is_expected, address):
            return "550 5.1.1 nothing was sent from this address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Record the mail, then say so."""
        del server, session
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        work = asyncio.get_running_loop().run_in_executor(
            self._threads, self._take, raw, tuple(envelope.rcpt_tos)
        )
        understood = await work
        return "250 2.0.0 recorded" if understood else "554 5.6.0 this is no report we can read"

    async def handle_exception(self, error: Exception) -> str:
        """Our trouble is not the sender's: they shall try again."""
        del error
        return "451 4.3.0 not recorded, try again"

    def close(self) -> None:
        """Wait for what is being recorded."""
        self._threads.shutdown()


async def listen(entrance: Entrance, host: str, port: int) -> asyncio.Server:
    """Begin to take mail; close the server to end.

    Raises:
        OSError: the address is taken.
    """
    loop = asyncio.get_running_loop()

    def protocol() -> Any:  # noqa: ANN401 - aiosmtpd has no stubs for its base class
        return BounceProtocol(
            entrance,
            data_size_limit=LARGEST,
            hostname="noroshi",
            ident="Noroshi bounces",
            timeout=_SECONDS,
            loop=loop,
        )

    return await loop.create_server(protocol, host, port)
