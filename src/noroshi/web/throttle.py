"""How often one address of the network may ask for subscriptions (security: list bombing).

Counted in each web process by itself: the limit is a brake, the real limits are the one
confirmation a day and the three in all that the action keeps in the database.
"""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

from noroshi.kernel.errors import Refusal

PER_HOUR = 20
_HOUR = 3600


class TooMany(Refusal):
    """The same place has asked too often."""

    status = 429


def may_ask(request: HttpRequest) -> None:
    """Count one request for a subscription.

    Raises:
        TooMany: there were more than 20 from this place within the hour.
    """
    key = f"subscribe:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, timeout=_HOUR)
    if cache.incr(key) > PER_HOUR:
        raise TooMany(
            "Too many subscriptions were asked for from your network.",
            way_out="Please try again in an hour.",
        )
