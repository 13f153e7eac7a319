"""The one outbound HTTP client, with its guard against requests to internal addresses."""

from __future__ import annotations

from noroshi.net.bodies import Body, basic_auth, form_body, json_body, parts_body
from noroshi.net.client import Allowance, OutboundClient, OutboundSession, Reply
from noroshi.net.errors import AnswerLost, HostBusy, NotAllowedAddress, NotReached, OutboundError
from noroshi.net.guard import internal_reason

__all__ = [
    "Allowance",
    "AnswerLost",
    "Body",
    "HostBusy",
    "NotAllowedAddress",
    "NotReached",
    "OutboundClient",
    "OutboundError",
    "OutboundSession",
    "Reply",
    "basic_auth",
    "form_body",
    "internal_reason",
    "json_body",
    "parts_body",
]
