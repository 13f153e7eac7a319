"""Encrypting a notice so that only the browser can read it (RFC 8291, aes128gcm of RFC 8188)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import http_ece  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.asymmetric import ec

if TYPE_CHECKING:
    from noroshi.delivery.push_subscription import Subscription

_RECORD: Final = 4_096
_HEAD: Final = 86  # salt 16, record size 4, length 1, public key 65
_TAG_AND_END: Final = 17
LARGEST_TEXT: Final = _RECORD - _HEAD - _TAG_AND_END
"""3,993 bytes. Push services need not take a longer body than 4,096 (RFC 8030 7.2)."""


def encrypt(
    text: bytes,
    to: Subscription,
    *,
    key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push message. ``key`` and ``salt`` are random unless a test gives them."""
    sealed: bytes = http_ece.encrypt(
        text,
        salt=salt,
        private_key=key or ec.generate_private_key(ec.SECP256R1()),
        dh=to.public_key,
        auth_secret=to.auth,
        rs=_RECORD,
        version="aes128gcm",
    )
    return sealed
