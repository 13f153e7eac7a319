"""Signing an outgoing webhook (Standard Webhooks 1.0.0, symmetric ``v1`` signatures)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from noroshi.kernel.secret import Secret

_PREFIX: Final = "whsec_"
_SHORTEST_KEY, _LONGEST_KEY = 24, 64


def signature_headers(
    *, secret: Secret, webhook_id: str, at: datetime, body: bytes
) -> Mapping[str, str]:
    """The three headers for exactly these bytes.

    ``webhook_id`` is the same on every attempt, so that a receiver can drop a second copy; ``at``
    is this attempt's time.

    Raises:
        ValueError: the key is not 24 to 64 bytes in Base64, or the id has a dot in it.
    """
    if "." in webhook_id:
        msg = "a webhook id must not have a dot in it"
        raise ValueError(msg)
    timestamp = str(int(at.timestamp()))
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    mac = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(mac).decode('ascii')}",
    }


def _key(secret: Secret) -> bytes:
    try:
        key = base64.b64decode(secret.reveal().removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not _SHORTEST_KEY <= len(key) <= _LONGEST_KEY:
        msg = "a webhook key is 24 to 64 bytes in Base64"
        raise ValueError(msg)
    return key
