"""Mails as two growing files: the bytes, and one JSON line for each. One writer, any readers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from functools import lru_cache
from pathlib import Path

_FOLD = re.compile(r"\r\n[ \t]+")


@dataclass(frozen=True, kw_only=True)
class Received:
    """One mail that arrived. ``offset`` and ``length`` are its place in the file of bytes."""

    number: int
    to: str
    subject: str
    message_id: str
    date: str
    language: str
    offset: int
    length: int


class MailWriter:
    """Adds mails to the files, one at a time."""

    def __init__(self, content: Path, index: Path, *, first: int) -> None:
        self._content = content.open("ab")
        self._index = index.open("a", encoding="utf-8")
        self._next = first

    def add(self, to: str, mail: bytes) -> None:
        """Keep a mail as it arrived."""
        head = _headers(mail)
        received = Received(
            number=self._next,
            to=to,
            subject=_readable(head.get("subject", "")),
            message_id=head.get("message-id", ""),
            date=head.get("date", ""),
            language=head.get("content-language", ""),
            offset=self._content.tell(),
            length=len(mail),
        )
        self._content.write(mail)
        self._content.flush()
        self._index.write(json.dumps(vars(received), ensure_ascii=False) + "\n")
        self._index.flush()
        self._next += 1

    def close(self) -> None:
        """Let go of the files."""
        self._content.close()
        self._index.close()


def _headers(mail: bytes) -> dict[str, str]:
    """The headers unfolded, by names in small letters. By hand, to keep up with thousands."""
    head = mail.partition(b"\r\n\r\n")[0].decode(errors="replace")
    lines = (line.partition(":") for line in _FOLD.sub(" ", head).split("\r\n"))
    return {name.lower(): value.strip() for name, _, value in lines}


@lru_cache(maxsize=256)  # the same for everybody who gets the same text
def _readable(subject: str) -> str:
    return str(make_header(decode_header(subject)))


class MailStore:
    """The mails of one directory."""

    def __init__(self, directory: Path) -> None:
        self._bytes = directory / "mails.bin"
        self._index = directory / "mails.jsonl"

    def writer(self) -> MailWriter:
        """The one that adds mails; there must be no second."""
        self._bytes.parent.mkdir(parents=True, exist_ok=True)
        return MailWriter(self._bytes, self._index, first=self.count() + 1)

    def all(self) -> Iterator[Received]:
        """Every mail, oldest first."""
        if not self._index.exists():
            return
        with self._index.open(encoding="utf-8") as file:
            for line in file:
                if line.endswith("\n"):  # the last line may be half written
                    yield Received(**json.loads(line))

    def find(self, words: str, *, most: int = 50) -> list[Received]:
        """The newest mails whose address or subject has ``words``."""
        wanted = words.strip().lower()
        hits = [m for m in self.all() if wanted in m.to.lower() or wanted in m.subject.lower()]
        return hits[::-1][:most]

    def count(self) -> int:
        """How many mails there are."""
        return sum(1 for _ in self.all())

    def get(self, number: int) -> Received | None:
        """One mail."""
        return next((mail for mail in self.all() if mail.number == number), None)

    def read(self, mail: Received) -> EmailMessage:
        """The mail itself."""
        return message_from_bytes(self.source(mail), policy=default)

    def source(self, mail: Received) -> bytes:
        """The mail, byte for byte as it arrived."""
        with self._bytes.open("rb") as file:
            file.seek(mail.offset)
            return file.read(mail.length)
