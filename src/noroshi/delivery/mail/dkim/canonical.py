"""Relaxed canonicalisation (RFC 6376 3.4.2 and 3.4.4): the form of a mail that is signed."""

from __future__ import annotations

import re
from typing import Final

_FOLD: Final = re.compile(rb"\r\n(?=[ \t])")
_SPACE: Final = re.compile(rb"[ \t]+")
_SPACE_AT_END: Final = re.compile(rb" +(?=\r\n|\Z)")
_EMPTY_LINES: Final = re.compile(rb"(?:\r\n)*\Z")


def fields_of(head: bytes) -> list[tuple[bytes, bytes]]:
    """The header fields of ``head`` (lines that end in CRLF) as name and raw value, in order."""
    lines = re.split(rb"\r\n(?![ \t])", head.removesuffix(b"\r\n"))
    return [(name, value) for name, _, value in (line.partition(b":") for line in lines if line)]


def relaxed_field(name: bytes, value: bytes) -> bytes:
    """One header field, with its CRLF."""
    return name.strip().lower() + b":" + relaxed_value(value) + b"\r\n"


def relaxed_value(value: bytes) -> bytes:
    """A header's value, unfolded, every run of white space as one space."""
    return _SPACE.sub(b" ", _FOLD.sub(b"", value)).strip(b" \r\n")


def relaxed_piece(piece: bytes) -> bytes:
    """A piece of a body; pieces may be joined where no white space meets the seam."""
    return _SPACE_AT_END.sub(b"", _SPACE.sub(b" ", piece))


def relaxed_body(body: bytes) -> bytes:
    """A whole body: no empty lines at its end, and one CRLF unless it is empty."""
    text = _EMPTY_LINES.sub(b"", relaxed_piece(body))
    return text + b"\r\n" if text else b""
