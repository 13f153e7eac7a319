"""Dates as other systems write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

_NOTHING: Final = frozenset({"", "null", "\\n", "none", "-", "0000-00-00 00:00:00"})
_LOOSE: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9}))?"
    r"\s*(Z|UTC|[+-]\d{2}:?\d{2})?(?:\s+[A-Z+\-\d]{1,6})?"
)


def is_empty(text: str) -> bool:
    """Whether a cell says that there is no date."""
    return text.strip().lower() in _NOTHING


def moment(text: str) -> datetime | None:
    """The moment that a cell names, in UTC when it names no zone; None when nobody can read it.

    Reads ISO 8601, "2024-05-06 07:08:09 UTC" (Rails) and "2024-05-06 07:08:09.12 +0000 UTC" (Go).
    """
    text = text.strip()
    if is_empty(text):
        return None
    try:
        # What Go and Rails write is ISO 8601 but for a space and a word.
        return _zoned(datetime.fromisoformat(text.removesuffix(" UTC").replace(" +", "+")))
    except (ValueError, OverflowError):
        found = _LOOSE.fullmatch(text)
    if found is None:
        return None
    day, clock, fraction, zone = found.groups()
    zone = "+00:00" if zone in {None, "Z", "UTC"} else zone
    try:
        return _zoned(datetime.fromisoformat(f"{day}T{clock}.{(fraction or '0')[:6]:0<6}{zone}"))
    except (ValueError, OverflowError):
        return None


def _zoned(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
