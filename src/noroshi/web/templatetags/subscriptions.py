"""Filters of the pages where readers manage their subscriptions."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from noroshi.domain.language import pick
from noroshi.domain.plan.model import Plan
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
def breakable(address: str) -> SafeString:
    """A web address that may go on in the next line after each part of its path."""
    parts = address.split("/")
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in parts))


@register.simple_tag
def name_of(plan: Plan | None, what: str, key: str) -> str:
    """What a component, group or region of the plan is called; its key when the plan forgot it."""
    if plan is None:
        return key
    names = {
        "components": {one.key: one.name for one in plan.components},
        "groups": {one.key: one.name for one in plan.groups},
        "regions": {one.key: one.name for one in plan.regions},
    }[what]
    return pick(names[key], language()) if key in names else key


@register.filter
def topic(key: str) -> str:
    """What a kind of message is called."""
    return pick(TOPICS[Topic(key)], language())
