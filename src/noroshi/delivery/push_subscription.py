"""What a browser gave when its owner subscribed: where to send, and how to encrypt for it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec

from noroshi.delivery.http.calls import bad_address
from noroshi.net.vapid import from_base64url

_LONGEST: Final = 4_096
_AUTH_BYTES: Final = 16  # RFC 8291 3.2


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """One browser. The endpoint is a secret: whoever knows it can write to the browser."""

    endpoint: str = field(repr=False)
    public_key: bytes = field(repr=False)
    auth: bytes = field(repr=False)

    @property
    def origin(self) -> str:
        """The push service (RFC 6454)."""
        parts = urlsplit(self.endpoint)
        return f"{parts.scheme}://{parts.netloc}"


def read_subscription(text: str) -> Subscription:
    """Read the JSON of a PushSubscription (W3C Push API).

    Raises:
        DeliveryFailed: permanent; it is none.
    """
    try:
        return _read(text)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise bad_address("the push subscription cannot be read") from None


def _read(text: str) -> Subscription:
    if len(text) > _LONGEST:
        raise ValueError
    value = json.loads(text)
    endpoint, keys = value["endpoint"], value["keys"]
    found = Subscription(
        endpoint=endpoint,
        public_key=from_base64url(keys["p256dh"]),
        auth=from_base64url(keys["auth"]),
    )
    if len(found.auth) != _AUTH_BYTES or not _is_address(endpoint):
        raise ValueError
    # Not every point lies on the curve; sending to a wrong one would give the shared secret away.
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), found.public_key)
    return found


def _is_address(endpoint: str) -> bool:
    parts = urlsplit(endpoint)
    plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    return plain and bool(parts.hostname) and "@" not in parts.netloc
