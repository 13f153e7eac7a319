"""Filters of the pages where readers manage their subscriptions."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template

from noroshi.domain.language import pick
from noroshi.domain.subscription import TOPICS, Topic
from noroshi.web import moments
from noroshi.web.reader import language

register = template.Library()


@register.filter
def day_in(at: datetime, zone: str) -> str:
    """The day on which a moment lies in a time zone, in words."""
    local = at.astimezone(ZoneInfo(zone))
    return moments.times().full_day(local.date())


@register.filter
def iso_day_in(at: datetime, zone: str) -> str:
    """The same for a field that takes a day."""
    return at.astimezone(ZoneInfo(zone)).date().isoformat()


@register.filter
def topic(key: str) -> str:
    """What a kind of message is called."""
    return pick(TOPICS[Topic(key)], language())
