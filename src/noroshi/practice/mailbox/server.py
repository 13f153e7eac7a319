"""The SMTP side of the mailbox. Some addresses refuse, as they do in life."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from noroshi.practice.mailbox.hooks import HookReceiver
from noroshi.practice.mailbox.store import MailStore, MailWriter

GONE = "gone."
"""Mail to local parts that begin so is refused for good: no such user."""
BUSY = "busy."
"""Mail to local parts that begin so is refused once, and taken at the second attempt."""

_NO_USER = "550 5.1.1 No such user here"
_LATER = "451 4.3.2 Please try again later"


class Takes:
    """aiosmtpd's handler: refuses what must be refused, keeps the rest."""

    def __init__(self, writer: MailWriter) -> None:
        self._writer = writer
        self._refused_once: set[str] = set()

    async def handle_RCPT(  # noqa: N802, PLR0917 - aiosmtpd's names and order
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Decide about one recipient."""
        del server, session, options
        if address.startswith(GONE):
            return _NO_USER
        if address.startswith(BUSY) and address not in self._refused_once:
            self._refused_once.add(address)
            return _LATER
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail once for each recipient."""
        del server, session
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        for to in envelope.rcpt_tos:
            self._writer.add(to, content)
        return "250 OK kept"


def serve_mailbox(directory: Path, *, port: int, hook_port: int, hook_secret: str) -> None:
    """Take mail and webhooks on loopback until told to stop."""
    writer = MailStore(directory).writer()
    asyncio.run(_serve(writer, HookReceiver(directory, hook_secret), port, hook_port))


async def _serve(writer: MailWriter, hooks: HookReceiver, port: int, hook_port: int) -> None:
    loop = asyncio.get_running_loop()
    handler = Takes(writer)
    server = await loop.create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=True, loop=loop, hostname="mailbox.invalid"),
        host="127.0.0.1",
        port=port,
    )
    receiver = await asyncio.start_server(hooks.answer, host="127.0.0.1", port=hook_port)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with server, receiver:
        await stop.wait()
