"""What the page server reads of a request. Headers that are not read cannot poison a cache."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_LONGEST = 2_000
_LONGEST_LIST = 300


@dataclass(slots=True)
class Head:
    """The headers that matter here; "" when one is missing. ``hosts`` is how often Host came."""

    host: bytes = b""
    hosts: int = 0
    accept_encoding: bytes = b""
    if_none_match: bytes = b""
    accept_language: bytes = b""

    @property
    def takes_gzip(self) -> bool:
        """Whether the reader can unpack gzip (RFC 9110, 12.5.3)."""
        return bool(self.accept_encoding) and _gzip_in(self.accept_encoding[:_LONGEST_LIST])

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
            head.hosts += 1
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


@lru_cache(maxsize=512)
def _gzip_in(offered: bytes) -> bool:
    """Readers send few different lists; whoever makes up more costs a moment of computing."""
    for part in offered.lower().split(b","):
        coding, _, told = part.replace(b" ", b"").replace(b"\t", b"").partition(b";")
        if coding in {b"gzip", b"x-gzip"}:
            weight = told.removeprefix(b"q=")
            return weight.strip(b"0.") != b"" or not weight
    return False
