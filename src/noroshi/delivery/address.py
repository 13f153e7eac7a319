"""Mail addresses, written so that a relay and a mail header may legally carry them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import idna

from noroshi.delivery.contract import DeliveryFailed
from noroshi.domain.delivery import FailureKind, Reason

_LONGEST_LOCAL: Final = 64  # RFC 5321 4.5.3.1.1, octets
_LONGEST_ADDRESS: Final = 254  # RFC 5321 4.5.3.1.3, octets, without the angle brackets
_ATEXT: Final = r"A-Za-z0-9!#$%&'*+\-/=?^_`{|}~"
_DOT_ATOM: Final = re.compile(rf"[{_ATEXT}\u0080-\U0010ffff]+(\.[{_ATEXT}\u0080-\U0010ffff]+)*")
_QUOTED: Final = re.compile(r'"(?:[\x20\x21\x23-\x5b\x5d-\x7e\u0080-\U0010ffff]|\\[\x20-\x7e])*"')
# Old Japanese mobile addresses have dots where RFC 5321 wants none unless the part is quoted.
_LOOSE_DOTS: Final = re.compile(rf"[{_ATEXT}.]+")
_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_FORBIDDEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\u200b-\u200f]")


# Nearly everybody's address, read at once. Whatever does not match takes the longer way below,
# which comes to the same; so this may be narrow, but never wider than that.
_ORDINARY: Final = re.compile(
    r"([A-Za-z0-9_+=-]++(?:\.[A-Za-z0-9_+=-]++)*+)"
    r"@((?:[a-z0-9]++(?:-++[a-z0-9]++)*+\.)++[a-z0-9]++(?:-++[a-z0-9]++)*+)"
)
_ORDINARY_DOMAIN: Final = 63  # so that no label is longer than a label may be (RFC 1035 2.3.4)


class MailAddress(NamedTuple):
    """An address as it goes into the envelope and into To; the domain is always ASCII.

    Made by ``mail_address`` only. A tuple, since a million of them are made in a minute.
    """

    local: str
    domain: str

    @property
    def text(self) -> str:
        """The whole address."""
        return f"{self.local}@{self.domain}"

    @property
    def plain(self) -> str:
        """The same without the quotes that the grammar asks for; for comparing."""
        quoted = self.local.startswith('"')
        local = re.sub(r"\\(.)", r"\1", self.local[1:-1]) if quoted else self.local
        return f"{local}@{self.domain}"

    @property
    def needs_smtputf8(self) -> bool:
        """Whether only a relay with SMTPUTF8 (RFC 6531) can carry it."""
        return not self.local.isascii()


def mail_address(text: str) -> MailAddress:
    """Read an address; quotes the local part where that makes it legal.

    Raises:
        DeliveryFailed: permanent, with the reason, when no relay could legally take it.
    """
    ordinary = _ORDINARY.fullmatch(text)
    if ordinary is not None:
        end = ordinary.end(1)
        if end <= _LONGEST_LOCAL and len(text) - end - 1 <= _ORDINARY_DOMAIN:
            return MailAddress._make(ordinary.groups())
    return _unusual(text)


def _unusual(text: str) -> MailAddress:
    """Any address at all, by the whole grammar."""
    if _FORBIDDEN.search(text):
        raise _not_possible("the address has a control character in it")
    if "=?" in text:
        # Legal, but some mail programs decode it even inside an address (RFC 2047 forbids that).
        raise _not_possible("the address has the characters =? in it")
    local, at, domain = text.strip().rpartition("@")
    if not at or not local or not domain:
        raise _not_possible("the address has no name or no domain")
    address = MailAddress(local=_local(local), domain=_domain(domain))
    if len(address.local.encode()) > _LONGEST_LOCAL or len(address.text) > _LONGEST_ADDRESS:
        raise _not_possible("the address is too long")
    return address


def _local(local: str) -> str:
    if _DOT_ATOM.fullmatch(local) or _QUOTED.fullmatch(local):
        return local
    if _LOOSE_DOTS.fullmatch(local):
        return f'"{local}"'
    raise _not_possible("the part before @ has a character that is not allowed there")


def _domain(domain: str) -> str:
    try:
        ascii_domain = domain if domain.isascii() else _encoded(domain)
    except (idna.IDNAError, UnicodeError):
        raise _not_possible("the domain name is not possible") from None
    labels = ascii_domain.split(".")
    if len(labels) < 2 or len(ascii_domain) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise _not_possible("the domain name is not possible")
    return ascii_domain.lower()


def _encoded(domain: str) -> str:
    return idna.encode(domain, uts46=True).decode("ascii")


def _not_possible(why: str) -> DeliveryFailed:
    return DeliveryFailed(FailureKind.PERMANENT, why, code="address", reason=Reason.BAD_ADDRESS)
