"""The relay of the experiments: takes mail over SMTP, fast, and never forgets what it took.

    python -m chaos.sink    prints {"smtp": PORT, "hooks": PORT, "control": PORT}; ends with its input

It is the third ledger: nobody kills it, and it asks no code of the product. Of each mail it keeps
the envelope, what is personal in it (address, Message-ID, link to leave), and a digest of all the
rest; of each webhook who it was for, its id, and a digest of the body. The control port takes lines
of JSON; ``chaos.witness`` speaks them.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import html
import json
import re
import sys
import time
import zlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

_PERSONAL: Final = re.compile(rb"(?im)^(to|message-id|list-unsubscribe):.*\r\n")
_TO: Final = re.compile(rb"(?im)^to: *(.*)\r\n")
_MESSAGE_ID: Final = re.compile(rb"(?im)^message-id: *(.*)\r\n")
_WEBHOOK_ID: Final = re.compile(rb"(?im)^webhook-id: *(.*)\r\n")
_LENGTH: Final = re.compile(rb"(?im)^content-length: *(.*)\r\n")
_LINK: Final = re.compile(rb"(?im)^list-unsubscribe: *<([^>]+)>")
_ADDRESS: Final = re.compile(rb"<([^>]*)>")
_HELLO: Final = (
    b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 20000000\r\n"
)


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How the relay behaves. Shares are parts of all addresses, always the same ones.

    ``times``: so often each mail is refused, cut or made to wait, before all is well.
    """

    rate: float = 0.0  # mails a second, all connections together; 0: as fast as it can
    delay: float = 0.0  # seconds before each answer to a mail
    refuse: float = 0.0  # share that is refused with ``reply``
    reply: str = "451 4.3.0 later"
    cut: float = 0.0  # share that is taken, but the connection ends instead of an answer
    wait: float = 0.0  # share whose answer takes ``seconds``
    seconds: float = 1.0
    times: int = 1
    closed: bool = False  # no new connections
    hook_rate: float = 0.0  # webhooks a second; 0: as fast as it can


def without_own_parts(mail: bytes) -> bytes:
    """A mail without what differs from person to person."""
    head, gap, body = mail.partition(b"\r\n\r\n")
    link = _LINK.search(head)
    flat = body.replace(b"=\r\n", b"")
    if link:
        url = link.group(1).decode()
        for form in (html.escape(url), url):
            flat = flat.replace(form.replace("=", "=3D").encode(), b"<link>")
            flat = flat.replace(form.encode(), b"<link>")
    return _PERSONAL.sub(b"", head + b"\r\n") + gap + flat


def digest(form: bytes) -> str:
    """What a form is called."""
    return hashlib.blake2b(form, digest_size=12).hexdigest()


@dataclass
class Book:
    """What was received, in order: [recipient, message id, to, link, digest, return path, at]."""

    mails: list[list[Any]] = field(default_factory=list)
    forms: dict[str, bytes] = field(default_factory=dict)
    manners: Manners = field(default_factory=Manners)
    seen: Counter[str] = field(default_factory=Counter)
    hooks: list[list[Any]] = field(default_factory=list)
    free_at: float = 0.0
    hook_free_at: float = 0.0
    connections: int = 0

    def take(self, recipient: bytes, sender: bytes, raw: bytes) -> None:
        """Note one mail."""
        form = without_own_parts(raw)
        name = digest(form)
        if name not in self.forms:
            self.forms[name] = raw
        self.mails.append(
            [
                recipient.decode(), _first(_MESSAGE_ID, raw), _first(_TO, raw), _first(_LINK, raw),
                name, sender.decode(), time.monotonic(),
            ]
        )  # fmt: skip

    def take_hook(self, path: str, head: bytes, body: bytes) -> None:
        """Note one webhook: [path, webhook id, digest, at]."""
        self.hooks.append([path, _first(_WEBHOOK_ID, head), digest(body), time.monotonic()])

    def hook_pause(self, now: float) -> float:
        """Seconds that the next answer to a webhook waits for the rate."""
        if not self.manners.hook_rate:
            return 0.0
        self.hook_free_at = max(self.hook_free_at, now) + 1 / self.manners.hook_rate
        return self.hook_free_at - now

    def pause(self, now: float) -> float:
        """Seconds that the next answer waits for the rate."""
        if not self.manners.rate:
            return 0.0
        self.free_at = max(self.free_at, now) + 1 / self.manners.rate
        return self.free_at - now


