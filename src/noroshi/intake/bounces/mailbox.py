"""The mailbox that bounces come to: where it is, and what taking mail out of it promises.

A mail is deleted only after it has been taken in durably; one that nobody understands stays for a
person to look at. Every access is bounded: in mails, in bytes and in time.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from noroshi.kernel.errors import Invalid
from noroshi.kernel.secret import Secret

SECONDS: Final = 8.0
"""For one answer of the server."""

AT_ONCE: Final = 200
"""Mails of one visit."""

_PORTS: Final = {"imaps": 993, "pop3s": 995}


@dataclass(frozen=True, kw_only=True)
class MailboxAt:
    """Where the mailbox is, and how to get in. Always with TLS."""

    protocol: str
    host: str
    port: int
    user: str
    password: Secret
    folder: str = "INBOX"
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What a visit did: mails taken in and deleted, mails left for a person."""

    taken: int = 0
    left: int = 0


class MailboxOut(Exception):
    """The mailbox cannot be reached, or does not let us in. Nothing was lost; try again later."""


class Reader(Protocol):
    """What a visit does with each mail."""

    def take(self, raw: bytes) -> bool:
        """Take a mail in, durably; False when nobody understands it and it has to stay."""
        ...

    def is_left(self, name: str) -> bool:
        """Whether a mail was left at an earlier visit, for protocols that cannot mark mails."""
        ...

    def leave(self, name: str) -> None:
        """Remember that a mail was left."""
        ...

    def is_time_up(self) -> bool:
        """Whether to end the visit after this mail."""
        ...


Visitor = Callable[[MailboxAt, Reader], Visit]


def mailbox_at(url: str, password: Secret) -> MailboxAt:
    """Read ``imaps://user@host/INBOX`` or ``pop3s://user@host``.

    Raises:
        Invalid: it is neither.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise _no_mailbox() from None
    user = unquote(parts.username or "")
    if not port or not parts.hostname or not user or parts.password:
        raise _no_mailbox()
    if any(not sign.isprintable() for sign in unquote(url)):
        raise _no_mailbox()
    return MailboxAt(
        protocol=parts.scheme,
        host=parts.hostname,
        port=port,
        user=user,
        password=password,
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )


def _no_mailbox() -> Invalid:
    return Invalid(
        "NOROSHI_BOUNCE_MAILBOX_URL does not name a mailbox.",
        way_out="Write it as imaps://user@host/INBOX or pop3s://user@host; the password goes into "
        "NOROSHI_BOUNCE_MAILBOX_PASSWORD.",
        field="NOROSHI_BOUNCE_MAILBOX_URL",
    )
