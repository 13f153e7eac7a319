"""The one outbound HTTP client, with its guard against requests to internal addresses."""

from __future__ import annotations

from noroshi.net.client import OutboundClient, Reply
from noroshi.net.errors import AnswerLost, NotAllowedAddress, NotReached, OutboundError
from noroshi.net.guard import internal_reason

__all__ = [
    "AnswerLost",
    "NotAllowedAddress",
    "NotReached",
    "OutboundClient",
    "OutboundError",
    "Reply",
    "internal_reason",
]
