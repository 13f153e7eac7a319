"""The MIME structure of a mail, built once per rendition and turned into a template."""

from __future__ import annotations

import binascii
import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from noroshi.delivery.address import mail_address
from noroshi.delivery.mail.frame import UNSUBSCRIBE_SLOT
from noroshi.delivery.mail.template import Template
from noroshi.delivery.mail.text import Mailbox, MailText
from noroshi.kernel.clock import aware
from noroshi.kernel.errors import Invalid

_CUT: Final = "\0"  # a text that is quoted-printable cannot hold it


def mail_template(mail: MailText, *, text: str, page: str, date: datetime) -> Template:
    """The template of ``mail`` with its two bodies; ``date`` is its Date header.

    Raises:
        Invalid: the sender's address is not plain ASCII.
    """
    message = _structure(mail, text=text, page=page, date=date).as_bytes(policy=SMTP)
    head, _, body = message.partition(b"\r\n\r\n")
    head += b"\r\n"
    if mail.list_id:
        # Not left to the standard library, which would encode a long one beyond recognition.
        head += f"List-Id: <{mail.list_id}>\r\n".encode("ascii")
    return Template(head, tuple(body.split(_CUT.encode())))


def quoted_printable(text: str) -> bytes:
    """``text`` as a body part carries it, with CRLF line ends, no line above 76 octets."""
    return _quoted(text).replace("\n", "\r\n").encode("ascii")


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
    message.attach(_part("plain", text))
    message.attach(_part("html", page))
    return message


def _header_address(mailbox: Mailbox) -> Address:
    address = mail_address(mailbox.address)
    if address.needs_smtputf8:
        raise Invalid("The sender's address must be plain ASCII.", field="sender address")
    return Address(display_name=mailbox.name, addr_spec=address.text)


def _part(subtype: str, body: str) -> EmailMessage:
    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(f"=\n{_CUT}=\n".join(map(_quoted, body.split(UNSUBSCRIBE_SLOT))))
    return part


def _quoted(text: str) -> str:
    plain = text.replace("\r\n", "\n").encode()
    return binascii.b2a_qp(plain, quotetabs=False, istext=True).decode("ascii")
