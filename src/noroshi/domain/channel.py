"""Channels: the means by which a message reaches its readers (P8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """The kind of means. A new provider is not a new channel."""

    STATUS_PAGE = "status_page"
    EMAIL = "email"
    WEBHOOK = "webhook"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long a text may be on a channel, in code points; None = no limit of its own."""

    subject: int | None = None
    body: int | None = None


LIMITS: dict[Channel, Limits] = {
    # Statuspage clients and the page's layout cut longer titles.
    Channel.STATUS_PAGE: Limits(subject=120, body=10_000),
    # RFC 5322, 2.1.1: a line should be no longer than 78; longer subjects are cut on phones.
    Channel.EMAIL: Limits(subject=78, body=20_000),
    # Standard Webhooks 1.0.0 asks for payloads under 20 kB.
    Channel.WEBHOOK: Limits(subject=120, body=5_000),
}
