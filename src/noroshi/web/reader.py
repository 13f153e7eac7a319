"""Whom a screen is made for: language and time zone, and from where they ask."""

from __future__ import annotations

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone, translation

from noroshi.actions.queries.plan import plan_or_none
from noroshi.domain.compose.values import time_zone_of
from noroshi.domain.whence import asking_address
from noroshi.web.services import context

COOKIE = "django_language"
YEAR = 365 * 24 * 3600


def greet() -> None:
    """Show times in the zone that the plan names for the reader's language."""
    timezone.activate(zone_of_reader())


def language() -> str:
    """The language of this screen: "en" or "ja"."""
    return "ja" if (translation.get_language() or "en").startswith("ja") else "en"


def zone_of_reader() -> ZoneInfo:
    """The zone in which this reader is told the time."""
    plan = plan_or_none()
    return ZoneInfo(time_zone_of(plan, language()) if plan else "UTC")


def zone() -> tzinfo:
    """The zone of this screen."""
    return timezone.get_current_timezone()


def now() -> datetime:
    """The present moment of the product's clock."""
    return context().clock.now()


def network_of(request: HttpRequest) -> str:
    """The network address that a reader asks from, also behind a proxy of our own.

    For what readers may do how often. A sign-in is not judged by it: whoever reaches this process
    from a private network without the proxy could name any address.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    return asking_address(peer, forwarded=request.headers.get("X-Forwarded-For", ""))
