"""Asking for a subscription, or to manage one: by which means, how often, and with which proof.

Whoever asks has proven nothing yet. The limits keep the form from being a weapon (list bombing)
and a code from being guessed; none of them may tell whether an address is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from noroshi.domain.channel import Channel
from noroshi.domain.webhook_shape import Shape, host_of, shape_of

CODE_DIGITS: Final = 6
CODE_LIVES: Final = timedelta(minutes=10)
MOST_TRIES: Final = 5
SESSION_LIVES: Final = timedelta(minutes=30)
KEPT_FOR: Final = timedelta(days=3)
"""How long a wish is kept; a link to confirm works for two days of them."""


class Purpose(StrEnum):
    """What somebody wants to do with an address."""

    SUBSCRIBE = "subscribe"
    MANAGE = "manage"


class Means(StrEnum):
    """How somebody wants to be told, as they choose it on the form."""

    EMAIL = "email"
    SMS = "sms"
    WEBHOOK = "webhook"
    SLACK = "slack"
    TEAMS = "teams"
    PUSH = "push"


CHANNEL_OF: Final[Mapping[Means, Channel]] = MappingProxyType(
    {
        Means.EMAIL: Channel.EMAIL,
        Means.SMS: Channel.SMS,
        Means.WEBHOOK: Channel.WEBHOOK,
        Means.SLACK: Channel.WEBHOOK,
        Means.TEAMS: Channel.WEBHOOK,
        Means.PUSH: Channel.PUSH,
    }
)
"""The channel whose texts each means brings."""

PROVEN_BY_LINK: Final = frozenset({Channel.EMAIL, Channel.PUSH})
"""Channels on which a link is opened; on the others a code is read there and typed on the page."""


def means_of(channel: Channel, address: str) -> Means:
    """The means that an address is of."""
    if channel is Channel.WEBHOOK:
        return _OF_SHAPE[shape_of(address)]
    return Means(str(channel))


_OF_SHAPE: Final = MappingProxyType(
    {Shape.INCIDENT: Means.WEBHOOK, Shape.SLACK: Means.SLACK, Shape.TEAMS: Means.TEAMS}
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One wish, and how far its proof has come."""

    id: int
    purpose: Purpose
    channel: Channel
    address: str
    wish: Mapping[str, object]
    asked_at: datetime
    subscriber_id: int | None = None
    code_hash: str = ""
    code_sent_at: datetime | None = None
    tries: int = 0
    session_until: datetime | None = None

    def may_be_tried(self, now: datetime) -> bool:
        """Whether a code typed at this moment can be the right one at all."""
        sent = self.code_sent_at
        in_time = sent is not None and now - sent <= CODE_LIVES
        return bool(self.code_hash) and in_time and self.tries < MOST_TRIES

    def is_session(self, now: datetime) -> bool:
        """Whether whoever holds its session may still manage the subscription."""
        return self.session_until is not None and now < self.session_until


@dataclass(frozen=True, kw_only=True)
class Limit:
    """So many in a window of time. Windows stand still (the full hour), so a count is one row."""

    name: str
    most: int
    window: timedelta

    def since(self, now: datetime) -> datetime:
        """The beginning of the window that a moment lies in."""
        seconds = int(self.window.total_seconds())
        return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)


_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)

FROM_NETWORK: Final = Limit(name="network", most=20, window=_HOUR)
"""What one network may ask for (security: list bombing)."""
IN_ALL: Final = Limit(name="confirmations", most=1_000, window=_HOUR)
"""Confirmations of all addresses together; the rest waits for the next hour, with an alarm."""
TO_HOST: Final = Limit(name="host", most=20, window=_HOUR)
"""Codes posted to one host: nobody's server is flooded through us."""
TO_HUB: Final = Limit(name="hub", most=200, window=_HOUR)
"""The same for the hosts of chat and push services, which everybody shares."""
TO_MAILBOX: Final = Limit(name="mailbox", most=3, window=_DAY)
"""Confirmations to one mailbox under all its tags: rin+1@… to rin+999@… are one person's."""
CODES: Final = Limit(name="codes", most=5, window=_DAY)
"""Codes to manage one address; with five tries each, one guess in 40,000 a day."""
CODES_BY_SMS: Final = Limit(name="codes", most=2, window=_DAY)


def limit_of_codes(channel: Channel) -> Limit:
    """How many codes to manage it an address is sent."""
    return CODES_BY_SMS if channel is Channel.SMS else CODES


def limit_of_host(channel: Channel, address: str) -> Limit:
    """How many codes or links are posted to the host of an address."""
    is_hub = channel is Channel.PUSH or shape_of(address) is not Shape.INCIDENT
    return TO_HUB if is_hub else TO_HOST


def mailbox_of(address: str) -> str:
    """The mailbox that an address of mail leads to, whatever tag is put on it (RFC 5233)."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def host_asked(channel: Channel, address: str) -> str:
    """The host that a proof is posted to; "" where a carrier or mail server stands between."""
    return host_of(address) if channel is Channel.WEBHOOK else ""
