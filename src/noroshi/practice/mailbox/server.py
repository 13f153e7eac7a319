"""The SMTP side of the mailbox. Some addresses refuse, as they do in life."""

from __future__ import annotations

import asyncio
import signal
from contextlib import closing
from pathlib import Path

from noroshi.practice.mailbox.hooks import HookReceiver
from noroshi.practice.mailbox.smtp import LARGEST, SmtpServer
from noroshi.practice.mailbox.store import MailStore, MailWriter

GONE = "gone."
"""Mail to local parts that begin so is refused for good: no such user."""
BUSY = "busy."
"""Mail to local parts that begin so is refused once, and taken at the second attempt."""

_NO_USER = "550 5.1.1 No such user here"
_LATER = "451 4.3.2 Please try again later"


class Takes:
    """Refuses what must be refused, keeps the rest."""

    def __init__(self, writer: MailWriter) -> None:
        self._writer = writer
        self._refused_once: set[str] = set()

    def answer(self, address: str) -> str:
        """Decide about one recipient."""
        if address.startswith(GONE):
            return _NO_USER
        if address.startswith(BUSY) and address not in self._refused_once:
            self._refused_once.add(address)
            return _LATER
        return "250 OK"

    def take(self, address: str, mail: bytes) -> None:
        """Keep the mail."""
        self._writer.add(address, mail)


def serve_mailbox(directory: Path, *, port: int, hook_port: int, hook_secret: str) -> None:
    """Take mail and webhooks on loopback until told to stop."""
    writer = MailStore(directory).writer()
    with closing(writer):
        asyncio.run(_serve(writer, HookReceiver(directory, hook_secret), port, hook_port))


async def _serve(writer: MailWriter, hooks: HookReceiver, port: int, hook_port: int) -> None:
    mails = await asyncio.start_server(
        SmtpServer(Takes(writer)).answer, host="127.0.0.1", port=port, limit=LARGEST
    )
    receiver = await asyncio.start_server(hooks.answer, host="127.0.0.1", port=hook_port)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
    for server in (mails, receiver):
        server.close()
