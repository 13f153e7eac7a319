"""An approved copy of a mail read back into the parts that a provider's JSON wants."""

from __future__ import annotations

from collections.abc import Mapping
from email.headerregistry import Address
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import SMTP, compat32
from typing import Final, NamedTuple

from noroshi.delivery.address import mail_address
from noroshi.delivery.http.calls import bad_address, not_possible

KEPT: Final = (
    "Message-ID",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
    "Content-Language",
)
"""Headers of a copy that a provider is asked to carry; it makes the other ones itself."""

_QUOTED_COULD_SPLIT: Final = frozenset('"\\,;<>@ \t()[]:')


class Sender(NamedTuple):
    """A name and an address."""

    name: str
    address: str


class Copy(NamedTuple):
    """What a copy says, in plain text: nothing in it is encoded for a header."""

    subject: str
    sender: Sender
    reply_to: Sender | None
    text: str
    page: str
    headers: Mapping[str, str]


def read_copy(content: bytes) -> Copy:
    """The parts of a mail that ``delivery.mail`` made.

    Raises:
        DeliveryFailed: permanent; it is not such a mail.
    """
    # The body is taken apart by the old policy: the new one reads each header again whenever it is
    # asked, which makes it several times slower.
    headers = BytesHeaderParser(policy=SMTP).parsebytes(content)
    body = BytesParser(policy=compat32).parsebytes(content)
    try:
        sender, texts = _mailbox(headers, "From"), _texts(body)
    except UnicodeDecodeError:
        raise not_possible("the copy is not UTF-8") from None
    if sender is None or texts.keys() != {"text/plain", "text/html"} or body.defects:
        raise not_possible("the copy is not a mail with a sender, a text and a page")
    return Copy(
        subject=str(headers["Subject"] or ""),
        sender=sender,
        reply_to=_mailbox(headers, "Reply-To"),
        text=texts["text/plain"],
        page=texts["text/html"],
        headers={name: str(headers[name]) for name in KEPT if name in headers},
    )


def _mailbox(headers: Message, name: str) -> Sender | None:
    found = getattr(headers[name], "addresses", ())
    if not found:
        return None
    first: Address = found[0]
    return Sender(first.display_name, first.addr_spec)


def _texts(body: Message) -> Mapping[str, str]:
    """The text of each part by its type; empty when a part cannot be read."""
    found: dict[str, str] = {}
    for part in body.walk():
        if part.is_multipart():
            continue
        plain = part.get_payload(decode=True)
        if not isinstance(plain, bytes) or part.get_content_charset() != "utf-8":
            return {}
        found[part.get_content_type()] = plain.decode().replace("\r\n", "\n")
    return found


def receiver(address: str, *, utf8: bool = False) -> str:
    """A subscriber's address as a provider's API may get it: exactly one mailbox.

    ``utf8`` says that the provider carries names outside ASCII (RFC 6531).

    Raises:
        DeliveryFailed: permanent; it is no address, or one that an API could read as several.
    """
    mailbox = mail_address(address)
    if mailbox.local.startswith('"') and _QUOTED_COULD_SPLIT & set(mailbox.local[1:-1]):
        raise bad_address("the part before @ has a character that a provider may misread")
    if mailbox.needs_smtputf8 and not utf8:
        raise bad_address("the provider carries no letters outside ASCII before @")
    return mailbox.text
