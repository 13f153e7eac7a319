"""The commands and the bytes of one mail, for a relay with given capabilities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from noroshi.delivery.address import mail_address
from noroshi.delivery.contract import DeliveryFailed
from noroshi.domain.delivery import FailureKind

if TYPE_CHECKING:
    from noroshi.delivery.contract import Parcel
    from noroshi.delivery.providers.smtp.capabilities import Capabilities

# Nearly everybody's address. Narrower than the grammar, and free of what DSN must write otherwise.
_ORDINARY: Final = re.compile(
    r"[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)*+@[a-z0-9]++(?:-++[a-z0-9]++)*+"
    r"(?:\.[a-z0-9]++(?:-++[a-z0-9]++)*+)++"
)
_RETURN_PATH: Final = re.compile(r"[A-Za-z0-9]++(?:[.+_=-][A-Za-z0-9]++)*+@[a-z0-9.-]++")
_SHORT: Final = 63
"""So long an address is within every limit of RFC 5321 4.5.3.1 and RFC 1035, part by part."""
_LONGEST_PATH: Final = 254
_NO_XTEXT: Final = re.compile(r"[^!-*,-<>-~]")
_PLAIN_REFERENCE: Final = re.compile(r"[A-Za-z0-9._-]++")
_LONGEST_ENVID: Final = 100  # RFC 3461 4.4
# Stricter than the line ends of the mail: a dot after a bare LF is stuffed too, since some relays
# would take it for the end (SMTP smuggling). A regular expression, as it finds this twice as fast
# as the operator "in" does.
_find_dot_line: Final = re.compile(rb"\n\.").search
_DOT_LINES: Final = re.compile(rb"(?m)^\.")


class Envelopes:
    """Writes the envelopes of one connection. ``sender`` is for parcels without a return path."""

    def __init__(self, sender: str, capabilities: Capabilities, *, dsn: bool) -> None:
        self._sender = sender
        self._can = capabilities
        self._limit = capabilities.largest if capabilities.size else 0
        self._size = capabilities.size
        self._dsn = dsn and capabilities.dsn

    def of(self, parcel: Parcel) -> bytes:
        """MAIL, RCPT and DATA for a parcel, in this order, one line each.

        Raises:
            DeliveryFailed: this relay cannot carry it; nothing has to be sent to know that.
        """
        sender = parcel.return_path or self._sender
        to = parcel.address
        if not _RETURN_PATH.fullmatch(sender) or len(sender) > _LONGEST_PATH:
            sender = _unusual_sender(sender)
        size = len(parcel.content)
        if self._limit and size > self._limit:
            raise _too_large(size, self._limit)
        unusual = not _ORDINARY.fullmatch(to) or len(to) > _SHORT
        if unusual or not parcel.content.isascii():
            return self._unusual(parcel, sender)
        mail = f" SIZE={size}" if self._size else ""
        rcpt = ""
        if self._dsn:
            mail += _mail_dsn(parcel.reference)
            rcpt = f" NOTIFY=FAILURE ORCPT=rfc822;{to}"
        return f"MAIL FROM:<{sender}>{mail}\r\nRCPT TO:<{to}>{rcpt}\r\nDATA\r\n".encode()

    def _unusual(self, parcel: Parcel, sender: str) -> bytes:
        to = mail_address(parcel.address)
        mail = f" SIZE={len(parcel.content)}" if self._size else ""
        if not parcel.content.isascii():
            if not self._can.eight_bit:
                raise _cannot("8BITMIME", "the mail has 8-bit characters")
            mail += " BODY=8BITMIME"
        if to.needs_smtputf8:
            if not self._can.smtputf8:
                raise _cannot("SMTPUTF8", "the address has letters outside ASCII")
            mail += " SMTPUTF8"
        rcpt = ""
        if self._dsn:
            mail += _mail_dsn(parcel.reference)
            rcpt = " NOTIFY=FAILURE" + ("" if to.needs_smtputf8 else _orcpt(to.text))
        return f"MAIL FROM:<{sender}>{mail}\r\nRCPT TO:<{to.text}>{rcpt}\r\nDATA\r\n".encode()


def _unusual_sender(text: str) -> str:
    """The sender's address by the whole grammar. A wrong one is our fault, so nobody is given up
    for it."""
    try:
        sender = mail_address(text)
    except DeliveryFailed as refused:
        raise _no_sender(refused.detail) from None
    if sender.needs_smtputf8:
        raise _no_sender("it has letters outside ASCII")
    return sender.text


def _no_sender(why: str) -> DeliveryFailed:
    detail = f"the envelope sender cannot be used: {why}"
    return DeliveryFailed(FailureKind.TEMPORARY, detail, code="sender")


def _mail_dsn(reference: str) -> str:
    if not _PLAIN_REFERENCE.fullmatch(reference):
        reference = xtext(reference)
    if not 0 < len(reference) <= _LONGEST_ENVID:
        return " RET=HDRS"
    return f" RET=HDRS ENVID={reference}"


def _orcpt(address: str) -> str:
    return f" ORCPT=rfc822;{xtext(address)}"


def xtext(text: str) -> str:
    """ASCII text as the value of a DSN parameter (RFC 3461 4)."""
    return _NO_XTEXT.sub(lambda each: f"+{ord(each[0]):02X}", text)


def body_of(content: bytes) -> bytes:
    """The mail as it goes over the line: ends with CRLF, its own dots doubled (RFC 5321 4.5.2)."""
    if _find_dot_line(content) is not None or content[:1] == b".":
        content = _DOT_LINES.sub(b"..", content)
    return content if content[-2:] == b"\r\n" else content + b"\r\n"


def _too_large(size: int, limit: int) -> DeliveryFailed:
    return DeliveryFailed(
        FailureKind.PERMANENT,
        f"the mail has {size} bytes, and the relay takes {limit} at most",
        code="size",
    )


def _cannot(extension: str, why: str) -> DeliveryFailed:
    return DeliveryFailed(
        FailureKind.PERMANENT,
        f"{why}, and the relay has no {extension}",
        code=extension.lower(),
    )
