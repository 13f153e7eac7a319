"""Test messages to a recipient of our own: a provider's "accepted" is not yet a delivery (R19).

An account with an address for it gets one every five minutes; one that has not arrived three
minutes later, or never does, makes the account count as degraded until the next one is in time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

EVERY: Final = timedelta(minutes=5)
LATE_AFTER: Final = timedelta(minutes=3)


@dataclass(frozen=True, kw_only=True)
class Canary:
    """The newest test message of an account. No ``address``: there is none.

    ``is_late`` holds from the moment at which one is overdue until another arrives in time.
    """

    address: str = ""
    token: str = ""
    sent_at: datetime | None = None
    seen_at: datetime | None = None
    is_late: bool = False


def is_due(canary: Canary, *, now: datetime) -> bool:
    """Whether the next test message should leave."""
    if not canary.address:
        return False
    return canary.sent_at is None or now - canary.sent_at >= EVERY


def sent(canary: Canary, token: str, *, at: datetime) -> Canary:
    """A fresh one leaves; the one before it does not matter any more."""
    return replace(canary, token=token, sent_at=at, seen_at=None)


def seen(canary: Canary, token: str, *, at: datetime) -> Canary:
    """One has arrived. An older one, or a second copy, changes nothing."""
    if not token or token != canary.token or canary.sent_at is None or canary.seen_at:
        return canary
    in_time = at - canary.sent_at <= LATE_AFTER
    return replace(canary, seen_at=at, is_late=canary.is_late and not in_time)


def looked_at(canary: Canary, *, now: datetime) -> Canary:
    """The same after a look at the clock: late, if it is."""
    if not canary.address or canary.sent_at is None:
        return replace(canary, is_late=False)
    overdue = (canary.seen_at or now) - canary.sent_at > LATE_AFTER
    return replace(canary, is_late=canary.is_late or overdue)


def minutes_late(canary: Canary, *, now: datetime) -> int:
    """Whole minutes since it left, for people; 0 if none left."""
    if canary.sent_at is None:
        return 0
    return int(((canary.seen_at or now) - canary.sent_at) / timedelta(minutes=1))
