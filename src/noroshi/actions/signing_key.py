"""The key that signs what a webhook receives (Standard Webhooks 1.0.0)."""

from __future__ import annotations

import base64
import secrets

_KEY_BYTES = 32  # 24 to 64


def new_signing_key() -> str:
    """A fresh key, as its receiver keeps it."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()}"
