"""The languages that a reader asks for (RFC 9110, 12.5.4)."""

from __future__ import annotations

_MOST = 10
_LONGEST = 500


def ranked(accept_language: str) -> list[str]:
    """Language codes of an Accept-Language header, best first, at most ten."""
    weighted = []
    for order, part in enumerate(accept_language[:_LONGEST].split(",")[:_MOST]):
        tag, _, quality = part.strip().partition(";")
        weight = _weight(quality)
        if weight > 0:
            weighted.append((-weight, order, tag.strip().split("-")[0].lower()))
    return [tag for _, _, tag in sorted(weighted)]


def _weight(quality: str) -> float:
    if not quality:
        return 1.0
    name, _, value = quality.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
