"""Reading what a provider or an endpoint answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

from noroshi.delivery.contract import DeliveryFailed
from noroshi.domain.delivery import FailureKind, Reason

if TYPE_CHECKING:
    from noroshi.net import Reply

_LONGEST_WAIT: Final = timedelta(hours=1)
_READ_FOR_WORDS: Final = 2_048
_MOST_WORDS: Final = 200


def retry_after(text: str, now: datetime) -> timedelta | None:
    """How long a Retry-After header asks us to wait, one hour at most (RFC 9110 10.2.3)."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), _LONGEST_WAIT.total_seconds()))
    try:
        wait = parsedate_to_datetime(text) - now
    except (ValueError, TypeError):
        return None
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def json_of(reply: Reply) -> Mapping[str, Any]:
    """The answer as a JSON object; empty when it is none."""
    try:
        value = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def words(text: object) -> str:
    """A provider's words on one line, fit for a log and a screen."""
    line = "".join(letter if letter.isprintable() else " " for letter in str(text))
    return " ".join(line.split())[:_MOST_WORDS]


def words_of(reply: Reply) -> str:
    """The beginning of an answer's body as words."""
    return words(reply.body[:_READ_FOR_WORDS].decode("utf-8", "replace"))


def refused(
    reply: Reply,
    says: str,
    *,
    code: str = "",
    reason: Reason = Reason.REFUSED,
) -> DeliveryFailed:
    """For good: this copy will never be taken for this person."""
    return DeliveryFailed(
        FailureKind.PERMANENT, says, code=code or str(reply.status), reason=reason
    )


def for_now(reply: Reply, says: str, *, code: str = "") -> DeliveryFailed:
    """Not now, and the fault may be ours: nobody's copy is given up for that."""
    return DeliveryFailed(FailureKind.TEMPORARY, says, code=code or str(reply.status))


def throttled(
    reply: Reply, says: str, *, code: str = "", wait: timedelta | None = None
) -> DeliveryFailed:
    """Too fast; ``wait`` is how long the other side asks us to pause."""
    return DeliveryFailed(
        FailureKind.THROTTLED, says, code=code or str(reply.status), retry_after=wait
    )


def general_failure(reply: Reply, now: datetime, says: str) -> DeliveryFailed:
    """What a status means when the provider's own code says nothing.

    A refusal that we cannot read is for now: a wrong key or an unpaid bill must never end a
    million deliveries for good. 504 means that somebody behind the gateway got the request and
    did not answer, so nobody can say whether it was taken (R8 of reliability).
    """
    wait = retry_after(reply.headers.get("retry-after", ""), now)
    code = str(reply.status)
    if reply.status == 429 or (reply.status == 503 and wait is not None):
        return throttled(reply, says, wait=wait)
    if reply.status == 504:
        return DeliveryFailed(FailureKind.UNKNOWN, says, code=code)
    return DeliveryFailed(FailureKind.TEMPORARY, says, code=code, retry_after=wait)