class Talk(asyncio.Protocol):
    """One connection."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._buffer = b""
        self._in_mail = False
        self._sender = self._recipient = b""
        self._out: list[bytes] = []
        self._wait = 0.0
        self._free_at = 0.0
        self._cut = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - for the type checker
        self._transport = transport
        self._book.connections += 1
        if self._book.manners.closed:
            transport.write(b"421 4.3.2 closed\r\n")
            transport.close()
        else:
            transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._wait = 0.0
        while self._mail() if self._in_mail else self._command():
            pass
        self._answer()

    def _answer(self) -> None:
        text, self._out = b"".join(self._out), []
        loop = asyncio.get_running_loop()
        if self._cut:
            self._transport.abort()
        elif text:
            self._free_at = max(self._free_at, loop.time() + self._wait)
            if self._wait or self._free_at > loop.time():
                loop.call_at(self._free_at, self._write, text)
            else:
                self._transport.write(text)

    def _write(self, text: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(text)

    def _mail(self) -> bool:
        if self._buffer.startswith(b".\r\n"):
            end, skip = 0, 3
        else:
            end, skip = self._buffer.find(b"\r\n.\r\n") + 2, 3
            if end < 2:
                return False
        raw, self._buffer = self._buffer[:end], self._buffer[end + skip :]
        self._in_mail = False
        self._judge(raw.replace(b"\r\n..", b"\r\n."))
        return True

    def _judge(self, raw: bytes) -> None:
        book, manners = self._book, self._book.manners
        lot = zlib.crc32(self._recipient) / 2**32
        first = True
        if manners.refuse or manners.cut or manners.wait:
            key = f"{self._recipient!r} {_first(_MESSAGE_ID, raw)}"
            book.seen[key] += 1
            first = book.seen[key] <= manners.times
        if first and lot < manners.refuse:
            self._out.append(manners.reply.encode() + b"\r\n")
            return
        book.take(self._recipient, self._sender, raw)
        self._cut = self._cut or (first and lot < manners.cut)
        late = manners.seconds if first and lot < manners.wait else 0.0
        self._wait += manners.delay + late + book.pause(asyncio.get_running_loop().time())
        self._out.append(b"250 2.0.0 taken\r\n")

    def _command(self) -> bool:
        line, found, rest = self._buffer.partition(b"\r\n")
        if not found:
            return False
        self._buffer = rest
        verb = line[:4].upper()
        if verb == b"DATA":
            self._in_mail = True
            self._out.append(b"354 go on\r\n")
        elif verb == b"EHLO":
            self._out.append(_HELLO)
        elif verb == b"QUIT":
            self._out.append(b"221 2.0.0 bye\r\n")
        else:
            self._note(verb, line)
            self._out.append(b"250 2.0.0 well\r\n")
        return True

    def _note(self, verb: bytes, line: bytes) -> None:
        address = _ADDRESS.search(line)
        if verb == b"MAIL":
            self._sender = address.group(1) if address else b""
        elif verb == b"RCPT":
            self._recipient = address.group(1) if address else b""


def _first(pattern: re.Pattern[bytes], raw: bytes) -> str:
    found = pattern.search(raw)
    return found.group(1).strip().decode(errors="replace") if found else ""


def obey(book: Book, order: dict[str, Any]) -> object:
    """Do what a line on the control port says."""
    match order:
        case {"do": "count"}:
            return len(book.mails)
        case {"do": "connections"}:
            return book.connections
        case {"do": "since", "n": int(n)}:
            return book.mails[n:]
        case {"do": "hooks"}:
            return book.hooks
        case {"do": "forms"}:
            return {name: base64.b64encode(raw).decode() for name, raw in book.forms.items()}
        case {"do": "behave", **manners}:
            book.manners = replace(book.manners, **manners)
        case {"do": "forget"}:
            book.mails.clear()
            book.hooks.clear()
            book.forms.clear()
            book.seen.clear()
        case _:
            raise LookupError(order)
    return None


async def _take_hooks(
    book: Book, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(int(_first(_LENGTH, head) or 0))
            # It counts when it is here, whether the answer is heard or not.
            book.take_hook(head.split(b" ", 2)[1].decode(), head, body)
            await asyncio.sleep(book.hook_pause(asyncio.get_running_loop().time()))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            await writer.drain()
    writer.close()


async def _serve() -> None:
    book = Book()
    loop = asyncio.get_running_loop()

    async def control(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            writer.write(json.dumps(obey(book, json.loads(line))).encode() + b"\n")
            await writer.drain()
        writer.close()

    hooks = await asyncio.start_server(
        partial(_take_hooks, book),
        "0.0.0.0",  # noqa: S104 - 127.0.1.n
        0,
        backlog=1024,
    )
    smtp = await loop.create_server(lambda: Talk(book), "127.0.0.1", 0, backlog=1024)
    control_server = await asyncio.start_server(control, "127.0.0.1", 0)
    ports = {
        "smtp": smtp.sockets[0].getsockname()[1],
        "hooks": hooks.sockets[0].getsockname()[1],
        "control": control_server.sockets[0].getsockname()[1],
    }
    sys.stdout.write(json.dumps(ports) + "\n")
    sys.stdout.flush()
    # Whoever started it holds the other end: it ends with him.
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
