"""Reads finished mail bytes back and compares them with what was meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.parser import Parser
from email.policy import default
from typing import cast

from noroshi.delivery.address import MailAddress, mail_address
from noroshi.delivery.mail.dkim import DkimKey, signature_verifies
from noroshi.delivery.mail.text import MailText


class MailAltered(Exception):
    """The finished bytes differ from what was approved; nothing may be sent."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What one copy must say."""

    mail: MailText
    to: MailAddress
    message_id: str
    list_unsubscribe: str
    text: str
    page: str
    keys: tuple[DkimKey, ...] = ()


def verify(copy: bytes, expected: Expected) -> None:
    """Compare headers, recipients and both bodies, and verify the signatures.

    Raises:
        MailAltered: names the first difference.
    """
    message = Parser(policy=default).parsestr(copy.decode())
    for what, found, wanted in _comparisons(message, expected):
        if found != wanted:
            msg = f"{what} would be {found!r}, not {wanted!r}"[:400]
            raise MailAltered(msg)
    if not all(signature_verifies(copy, key) for key in expected.keys):
        raise MailAltered("a DKIM signature would not verify")


def _comparisons(message: EmailMessage, expected: Expected) -> Iterator[tuple[str, object, object]]:
    mail = expected.mail
    yield "the list of headers", message.keys(), _header_names(expected)
    yield "To", _addresses(message, "To"), [expected.to.plain]
    yield "From", _addresses(message, "From"), [mail_address(mail.sender.address).plain]
    name = _display_name(message, "From")
    yield "the sender's name", _unspaced(name), _unspaced(mail.sender.name)
    if mail.reply_to is not None:
        wanted = mail_address(mail.reply_to.address).plain
        yield "Reply-To", _addresses(message, "Reply-To"), [wanted]
    yield "Subject", _spaced(str(message["Subject"])), _spaced(mail.subject)
    yield "Message-ID", str(message["Message-ID"]), expected.message_id
    if mail.one_click:
        yield "List-Unsubscribe", str(message["List-Unsubscribe"]), expected.list_unsubscribe
        asked = str(message["List-Unsubscribe-Post"])
        yield "List-Unsubscribe-Post", asked, "List-Unsubscribe=One-Click"
    if mail.list_id:
        yield "List-Id", str(message["List-Id"]), f"<{mail.list_id}>"
    yield "the text", *_bodies(message, "plain", expected.text)
    yield "the page", *_bodies(message, "html", expected.page)


def _header_names(expected: Expected) -> list[str]:
    mail = expected.mail
    names = ["DKIM-Signature"] * len(expected.keys)
    names += ["To", "Message-ID", "List-Unsubscribe", "From", "Reply-To", "Subject", "Date"]
    names += ["Auto-Submitted", "Content-Language", "List-Unsubscribe-Post"]
    names += ["MIME-Version", "Content-Type", "List-Id"]
    left_out = set() if mail.one_click else {"List-Unsubscribe", "List-Unsubscribe-Post"}
    if mail.reply_to is None:
        left_out.add("Reply-To")
    if not mail.list_id:
        left_out.add("List-Id")
    return [name for name in names if name not in left_out]


def _addresses(message: EmailMessage, name: str) -> list[str]:
    header = cast("AddressHeader", message[name])
    return [f"{address.username}@{address.domain}" for address in header.addresses]


def _display_name(message: EmailMessage, name: str) -> str:
    header = cast("AddressHeader", message[name])
    return header.addresses[0].display_name


def _bodies(message: EmailMessage, subtype: str, wanted: str) -> tuple[list[str], list[str]]:
    found = [
        str(part.get_content())
        for part in message.iter_parts()
        if part.get_content_subtype() == subtype
    ]
    return [_unbroken(each) for each in found], [_unbroken(wanted)]


def _spaced(text: str) -> str:
    """Folding a long header may change how much space is between two words."""
    return " ".join(text.split())


def _unspaced(text: str) -> str:
    """The parser of some releases puts spaces between the pieces of a long encoded name."""
    return "".join(text.split())


def _unbroken(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip("\n")
