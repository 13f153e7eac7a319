"""An SMTP server of our own: it answers while we pipeline, and fails at any byte it is told to."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

EXTENSIONS = ("PIPELINING", "8BITMIME", "SMTPUTF8", "DSN", "SIZE 100000", "ENHANCEDSTATUSCODES")
HANG_UP = "hang up"
SILENCE = "silence"
USUAL = {
    "connect": "220 relay.example ESMTP",
    "HELO": "250 relay.example",
    "nested MAIL": "503 5.5.1 nested MAIL",
    "RCPT without MAIL": "503 5.5.1 need MAIL",
    "DATA to nobody": "554 5.5.1 no valid recipients",
    "dot to nobody": "554 5.5.1 no",
    "MAIL": "250 2.1.0 Ok",
    "RCPT": "250 2.1.5 Ok",
    "DATA": "354 go on",
    "dot": "250 2.0.0 Ok: queued as 4F",
    "RSET": "250 2.0.0 Ok",
    "STAR": "220 2.0.0 go ahead",
    "AUTH": "235 2.7.0 welcome",
    "QUIT": "221 2.0.0 Bye",
}
Answer = Callable[[str, str], str | None]
"""What to say at a step, given the address it is about; None for the usual."""


@dataclass
class Mail:
    """One mail that reached its final dot."""

    sender: str
    recipient: str
    content: bytes
    mail_line: str
    rcpt_line: str


@dataclass
class Server:
    """What it does and what it saw. ``cut_in`` and ``cut_out`` count bytes of the first connection,
    received and sent; ``split`` sends every byte in a packet of its own."""

    answer: Answer = lambda step, address: None
    extensions: Sequence[str] = EXTENSIONS
    cut_in: int = -1
    cut_out: int = -1
    most_mails: int = 0
    dot_takes: float = 0
    goodbye: str = "421 4.7.0 enough"
    split: bool = False
    tls: ssl.SSLContext | None = None
    mails: list[Mail] = field(default_factory=list)
    asked_for_body: set[str] = field(default_factory=set)
    confirmed: Counter[str] = field(default_factory=Counter)
    commands: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    connections: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    port: int = 0

    @property
    def recipients(self) -> list[str]:
        """Who got a mail, in order."""
        return [mail.recipient for mail in self.mails]


class Cut(Exception):
    """The connection ends here."""


class _Talk:
    def __init__(
        self, server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.server = server
        self.reader, self.writer = reader, writer
        self.first = server.connections == 1
        self.buffer = b""
        self.count_in = self.count_out = 0
        self.sender = self.recipient = self.mail_line = self.rcpt_line = ""
        self.taken = 0

    async def run(self) -> None:
        try:
            await self.say("connect", "")
            while True:
                line = (await self.until(b"\r\n")).decode()
                self.server.commands.append(line.split(":")[0])
                await self.command(line)
        except (Cut, ConnectionError, asyncio.CancelledError):
            self.writer.transport.abort()

    async def command(self, line: str) -> None:
        verb = line[:4].upper()
        if verb in {"EHLO", "HELO"}:
            await self.hello(verb)
        elif verb in {"MAIL", "RCPT"}:
            await self.path(verb, line)
        elif verb == "DATA":
            await self.data()
        elif verb == "AUTH":
            await self.login(line)
        elif verb == "STAR":
            await self.encrypt()
        else:
            await self.say(verb, self.recipient)
            self.sender = self.recipient = ""
            if verb == "QUIT":
                raise Cut

    async def hello(self, verb: str) -> None:
        if verb == "HELO" or self.server.answer("EHLO", "") is not None:
            await self.say(verb, "")
            return
        lines = ["relay.example", *self.server.extensions]
        marks = ["-"] * (len(lines) - 1) + [" "]
        text = "".join(f"250{mark}{line}\r\n" for mark, line in zip(marks, lines, strict=True))
        await self.send(text.encode())

    async def encrypt(self) -> None:
        said = await self.say("STAR", "")
        if said.startswith("220") and self.server.tls is not None:
            await self.writer.start_tls(self.server.tls)

    async def login(self, line: str) -> None:
        while True:
            self.server.logins.append(line)
            if not (await self.say("AUTH", line)).startswith("334"):
                return
            line = (await self.until(b"\r\n")).decode()

    async def path(self, verb: str, line: str) -> None:
        address = line.partition("<")[2].rpartition(">")[0]
        if verb == "MAIL":
            if self.server.most_mails and self.taken >= self.server.most_mails:
                await self.farewell()
            step = "nested MAIL" if self.sender else verb
            if (await self.say(step, address)).startswith("2"):
                self.sender, self.recipient, self.mail_line = address, "", line
        else:
            step = verb if self.sender else "RCPT without MAIL"
            if (await self.say(step, address)).startswith("2"):
                self.recipient, self.rcpt_line = address, line

    async def farewell(self) -> None:
        if self.server.goodbye != HANG_UP:
            await self.send(f"{self.server.goodbye}\r\n".encode())
        raise Cut

    async def data(self) -> None:
        # Some relays ask for the body of a mail that nobody will get.
        said = await self.say("DATA" if self.recipient else "DATA to nobody", self.recipient)
        if not said.startswith("354"):
            return
        self.server.asked_for_body.add(self.recipient)
        content = await self.body()
        if not self.recipient:
            self.server.commands.append(f"body of {len(content)} for nobody")
            self.sender = ""
            await self.say("dot to nobody", "")
            return
        plain = content[:-3].replace(b"\r\n..", b"\r\n.")
        plain = plain[1:] if plain.startswith(b"..") else plain
        await asyncio.sleep(self.server.dot_takes)
        mail = Mail(self.sender, self.recipient, plain, self.mail_line, self.rcpt_line)
        self.server.mails.append(mail)
        self.taken += 1
        self.sender = ""
        if (await self.say("dot", self.recipient)).startswith("250"):
            self.server.confirmed[self.recipient] += 1

    async def body(self) -> bytes:
        lines = []
        while not lines or lines[-1] != b".":
            lines.append(await self.until(b"\r\n"))
        return b"\r\n".join(lines) + b"\r\n"

    async def say(self, step: str, address: str) -> str:
        answer = self.server.answer(step, address) or USUAL[step]
        if answer == HANG_UP:
            raise Cut
        if answer == SILENCE:
            await asyncio.sleep(60)
        await self.send(answer.encode() + b"\r\n")
        if answer.startswith("421"):
            raise Cut
        return answer

    async def send(self, data: bytes) -> None:
        limit = self.server.cut_out if self.first else -1
        room = len(data) if limit < 0 else limit - self.count_out
        for piece in [data[i : i + 1] for i in range(len(data))] if self.server.split else [data]:
            self.writer.write(piece[:room])
            await asyncio.sleep(0)
        self.count_out += min(len(data), room)
        self.server.bytes_out += min(len(data), room)
        if room < len(data):
            # The last bytes must leave before the end does.
            await self.writer.drain()
            self.writer.close()
            raise Cut
        await self.writer.drain()

    async def until(self, mark: bytes) -> bytes:
        while mark not in self.buffer:
            limit = self.server.cut_in if self.first else -1
            if 0 <= limit <= self.count_in:
                raise Cut
            data = await self.reader.read(65_536)
            if not data:
                raise Cut
            self.server.bytes_in += len(data)
            self.buffer += data if limit < 0 else data[: limit - self.count_in]
            self.count_in += len(data)
        line, _, self.buffer = self.buffer.partition(mark)
        return line


@asynccontextmanager
async def serving(server: Server) -> AsyncIterator[Server]:
    """The server, listening on the loopback address."""
    talks: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            talks.add(task)
        server.connections += 1
        try:
            await _Talk(server, reader, writer).run()
        finally:
            writer.close()

    listening = await asyncio.start_server(talk, "127.0.0.1", server.port)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        await asyncio.sleep(0)
