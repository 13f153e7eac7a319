"""Bytes from the relay into replies, by line and with bounded memory (RFC 5321 4.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

LONGEST_LINE: Final = 4_096
"""Octets. RFC 5321 4.5.3.1.5 allows 512; some relays write more."""
MOST_LINES: Final = 100
_LINE: Final = re.compile(rb"([2-5][0-5][0-9])(?:([ -])(.*))?", re.DOTALL)


class Reply(NamedTuple):
    """One whole reply; ``lines`` without their codes."""

    code: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All lines as one."""
        return " ".join(self.lines)


class Garbled(Exception):
    """What came is no reply; nothing that follows can be matched to a command."""


class ReplyReader:
    """Collects bytes until a reply is whole.

    ``midway`` says whether a part of a reply is waiting for its rest.
    """

    def __init__(self) -> None:
        self.midway = False
        self._rest = b""
        self._code = b""
        self._lines: list[str] = []

    def feed(self, data: bytes) -> Iterator[Reply]:
        """The replies that are complete now.

        Raises:
            Garbled: after the last good reply, if what follows is none.
        """
        *lines, self._rest = (self._rest + data).split(b"\n")
        self.midway = bool(self._rest or self._lines)
        for number, line in enumerate(lines):
            reply = self._line(line)
            self.midway = bool(self._rest or self._lines or number + 1 < len(lines))
            if reply is not None:
                yield reply
        if len(self._rest) > LONGEST_LINE:
            raise Garbled("an answer without an end")

    def _line(self, line: bytes) -> Reply | None:
        if len(line) > LONGEST_LINE:
            raise Garbled("an answer that is too long")
        read = _LINE.fullmatch(line.removesuffix(b"\r"))
        if read is None or (self._lines and read[1] != self._code):
            raise Garbled("something that is no SMTP reply")
        self._lines.append((read[3] or b"").decode("utf-8", "replace"))
        if len(self._lines) > MOST_LINES:
            raise Garbled("an answer with too many lines")
        if read[2] == b"-":
            self._code = read[1]
            return None
        reply = Reply(int(read[1]), tuple(self._lines))
        self._lines = []
        return reply
