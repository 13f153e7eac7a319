"""What one rendition says as a mail, before it knows any recipient."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from noroshi.delivery.mail.safety import (
    check_body,
    check_filled,
    check_line,
    check_link,
    check_list_id,
    check_mailto,
    check_name,
)


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """A name and an address of our own, for From and Reply-To.

    Raises:
        Invalid: the name or the address could break out of its header.
    """

    name: str
    address: str

    def __post_init__(self) -> None:
        check_name(self.name, field="sender name")
        check_line(self.address, field="sender address")


@dataclass(frozen=True, kw_only=True)
class NextUpdate:
    """The promise: when the reader will hear from us again, e.g. "15:35 CET"."""

    by: str

    def __post_init__(self) -> None:
        check_line(self.by, field="next update")


@dataclass(frozen=True, kw_only=True)
class MailText:
    """The approved words of one rendition, and the frame's changing parts.

    ``scope`` is the small line beside the company's name ("Checkout, Europe: partial outage"),
    ``reason_line`` says why the reader gets this, ``sent_line`` when it was sent. ``link`` leads
    to the status page; ``own_time`` says when that is on the reader's clock; ``link_label`` replaces the usual words. ``manage_url`` is optional.
    ``list_id`` names the audience for mail programs (RFC 2919; see ``list_id``),
    ``unsubscribe_mailto`` is an address that takes unsubscribing mails beside the link (RFC 2369).
    ``one_click`` is off only for mail that is no subscription: to staff, or a confirmation.

    Raises:
        Invalid: a text could inject a header or holds a control character; ``field`` names it.
    """

    subject: str
    body_markdown: str
    language: str
    company: str
    sender: Mailbox
    link: str
    reason_line: str
    scope: str = ""
    sent_line: str = ""
    preheader: str = ""
    next_update: NextUpdate | None = None
    own_time: str = ""
    reply_to: Mailbox | None = None
    link_label: str = ""
    manage_url: str = ""
    one_click: bool = True
    list_id: str = ""
    unsubscribe_mailto: str = ""

    def __post_init__(self) -> None:
        check_name(self.company, field="company")
        for field in ("subject", "language"):
            check_filled(getattr(self, field), field=field)
        for field in ("scope", "reason_line", "sent_line", "own_time", "preheader", "link_label"):
            check_line(getattr(self, field), field=field)
        check_body(self.body_markdown, field="body")
        check_link(self.link, field="link")
        if self.manage_url:
            check_link(self.manage_url, field="manage_url")
        if self.list_id:
            check_list_id(self.list_id, field="list_id")
        if self.unsubscribe_mailto:
            check_mailto(self.unsubscribe_mailto, field="unsubscribe_mailto")


_ID_PART: Final = re.compile(r"[A-Za-z0-9-]+")
_LIST_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_DOMAIN: Final = re.compile(r"[A-Za-z0-9.-]+")


def mail_message_id(message: str, recipient: int, domain: str) -> str:
    """The Message-ID of one person's copy; equal on every attempt and for every provider.

    Raises:
        ValueError: a part has a character that a Message-ID cannot carry.
    """
    check_id_parts(message, domain)
    return f"<msg-{message}.{recipient}@{domain}>"


def check_id_parts(message: str, domain: str) -> None:
    """Refuse what a Message-ID cannot carry.

    Raises:
        ValueError: a part has another character than letters, digits, dots and hyphens.
    """
    if not _ID_PART.fullmatch(message) or not _DOMAIN.fullmatch(domain):
        msg = "a Message-ID is made of letters, digits, dots and hyphens"
        raise ValueError(msg)


def list_id(audience: str, domain: str) -> str:
    """The List-Id of an audience, e.g. "customers.status.example.com"; the same for all its mails.

    A key that is not made of letters, digits and hyphens is told by a digest of it.
    """
    if not _LIST_LABEL.fullmatch(audience):
        audience = f"list-{hashlib.sha256(audience.encode()).hexdigest()[:16]}"
    return f"{audience}.{domain}".lower()
