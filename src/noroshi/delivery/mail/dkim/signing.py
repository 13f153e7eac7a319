"""Signs the copies of one mail (RFC 6376, RFC 8463): what they share is hashed once.

The canonical form of headers and body is cut where a person's own parts go, just as the mail is;
each copy takes the hash state of the shared beginning and adds only what comes after.
"""

from __future__ import annotations

import binascii
import hashlib
import textwrap
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

from noroshi.delivery.mail.dkim.canonical import (
    fields_of,
    relaxed_body,
    relaxed_field,
    relaxed_piece,
    relaxed_value,
)
from noroshi.delivery.mail.dkim.keys import Algorithm, DkimKey
from noroshi.delivery.mail.template import Template
from noroshi.kernel.clock import aware

if TYPE_CHECKING:
    from hashlib import _Hash

_OVERSIGNED: Final = ("from", "to", "subject")
"""Listed once more than they are there: a second one, put in on the way, breaks the signature."""

_LINE: Final = 72
_PADDING: Final = PKCS1v15()
_HASHED: Final = Prehashed(SHA256())


class MailSigner:
    """Makes the DKIM-Signature headers of one mail's copies, one for each key.

    ``own`` are the names of the headers that differ per person, in the order in which ``sign``
    gets them. ``at`` goes into t=: the time of the mail and not of the signature, so that every
    attempt has the same bytes (both kinds of signatures are deterministic).
    """

    def __init__(
        self, keys: Sequence[DkimKey], *, template: Template, own: Sequence[str], at: datetime
    ) -> None:
        shared = fields_of(template.head)
        names = [name.decode("ascii").lower() for name, _ in shared]
        listed = (*names, *own, *_OVERSIGNED)
        self.uses_rsa = any(key.algorithm is Algorithm.RSA for key in keys)
        self._keys = [_KeyAtWork(key, listed, at) for key in keys]
        self._head = hashlib.sha256(b"".join(relaxed_field(*each) for each in shared))
        *before, last = template.pieces
        first, *self._rest = [*map(relaxed_piece, before), relaxed_body(last)]
        self._body = hashlib.sha256(first)

    def sign(self, own: bytes, link: bytes) -> bytes:
        """The signature headers of one copy, with their CRLF, to be put at its top.

        ``own`` are the person's headers in canonical form, ``link`` what the cuts are filled with.
        """
        body, head = self._body.copy(), self._head.copy()
        for piece in self._rest:
            body.update(link)
            body.update(piece)
        head.update(own)
        digest = binascii.b2a_base64(body.digest(), newline=False)
        return b"".join([key.signature(head, digest) for key in self._keys])


class _KeyAtWork:
    """One key's signature header as a template: before and after it knows its value."""

    def __init__(self, key: DkimKey, listed: Sequence[str], at: datetime) -> None:
        self._private = key.private
        tags = (
            f" v=1; a={key.algorithm}; c=relaxed/relaxed; d={key.domain};\r\n"
            f" s={key.selector}; t={int(aware(at).timestamp())};\r\n"
            f" h={_wrapped(listed)};\r\n bh=%b;\r\n b="
        ).encode("ascii")
        self._tags = b"DKIM-Signature:" + tags
        # The header signs itself as if b= were empty, and without its last CRLF (RFC 6376 3.7).
        self._canonical = b"dkim-signature:" + relaxed_value(tags)

    def signature(self, head: _Hash, body_digest: bytes) -> bytes:
        hashed = head.copy()
        hashed.update(self._canonical % body_digest)
        value = binascii.b2a_base64(self._sealed(hashed.digest()), newline=False)
        lines = [value[at : at + _LINE] for at in range(0, len(value), _LINE)]
        return self._tags % body_digest + b"\r\n ".join(lines) + b"\r\n"

    def _sealed(self, digest: bytes) -> bytes:
        if isinstance(self._private, Ed25519PrivateKey):
            return self._private.sign(digest)
        return self._private.sign(digest, _PADDING, _HASHED)


def _wrapped(names: Sequence[str]) -> str:
    lines = textwrap.wrap(": ".join(names), _LINE, break_on_hyphens=False, break_long_words=False)
    return "\r\n ".join(line.replace(": ", ":") for line in lines)
