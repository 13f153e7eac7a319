"""Opening a mail that a stranger wrote: bounded, and it never raises."""

from __future__ import annotations

import email
import email.parser
import re
from collections.abc import Iterator
from email.message import Message
from typing import Final

LARGEST: Final = 1_000_000
DEEPEST: Final = 20
MOST_PARTS: Final = 100
_MOST_TEXT: Final = 200_000
# The parser of the standard library works recursively: a part in a part in a part ... ends it.
_NESTED: Final = re.compile(rb"(?i)boundary\s*=|message/(?:rfc822|global|partial)")
_MOST_NESTED: Final = 60
_HOSTILE: Final = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def opened(raw: bytes) -> Message | None:
    """The mail; None when it is too large or cannot be read at all.

    When it is nested as no honest mail is, only its head is read.
    """
    if len(raw) > LARGEST:
        return None
    try:
        if len(_NESTED.findall(raw)) > _MOST_NESTED:
            return email.parser.BytesHeaderParser().parsebytes(raw)
        return email.message_from_bytes(raw)
    except _HOSTILE:
        return None


def parts(message: Message) -> Iterator[Message]:
    """The mail and its parts in order, down to ``DEEPEST``; a returned mail's own parts too."""
    left = [(message, 0)]
    for _ in range(MOST_PARTS):
        if not left:
            return
        part, depth = left.pop()
        yield part
        below = part.get_payload() if part.is_multipart() else []
        if depth < DEEPEST and isinstance(below, list):
            inner = [(each, depth + 1) for each in below if isinstance(each, Message)]
            left.extend(reversed(inner))


def header(message: Message, name: str) -> str:
    """A header as one line of text; empty when it is not there."""
    try:
        return " ".join(str(message.get(name, "")).split())[:2_000]
    except _HOSTILE:
        return ""


def headers(message: Message, name: str) -> list[str]:
    """All headers of one name, the first twenty."""
    try:
        return [" ".join(str(value).split())[:2_000] for value in message.get_all(name, [])[:20]]
    except _HOSTILE:
        return []


def text_of(part: Message) -> str:
    """The text of a part that has no parts, decoded as well as can be."""
    try:
        payload = part.get_payload(decode=True)
    except _HOSTILE:
        return ""
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw[:_MOST_TEXT].decode(part.get_content_charset() or "utf-8", "replace")
    except _HOSTILE:
        return raw[:_MOST_TEXT].decode("utf-8", "replace")


def kind_of(part: Message) -> str:
    """The content type, in small letters."""
    try:
        return part.get_content_type()
    except _HOSTILE:
        return ""
