"""Random tokens and the ids derived from a secret key."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Final

from noroshi.kernel.secret import Secret

_TOKEN_BYTES = 24
_BLOCK: Final = 64  # of SHA-256, in bytes
_URL_SAFE: Final = bytes.maketrans(b"+/", b"-_")


def new_token() -> str:
    """A URL-safe random token of 192 bit, for links that carry authority."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What is stored of a random token: its SHA-256, as hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign(key: Secret, purpose: str, subject: str) -> str:
    """A 144-bit URL-safe signature that ties ``subject`` to one ``purpose``."""
    mac = hmac.new(key.reveal().encode(), f"{purpose}\0{subject}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac.digest()[:18]).decode()


def signature_holds(key: Secret, purpose: str, subject: str, signature: str) -> bool:
    """Whether ``signature`` was made by ``sign``; compared in constant time."""
    return hmac.compare_digest(sign(key, purpose, subject).encode(), signature.encode())


class Signer:
    """Signs many subjects for one purpose: the same signatures as ``sign``, at a third of the cost.

    HMAC (RFC 2104) spelt out, so that the hashing of the key and the purpose is done once.
    """

    def __init__(self, key: Secret, purpose: str) -> None:
        secret = key.reveal().encode()
        block = (hashlib.sha256(secret).digest() if len(secret) > _BLOCK else secret).ljust(
            _BLOCK, b"\0"
        )
        self._inner = hashlib.sha256(bytes(octet ^ 0x36 for octet in block))
        self._inner.update(f"{purpose}\0".encode())
        self._outer = hashlib.sha256(bytes(octet ^ 0x5C for octet in block))

    def digest(self, subject: str) -> bytes:
        """The whole HMAC-SHA256 of purpose and subject, 32 bytes."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(subject.encode())
        outer.update(inner.digest())
        return outer.digest()

    def sign(self, subject: str) -> str:
        """What ``sign`` gives for this key, purpose and subject."""
        text = binascii.b2a_base64(self.digest(subject)[:18], newline=False)
        return text.translate(_URL_SAFE).decode()
