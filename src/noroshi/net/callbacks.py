"""Addresses under which a provider later tells what became of one copy.

The reference stands in the address, with a signature of ours. A stranger who guesses references
can tell us nothing, even before the provider's own signature is checked.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final
from urllib.parse import urlencode

from noroshi.kernel.secret import Secret

REFERENCE_PARAMETER: Final = "ref"
SIGNATURE_PARAMETER: Final = "sig"
_PURPOSE: Final = b"noroshi callback\n"
_SIGNATURE_BYTES: Final = 16  # 128 bits, as every other token that strangers see


def callback_signature(key: Secret, reference: str) -> str:
    """What proves that we made the callback address for ``reference``."""
    message = _PURPOSE + reference.encode()
    mac = hmac.new(key.reveal().encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac[:_SIGNATURE_BYTES]).decode("ascii").rstrip("=")


def callback_url(base: str, reference: str, *, key: Secret) -> str:
    """``base`` with the reference and its signature as query."""
    signature = callback_signature(key, reference)
    query = urlencode({REFERENCE_PARAMETER: reference, SIGNATURE_PARAMETER: signature})
    return f"{base}?{query}"


def callback_is_ours(key: Secret, reference: str, signature: str) -> bool:
    """Whether ``callback_url`` made this pair with this key; compared in constant time."""
    return hmac.compare_digest(
        callback_signature(key, reference).encode(), signature.encode("utf-8", "replace")
    )
