"""Ids and times in Statuspage's form."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import lru_cache

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=16_384)
def public_id(*parts: object) -> str:
    """Twelve characters of ``[a-z0-9]``, the same for the same parts forever."""
    number = int.from_bytes(hashlib.sha256("\0".join(map(str, parts)).encode()).digest())
    letters = []
    for _ in range(12):
        number, index = divmod(number, 36)
        letters.append(_ALPHABET[index])
    return "".join(letters)


def stamp(at: datetime) -> str:
    """ISO 8601 with milliseconds, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def stamp_or_null(at: datetime | None) -> str | None:
    """``stamp``, or null for what has not happened."""
    return stamp(at) if at else None
