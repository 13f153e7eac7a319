"""Times and lengths of time as the reader of a screen says them: absolute first, zone named."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from noroshi.pages.times import Times
from noroshi.web.reader import language, now, zone


def times() -> Times:
    """The way to write moments for this reader, seen from the present."""
    return Times(language=language(), zone=str(zone()), now=now())


def clock(at: datetime) -> str:
    """Hours and minutes: "15:15"."""
    return times().clock(at)


def clock_in_zone(at: datetime) -> str:
    """ "15:15 CET", or 23:15（日本時間）."""
    said = times()
    if said.language == "ja":
        return f"{said.clock(at)}（{said.zone_name(at)}）"
    return f"{said.clock(at)} {said.zone_name(at)}"


def moment(at: datetime) -> str:
    """The clock today, the day before it otherwise."""
    return clock_in_zone(at) if times().is_today(at) else times().moment(at)


def day(at: datetime | date) -> str:
    """ "Thursday 12 March 2026"."""
    return times().full_day(times().day_of(at) if isinstance(at, datetime) else at)


def span(length: timedelta) -> str:
    """ "56 min", "5 h 12 min", "3 days": to the minute, or to the hour beyond two days."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 1:
        return str(_("less than a minute"))
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        words = _("%(h)s h %(m)s min") if rest else _("%(h)s h")
        return words % {"h": hours, "m": rest}
    return _("%(n)s days") % {"n": hours // 24}


def ago(at: datetime) -> str:
    """ "6 min ago"."""
    return _("%(span)s ago") % {"span": span(now() - at)}


def until(at: datetime) -> str:
    """ "in 5 h 12 min", or "12 min late"."""
    left = at - now()
    if left < timedelta(0):
        return _("%(span)s late") % {"span": span(-left)}
    return _("in %(span)s") % {"span": span(left)}


def countdown(due: datetime) -> str:
    """mm:ss or h:mm:ss until then; with a plus once it has passed."""
    seconds = int((due - now()).total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    sign = "+" if seconds < 0 else ""
    if minutes < 60:
        return f"{sign}{minutes}:{rest:02d}"
    return f"{sign}{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
