"""Secrets of provider accounts at rest: sealed with a key that never lies in the database.

Fernet (AES-128-CBC with HMAC-SHA-256), keys derived by HKDF (RFC 5869). With several keys the first
seals and all of them open, so that a key can be changed while everything runs.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from noroshi.kernel.errors import Conflict
from noroshi.kernel.secret import Secret

_PURPOSE = b"noroshi: secrets of provider accounts, 1"
_KEY_BYTES = 32


class Sealer:
    """Seals and opens; ``keys`` are texts of any length, the one that seals first."""

    def __init__(self, keys: Sequence[Secret]) -> None:
        self._fernet = MultiFernet([Fernet(_derived(key)) for key in keys])

    def seal(self, secrets: Mapping[str, Secret]) -> str:
        """The secrets as one text for the database; empty for none."""
        if not secrets:
            return ""
        plain = {name: secret.reveal() for name, secret in secrets.items()}
        return self._fernet.encrypt(json.dumps(plain).encode()).decode()

    def open(self, sealed: str) -> Mapping[str, Secret]:
        """The secrets of a sealed text.

        Raises:
            Conflict: none of the keys opens it.
        """
        if not sealed:
            return {}
        try:
            plain = self._fernet.decrypt(sealed.encode())
        except InvalidToken:
            raise Conflict(
                "The secrets of this account were sealed with another key.",
                way_out="Give NOROSHI_SEALING_KEY the earlier key too, or enter the secrets anew.",
            ) from None
        return {name: Secret(value) for name, value in json.loads(plain).items()}


def _derived(key: Secret) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE)
    return base64.urlsafe_b64encode(derive.derive(key.reveal().encode()))
