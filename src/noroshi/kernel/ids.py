"""Random tokens and the ids derived from a secret key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from noroshi.kernel.secret import Secret

_TOKEN_BYTES = 24


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
