"""Filters and tags for what is due beside incidents. Load them with ``{% load chores %}``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noroshi.actions.queries.chores import Chore
from noroshi.domain.holds import Hold
from noroshi.domain.language import pick
from noroshi.domain.plan.model import Plan
from noroshi.domain.plan.watching import Check
from noroshi.web import moments
from noroshi.web.components.rows import reason_words
from noroshi.web.reader import language

register = template.Library()


@register.filter
def named_day(day: date) -> str:
    """ "14 March"."""
    return moments.times().day(day)


@register.filter
def until_day(day: date, today: date) -> str:
    """ "today", "tomorrow", "in 4 days", "2 days late"."""
    days = (day - today).days
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
    if days < 2:
        return _("tomorrow") if days else _("today")
    return _("in %(span)s") % {"span": _("%(n)s days") % {"n": days}}


@register.filter
def more_of_them(chore: Chore) -> str:
    """What stands for those that are not listed."""
    if chore.kind == "state":
        return _("%(n)s more states wait for a decision") % {"n": chore.more}
    return _("%(n)s more certificates end soon") % {"n": chore.more}


@register.simple_tag
def component_name(plan: Plan, key: str) -> str:
    """What customers call a component."""
    return next((pick(c.name, language()) for c in plan.components if c.key == key), key)


@register.simple_tag
def regions_of(plan: Plan, holds: Sequence[Hold]) -> str:
    """Where several holds are, in the order of the plan."""
    keys = {hold.region for hold in holds}
    names = [pick(region.name, language()) for region in plan.regions if region.key in keys]
    if len(names) == len(plan.regions) > 1:
        return _("all regions")
    return ("、" if language() == "ja" else ", ").join(names)


@register.simple_tag
def reason_of(hold: Hold) -> str:
    """Why a check or an alert holds a component, in words."""
    return reason_words(hold)


@register.simple_tag
def host_of(check: Check) -> str:
    """Whose certificate a check looks at."""
    return check.host or urlsplit(check.url).hostname or check.key
