"""Filters and tags of the screens of planned work. Load them with ``{% load maintenance %}``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from noroshi.actions.queries.maintenance import Seen
from noroshi.delivery.mail.markdown import as_html
from noroshi.domain.compose.plan_message import Draft
from noroshi.domain.language import pick
from noroshi.domain.maintenance import Maintenance, Purpose, Window, WorkState
from noroshi.domain.maintenance_words import PURPOSES
from noroshi.domain.message import Rendition
from noroshi.domain.plan.model import Plan
from noroshi.storage.maintenances import Notice
from noroshi.web import moments
from noroshi.web.reader import language, now
from noroshi.web.templatetags.noroshi import state

register = template.Library()

_STEPS = {
    "ask": gettext_noop("Ask for approval"),
    "read": gettext_noop("Read and approve"),
    "announce": gettext_noop("Announce it now"),
    "begin": gettext_noop("Begin the work"),
    "verify": gettext_noop("Work is done, verify it"),
    "resume": gettext_noop("There is more to do"),
    "end": gettext_noop("End the maintenance"),
    "extend": gettext_noop("Extend it"),
    "change": gettext_noop("Change it"),
    "cancel": gettext_noop("Cancel it"),
    "update": gettext_noop("Write an update"),
}


@register.filter
def window(given: Window) -> str:
    """When the work takes place."""
    return until(given.starts_at, given.ends_at)


@register.filter("to")
def until(start: datetime, end: datetime) -> str:
    """ "22:00 – 23:30 CET" today, "12 March, 22:00 – 23:30 CET" otherwise; both days if two."""
    said = moments.times()
    is_one_day = said.day_of(start) == said.day_of(end)
    first = said.clock(start) if is_one_day and said.is_today(start) else _dated(start)
    last = said.clock(end) if is_one_day else _dated(end)
    zone = said.zone_name(end)
    return f"{first}〜{last}（{zone}）" if language() == "ja" else f"{first} – {last} {zone}"


def _dated(at: datetime) -> str:
    said = moments.times()
    gap = " " if language() == "ja" else ", "
    return f"{said.day(said.day_of(at))}{gap}{said.clock(at)}"


@register.filter
def hours_before(hours: str) -> str:
    """ "1 day before"."""
    length = timedelta(hours=float(hours))
    if length >= timedelta(days=1) and length % timedelta(days=1) == timedelta(0):
        return _("%(n)s d before") % {"n": length.days}
    return _("%(span)s before") % {"span": moments.span(length)}


@register.filter
def step_name(step: str) -> str:
    """What the button of a step says."""
    return _(_STEPS[step])


@register.filter
def notice_name(notice: Notice) -> str:
    """ "Reminder, 24 h before"."""
    name = pick(PURPOSES[notice.purpose], language())
    named = name[:1].upper() + name[1:]
    if notice.ahead is None:
        return named
    comma = "、" if language() == "ja" else ", "
    return f"{named}{comma}{hours_before(f'{notice.ahead / timedelta(hours=1):g}')}"


@register.filter
def by_hand(notice: Notice) -> bool:
    """Whether a person publishes it; the others belong to a move of the work or to the clock."""
    return notice.purpose in {Purpose.UPDATE, Purpose.ANNOUNCE, Purpose.CHANGE, Purpose.CANCEL}


@register.simple_tag
def work_state(work: Maintenance) -> SafeString:
    """Shape and word of the state of planned work; past its end it says so."""
    return state("overruns" if work.overruns(now()) else str(work.state))


@register.simple_tag
def zones_of(plan: Plan) -> Sequence[str]:
    """The time zones that the plan knows, to choose from."""
    company = plan.company
    known = (company.time_zone, *company.time_zones.values(), *(p.time_zone for p in plan.pages))
    return tuple(dict.fromkeys((*known, "UTC")))


@register.filter
def as_sent(text: Rendition | Draft) -> SafeString:
    """The text as its readers see it."""
    return mark_safe(as_html(text.body))  # noqa: S308 - cleaned by the mail's own Markdown


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A text to be approved, under the name of its notice."""

    name: str
    text: Rendition


@register.filter
def readings(seen: Seen) -> list[Reading]:
    """The texts that wait for the reader, one of several with the same words."""
    names: Mapping[int, Notice] = {line.notice.message.id: line.notice for line in seen.lines}
    shown: dict[tuple[object, ...], Reading] = {}
    for text in seen.mine:
        notice = names[text.message_id]
        key = (text.key, text.subject, text.body, notice.purpose)
        alone = notice.purpose is not Purpose.REMIND
        name = (
            notice_name(notice) if alone else _first_up(pick(PURPOSES[notice.purpose], language()))
        )
        shown.setdefault(key, Reading(name=name, text=text))
    return list(shown.values())


def _first_up(name: str) -> str:
    return name[:1].upper() + name[1:]


@register.filter
def situation(seen: Seen) -> str:
    """Where the work stands and what is missing, in a sentence."""
    work = seen.work
    if seen.drafts:
        return _("Its texts are drafts. Ask for their approval, all at once.")
    if work.state is WorkState.PLANNED:
        announced = seen.announcement
        if announced and announced.state == "approved":
            return _("Everything it needs is approved. Nobody knows of it until you announce it.")
        return _("It waits for its approvers. Nobody outside knows of it.")
    if work.overruns(now()):
        return _(
            "It was to end at %(time)s, %(span)s ago, and the page says that it takes longer. End"
            " it, or tell customers the new end."
        ) % {
            "time": moments.moment(work.window.ends_at),
            "span": moments.span(work.lateness(now())),
        }
    return _(_SITUATIONS[work.state])


_SITUATIONS = {
    WorkState.SCHEDULED: gettext_noop("Customers know of it. The clock does the rest in its time."),
    WorkState.IN_PROGRESS: gettext_noop("The work is under way, and the page says so."),
    WorkState.VERIFYING: gettext_noop("The work is done; you verify that all is well."),
    WorkState.COMPLETED: gettext_noop("It is over."),
    WorkState.CANCELLED: gettext_noop("It does not take place."),
}
