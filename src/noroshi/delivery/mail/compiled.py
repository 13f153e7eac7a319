"""A mail compiled once per rendition into one byte template; each copy only fills its slots."""

from __future__ import annotations

import binascii
import hashlib
import html
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from noroshi.delivery.address import MailAddress, mail_address
from noroshi.delivery.mail.frame import UNSUBSCRIBE_SLOT, html_body, text_body
from noroshi.delivery.mail.safety import check_line, check_link
from noroshi.delivery.mail.text import Mailbox, MailText
from noroshi.delivery.mail.verify import Expected, verify
from noroshi.kernel.clock import aware
from noroshi.kernel.errors import Invalid

_TEXT_SLOT: Final = "noroshi-slot-text"
_HTML_SLOT: Final = "noroshi-slot-html"
_PROBE: Final = mail_address("probe@example.com")


class CompiledMail:
    """One rendition as bytes with slots. Make it with ``compile_mail``."""

    def __init__(self, mail: MailText, *, template: bytes, text: str, page: str) -> None:
        self._mail = mail
        self._template = template
        self._text = text
        self._page = page
        self._compared = False

    @property
    def size(self) -> int:
        """About how many bytes one copy has."""
        return len(self._template)

    def copy_for(self, to: MailAddress, *, message_id: str, unsubscribe_url: str = "") -> bytes:
        """One person's mail, CRLF line ends, not dot-stuffed; the same bytes on every attempt.

        The first copy is read back and compared with what was meant, header by header.

        Raises:
            Invalid: the link or the id could break out of its place.
            MailAltered: the finished bytes say something else than was approved.
        """
        check_line(message_id, field="message id")
        if self._mail.one_click:
            check_link(unsubscribe_url, field="unsubscribe link")
        copy = self._template % _slots(to, message_id, unsubscribe_url)
        if not self._compared:
            verify(copy, self._expected(to, message_id, unsubscribe_url))
            self._compared = True
        return copy

    def compare_next(self) -> None:
        """Read the next copy back, too; as is done with the first one."""
        self._compared = False

    def _expected(self, to: MailAddress, message_id: str, url: str) -> Expected:
        return Expected(
            mail=self._mail,
            to=to,
            message_id=message_id,
            unsubscribe_url=url,
            text=self._text.replace(UNSUBSCRIBE_SLOT, url),
            page=self._page.replace(UNSUBSCRIBE_SLOT, html.escape(url)),
        )


def compile_mail(mail: MailText, *, date: datetime) -> CompiledMail:
    """Build the MIME structure of ``mail`` once; ``date`` is its Date header, for every copy.

    Raises:
        Invalid: a text cannot be a mail; ``field`` names it.
        MailAltered: a trial copy read back differs from what was meant.
    """
    text, page = text_body(mail), html_body(mail)
    for body in (text, page):
        if body.count(UNSUBSCRIBE_SLOT) != mail.one_click:
            raise Invalid("The text holds an address that Noroshi uses itself.", field="body")
    message = _structure(mail, text=text, page=page, date=date)
    template = _as_template(message.as_bytes(policy=SMTP), one_click=mail.one_click)
    compiled = CompiledMail(mail, template=template, text=text, page=page)
    compiled.copy_for(
        _PROBE, message_id="<probe@example.com>", unsubscribe_url="https://example.com/u/a=b&c"
    )
    compiled.compare_next()
    return compiled


def _structure(mail: MailText, *, text: str, page: str, date: datetime) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = _header_address(mail.sender)
    if mail.reply_to is not None:
        message["Reply-To"] = _header_address(mail.reply_to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(aware(date))
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.language
    if mail.one_click:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    boundary = f"noroshi-{hashlib.sha256(page.encode()).hexdigest()[:32]}"
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = f'multipart/alternative; boundary="{boundary}"'
    message.attach(_part("plain", text, slot=_TEXT_SLOT))
    message.attach(_part("html", page, slot=_HTML_SLOT))
    return message


def _header_address(mailbox: Mailbox) -> Address:
    address = mail_address(mailbox.address)
    if address.needs_smtputf8:
        raise Invalid("The sender's address must be plain ASCII.", field="sender address")
    return Address(display_name=mailbox.name, addr_spec=address.text)


def _part(subtype: str, body: str, *, slot: str) -> EmailMessage:
    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    # Soft line breaks on both sides: a filled slot never makes a line longer than 76 (RFC 2045).
    pieces = [_quoted_printable(piece) for piece in body.split(UNSUBSCRIBE_SLOT)]
    part.set_payload(f"=\n{slot}=\n".join(pieces))
    return part


def _quoted_printable(text: str) -> str:
    plain = text.replace("\r\n", "\n").encode()
    return binascii.b2a_qp(plain, quotetabs=False, istext=True).decode("ascii")


def _as_template(message: bytes, *, one_click: bool) -> bytes:
    body = message.replace(b"%", b"%%")
    for slot in (_TEXT_SLOT, _HTML_SLOT):
        body = body.replace(slot.encode(), f"%({slot})s".encode())
    own = b"To: %(to)s\r\nMessage-ID: %(message_id)s\r\n"
    if one_click:
        own += b"List-Unsubscribe: <%(unsubscribe)s>\r\n"
    return own + body


def _slots(to: MailAddress, message_id: str, url: str) -> Mapping[bytes, bytes]:
    return {
        b"to": to.text.encode(),
        b"message_id": message_id.encode("ascii"),
        b"unsubscribe": url.encode("ascii"),
        _TEXT_SLOT.encode(): _slot_value(url),
        _HTML_SLOT.encode(): _slot_value(html.escape(url)),
    }


def _slot_value(text: str) -> bytes:
    return _quoted_printable(text).replace("\n", "\r\n").encode("ascii")
