"""What an SMTP answer, or its absence, means for the next attempt."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from noroshi.delivery.contract import DeliveryFailed
from noroshi.domain.delivery import FailureKind, Reason

_ENHANCED: Final = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\b")  # RFC 3463
# Refusals of us, not of the recipient: nobody must be given up for a wrong password, or for a
# dialogue that went out of step.
_ABOUT_US: Final = frozenset({500, 502, 503, 530, 534, 535, 538})
_THROTTLED_FOR: Final = timedelta(minutes=1)
_LONGEST_DETAIL: Final = 300
CLOSING: Final = 421


def refused(code: int, text: str, *, at: str) -> DeliveryFailed:
    """The relay answered with ``code`` at the command ``at``; the mail was not taken."""
    detail = _clean(f"{at}: {code} {text}")
    enhanced = _ENHANCED.match(text)
    full_code = f"{code} {enhanced[1]}" if enhanced else str(code)
    if code == CLOSING or (enhanced and enhanced[1] in {"4.7.28", "4.7.650"}):
        return DeliveryFailed(
            FailureKind.THROTTLED, detail, code=full_code, retry_after=_THROTTLED_FOR
        )
    permanent = code >= 500 and code not in _ABOUT_US
    kind = FailureKind.PERMANENT if permanent else FailureKind.TEMPORARY
    return DeliveryFailed(kind, detail, code=full_code)


def turned_away(code: int, text: str, *, at: str) -> DeliveryFailed:
    """The relay refused us before any mail, so nobody is given up for it."""
    failed = refused(code, text, at=at)
    if failed.kind is FailureKind.PERMANENT:
        return DeliveryFailed(FailureKind.TEMPORARY, failed.detail, code=failed.code)
    return failed


def not_sent(detail: str) -> DeliveryFailed:
    """Nothing was handed over; a later attempt may work."""
    return DeliveryFailed(FailureKind.TEMPORARY, _clean(detail), code="connection")


def not_ready(detail: str) -> DeliveryFailed:
    """The relay is there, but our account at it does not work as it is set up."""
    return DeliveryFailed(FailureKind.TEMPORARY, _clean(detail), code="account")


def not_written(error: Exception) -> DeliveryFailed:
    """This mail cannot be put into words of SMTP, whoever tries."""
    return DeliveryFailed(
        FailureKind.PERMANENT,
        _clean(f"{type(error).__name__}: {error}"),
        code="encode",
        reason=Reason.NOT_RENDERED,
    )


def lost(detail: str) -> DeliveryFailed:
    """The whole mail left, and no answer came: it may have been taken."""
    return DeliveryFailed(FailureKind.UNKNOWN, _clean(detail), code="no-answer")


def _clean(text: str) -> str:
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(plain.split())[:_LONGEST_DETAIL]
