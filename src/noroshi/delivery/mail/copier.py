"""The hot path: one person's copy in about two microseconds, and a check on every single one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from noroshi.delivery.address import MailAddress, mail_address
from noroshi.delivery.mail.assembly import Assembly
from noroshi.delivery.mail.ownlines import OwnLines
from noroshi.delivery.mail.verify import MailAltered
from noroshi.kernel.errors import Invalid

Verify = Callable[[bytes, MailAddress, str, str], None]
"""Reads a whole copy back: the copy, and to whom, which recipient and which token it should have."""

_LINK_OCTETS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
_LONGEST_LINK: Final = 75  # a line of quoted-printable, less its soft break (RFC 2045 6.7)
# What an ordinary address consists of, but for its one @.
_ATOMS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.+-_=!#$%&'*/^`{|}~"


class Copier:
    """Makes the copies of one mail: ``copier(to, recipient, token)``. See ``CompiledMail.copier``.

    The first copy is read back in full. Each later one must be as long as the first but for its
    own parts, with as many header lines. Safe to call from several threads.
    """

    def __init__(
        self, assembly: Assembly, lines: OwnLines, *, linked: bool, verify: Verify
    ) -> None:
        self._assembly = assembly
        self._lines = lines
        self._linked = linked
        self._verify = verify
        self._shared = 0  # the length of what all copies share; known once one was verified

    def __call__(self, to: MailAddress, recipient: int, token: str = "") -> bytes:
        """One person's mail, CRLF line ends, not dot-stuffed; the same bytes on every attempt.

        ``recipient`` and ``token`` end the unsubscribe link; mail that is no subscription has none.

        Raises:
            Invalid: the token is none.
            MailAltered: the finished bytes say something else than was approved.
        """
        return self.copy(to, str(recipient), token)

    def copy(self, to: MailAddress, recipient: str, token: str) -> bytes:
        """The same where ``recipient`` is whatever fills the gap of the Message-ID."""
        assembly, lines, number = self._assembly, self._lines, recipient.encode()
        link = _link(number, token) if self._linked else b""
        values = lines.values(_one_address(to), number, link)
        own = lines.written(values)
        signed = b"" if assembly.signer is None else lines.signed(values)
        copy = assembly.copy(own, signed, link)
        shared = len(copy) - len(own) - 2 * len(link)
        if shared != self._shared:
            self._compare_first(copy, to, recipient, token)
            self._shared = shared
        return copy

    @property
    def worth_a_thread(self) -> bool:
        """Whether a copy takes long enough (an RSA signature) to be made off the event loop, where
        several threads do run at once. False: about two microseconds, or fifty with Ed25519."""
        return self._assembly.signer is not None and self._assembly.signer.uses_rsa

    def _compare_first(self, copy: bytes, to: MailAddress, recipient: str, token: str) -> None:
        if self._shared:
            raise MailAltered("a copy is not as long as the first one but for its own parts")
        self._verify(copy, to, recipient, token)


def _one_address(to: MailAddress) -> bytes:
    """The address as To has it: one, whatever the type was filled with.

    Raises:
        MailAltered: it was not made by ``mail_address``.
        DeliveryFailed: nor could it have been.
    """
    address = to.text.encode()
    if address.translate(None, _ATOMS) != b"@" and mail_address(to.text) != to:
        raise MailAltered("the recipient's address is not written as a header needs it")
    return address


def _link(recipient: bytes, token: str) -> bytes:
    link = b"%b/%b" % (recipient, token.encode())
    if link.translate(None, _LINK_OCTETS) != b"/" or not token or len(link) > _LONGEST_LINK:
        raise Invalid("The unsubscribe link has no proper token.", field="unsubscribe link")
    return link
