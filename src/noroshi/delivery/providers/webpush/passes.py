"""Signed tokens for push services, made once for each and kept for half a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from noroshi.net.vapid import TOKEN_LIFE, VapidKey

_RENEWED_BEFORE: Final = timedelta(hours=1)
_MOST_KEPT: Final = 1_000
"""There are a handful of push services. Endpoints are typed by strangers, though."""


class Passes:
    """The Authorization headers of one installation."""

    def __init__(self, key: VapidKey, subject: str) -> None:
        self._key = key
        self._subject = subject
        self._kept: dict[str, tuple[datetime, str]] = {}

    def for_origin(self, origin: str, now: datetime) -> str:
        """The header for the push service at ``origin``; valid for an hour at least."""
        kept = self._kept.get(origin)
        if kept is None or kept[0] - now < _RENEWED_BEFORE or kept[0] - now > TOKEN_LIFE:
            kept = self._new(origin, now + TOKEN_LIFE)
        return kept[1]

    def _new(self, origin: str, expires: datetime) -> tuple[datetime, str]:
        token = self._key.token(audience=origin, subject=self._subject, expires=expires)
        made = (expires, f"vapid t={token}, k={self._key.public}")
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[origin] = made
        return made
