"""Mail servers of our own on this machine, for the real clients of the standard library."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from cryptography.hazmat.primitives import serialization

from noroshi.intake.bounces.mailbox import MailboxAt
from noroshi.kernel.clock import SystemClock
from noroshi.kernel.secret import Secret
from tests.receipts import providers


@dataclass
class Box:
    """A mailbox: mails by id, and the flags on them. ``drops``: the line goes dead at a command."""

    mails: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    drops_at: str = ""
    seen: list[str] = field(default_factory=list)

    def flag(self, number: int, flag: str) -> None:
        """Mark a mail."""
        self.flags.setdefault(number, set()).add(flag)

    def marked(self, flag: str) -> list[int]:
        """The mails with a mark."""
        return [number for number in self.mails if flag in self.flags.get(number, set())]

    def expunge(self) -> None:
        """Delete what is marked as deleted."""
        for number in self.marked("\\Deleted"):
            del self.mails[number]


class Imap(socketserver.StreamRequestHandler):
    """As much of IMAP as a visit needs."""

    box: ClassVar[Box]

    def handle(self) -> None:
        self._say("* OK [CAPABILITY IMAP4rev1 UIDPLUS] ready")
        for line in self.rfile:
            tag, _, command = line.decode().strip().partition(" ")
            self.box.seen.append(command)
            if self.box.drops_at and self.box.drops_at in command:
                return
            self._answer(command)
            is_refused = '"wrong"' in command
            self._say(f"{tag} {'NO' if is_refused else 'OK'} done")
            if command == "LOGOUT":
                return

    def _answer(self, command: str) -> None:
        box = self.box
        number = int(found[1]) if (found := re.search(r"UID \w+ (\d+)", command)) else 0
        if command == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1 UIDPLUS")
        elif command.startswith("SELECT"):
            self._say(f"* {len(box.mails)} EXISTS")
        elif "SEARCH" in command:
            hidden = {*box.marked("\\Deleted"), *box.marked("\\Flagged")}
            self._say("* SEARCH " + " ".join(str(n) for n in box.mails if n not in hidden))
        elif "RFC822.SIZE" in command:
            self._say(f"* 1 FETCH (UID {number} RFC822.SIZE {len(box.mails[number])})")
        elif "BODY.PEEK[]" in command:
            raw = box.mails[number]
            self.wfile.write(f"* 1 FETCH (UID {number} BODY[] {{{len(raw)}}}\r\n".encode() + raw)
            self._say(")")
        elif "STORE" in command:
            box.flag(number, re.findall(r"\\\w+", command)[0])
        elif "EXPUNGE" in command:
            box.expunge()

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class Pop3(socketserver.StreamRequestHandler):
    """As much of POP3 as a visit needs; deletes at QUIT only."""

    box: ClassVar[Box]

    def handle(self) -> None:
        self._say("+OK ready")
        self._numbers = list(self.box.mails)
        for line in self.rfile:
            command = line.decode().strip()
            self.box.seen.append(command)
            if self.box.drops_at and command.startswith(self.box.drops_at):
                return
            self._answer(*command.partition(" ")[::2])
            if command == "QUIT":
                self.box.expunge()
                return

    def _answer(self, word: str, number: str) -> None:
        if word in {"UIDL", "LIST"}:
            self._say("+OK")
            for place, mail in enumerate(self._numbers, 1):
                self._say(f"{place} {f'id{mail}' if word == 'UIDL' else len(self.box.mails[mail])}")
            self._say(".")
        elif word == "RETR":
            raw = self.box.mails[self._numbers[int(number) - 1]].replace(b"\n", b"\r\n")
            self.wfile.write(b"+OK\r\n" + re.sub(rb"(?m)^\.", b"..", raw) + b"\r\n.\r\n")
        elif word == "DELE":
            self.box.flag(self._numbers[int(number) - 1], "\\Deleted")
            self._say("+OK")
        else:
            self._say("-ERR no" if (word, number) == ("PASS", "wrong") else "+OK")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def serving(
    handler: type[Imap | Pop3], box: Box, directory: Path, *, knows: str = "right"
) -> Iterator[MailboxAt]:
    """A server with a certificate of its own, and how to reach it."""
    file = directory / "server.pem"
    key = providers.rsa_key().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    shown = providers.certificate(SystemClock().now(), host="localhost")
    file.write_bytes(key + shown)
    theirs = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    theirs.load_cert_chain(file)
    ours = ssl.create_default_context(cadata=shown.decode())
    bound = type("Bound", (handler,), {"box": box})
    with socketserver.TCPServer(("127.0.0.1", 0), bound) as server:
        server.socket = theirs.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield MailboxAt(
                protocol="imaps" if issubclass(handler, Imap) else "pop3s",
                host="localhost",
                port=server.server_address[1],
                user="rin",
                password=Secret(knows),
                tls=ours,
            )
        finally:
            server.shutdown()
            thread.join(timeout=5)
