"""Who sends a push message: VAPID keys and tokens (RFC 8292)."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime, timedelta
from typing import Final, Self

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from noroshi.kernel.secret import Secret

TOKEN_LIFE: Final = timedelta(hours=12)
"""RFC 8292 2 allows 24 hours; half of that leaves room for clocks that differ."""

_KEY_BYTES: Final = 32


class VapidKey:
    """The key pair of an installation. Browsers subscribe with its public half, so a new pair
    makes every subscription useless: keep it."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._key = key

    @classmethod
    def generate(cls) -> Self:
        """A new pair."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def read(cls, private: Secret) -> Self:
        """The pair whose ``private`` half is given as ``VapidKey.private`` shows it.

        Raises:
            ValueError: this is no such key.
        """
        try:
            raw = from_base64url(private.reveal())
        except ValueError:
            raw = b""
        if len(raw) != _KEY_BYTES:
            msg = "a VAPID key is 32 bytes in Base64 (URL form)"
            raise ValueError(msg)
        return cls(ec.derive_private_key(int.from_bytes(raw), ec.SECP256R1()))

    @property
    def private(self) -> Secret:
        """The private half: 32 bytes, Base64 in URL form."""
        number = self._key.private_numbers().private_value
        return Secret(to_base64url(number.to_bytes(_KEY_BYTES)))

    @property
    def public(self) -> str:
        """The public half as a page's script needs it (applicationServerKey)."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return to_base64url(point)

    def token(self, *, audience: str, subject: str, expires: datetime) -> str:
        """A signed token for one push service. ``audience`` is its origin, ``subject`` a mailto:
        or https: address under which its operator reaches us."""
        head = _part({"typ": "JWT", "alg": "ES256"})
        claims = _part({"aud": audience, "exp": int(expires.timestamp()), "sub": subject})
        signed = f"{head}.{claims}"
        signature = self._key.sign(signed.encode("ascii"), ec.ECDSA(hashes.SHA256()))
        r, s = decode_dss_signature(signature)
        return f"{signed}.{to_base64url(r.to_bytes(_KEY_BYTES) + s.to_bytes(_KEY_BYTES))}"

    def __repr__(self) -> str:
        return f"VapidKey({self.public})"


def _part(claims: dict[str, str | int]) -> str:
    return to_base64url(json.dumps(claims, separators=(",", ":")).encode())


def to_base64url(value: bytes) -> str:
    """Base64 in URL form without padding, as all of web push writes it."""
    return base64.urlsafe_b64encode(value).decode("ascii").rstrip("=")


def from_base64url(text: str) -> bytes:
    """The bytes behind Base64 in URL form; the plain form and padding are read, too.

    Raises:
        ValueError: it is something else.
    """
    plain = text.strip().rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, UnicodeError):
        msg = "this is not Base64"
        raise ValueError(msg) from None
