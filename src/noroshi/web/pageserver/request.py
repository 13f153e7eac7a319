"""What the page server reads of a request. Headers that are not read cannot poison a cache."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_LONGEST = 2_000


@dataclass(slots=True)
class Head:
    """The headers that matter here; "" when one is missing."""

    host: bytes = b""
    accept_encoding: bytes = b""
    if_none_match: bytes = b""
    accept_language: bytes = b""

    @property
    def takes_gzip(self) -> bool:
        """Whether the reader can unpack gzip (RFC 9110, 12.5.3)."""
        offered = self.accept_encoding
        return b"gzip" in offered and (b"q=0" not in offered or _weighs(offered))

    def has(self, etag: bytes) -> bool:
        """Whether the reader's copy is the one with this tag (RFC 9110, 13.1.2, weak)."""
        known = self.if_none_match
        return bool(known) and (known.strip() == b"*" or etag in known)


def head_of(scope: Scope) -> Head:
    """Read the head of a request."""
    head = Head()
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            head.accept_encoding = value
        elif name == b"host":
            head.host = value
        elif name == b"if-none-match":
            head.if_none_match = value[:_LONGEST]
        elif name == b"accept-language":
            head.accept_language = value
    return head


def raw_path(scope: Scope) -> bytes:
    """The path as it was sent; without it, the decoded one, in which "%" names nothing."""
    raw: bytes | None = scope.get("raw_path")
    if raw is None:
        return str(scope["path"]).replace("%", "%25").encode("utf-8", "replace")
    return raw.partition(b"?")[0]


def header(scope: Scope, name: bytes) -> bytes:
    """The last value of a header that is rarely needed."""
    found = b""
    for key, value in scope["headers"]:
        if key == name:
            found = value
    return found


def _weighs(offered: bytes) -> bool:
    for part in offered.lower().split(b","):
        coding, _, weight = part.replace(b" ", b"").partition(b";q=")
        if coding == b"gzip":
            return weight.strip(b"0.") != b"" or not weight
    return False
