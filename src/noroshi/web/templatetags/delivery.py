"""Filters and tags of the pages about deliveries."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from noroshi.actions.queries.deliveries import Delivery
from noroshi.actions.queries.progress import Wait
from noroshi.domain.delivery import PROMISES, State
from noroshi.domain.language import pick
from noroshi.domain.pace import Expected, expected_end, pace_of
from noroshi.domain.whereabouts import LEFT_OUT, LeftOut
from noroshi.storage.tallies import Why
from noroshi.web import moments
from noroshi.web.reader import language, now
from noroshi.web.room import delivery_words
from noroshi.web.room.bar import Part
from noroshi.web.room.looks import looked

register = template.Library()
register.filter("pace_words", delivery_words.pace_words)
register.filter("part_word", delivery_words.part_word)
register.filter("told_word", delivery_words.told_word)


@register.filter
def end_words(expected: Expected) -> str:
    """When everybody will have been tried."""
    return delivery_words.end_words(expected, now())


@register.filter
def short_span(length: timedelta) -> str:
    """A length to the second while it is short."""
    return delivery_words.short_span(length)


@register.filter
def wait_what(wait: Wait) -> str:
    """What a delivery waits for."""
    return delivery_words.wait_words(wait)[0]


@register.filter
def wait_next(wait: Wait) -> str:
    """What happens next."""
    return delivery_words.wait_words(wait)[1]


@register.filter
def promise_word(state: State) -> str:
    """What the state of a copy promises."""
    return pick(PROMISES[state], language())


@register.filter
def left_out_word(why: LeftOut) -> str:
    """Why somebody has no copy."""
    return pick(LEFT_OUT[why], language())


@register.filter
def exactly(at: datetime) -> str:
    """A moment to the second, with its day when it is not today."""
    said = f"{moments.times().local(at):%H:%M:%S}"
    times = moments.times()
    return said if times.is_today(at) else f"{times.day(times.day_of(at))} {said}"


@register.filter
def query(why: Why) -> str:
    """The part of an address that names a reason."""
    return urlencode({"state": why.state, "reason": why.reason, "code": why.code})


@register.simple_tag
def part_rect(part: Part) -> SafeString:
    """One part of the bar. Its pattern is defined once a page, see delivery_patterns.html."""
    return format_html(
        '<rect x="{}%" width="{}%" height="24" fill="url(#d-{})"/>',
        f"{part.x:.3f}",
        f"{part.width:.3f}",
        part.key,
    )


@register.simple_tag
def swatch(key: str) -> SafeString:
    """The pattern of a part, for the legend."""
    return format_html(
        '<svg class="swatch" width="16" height="16" aria-hidden="true">'
        '<rect width="16" height="16" fill="url(#d-{})"/></svg>',
        key,
    )


@register.simple_tag
def strip_pace(delivery: Delivery) -> str:
    """ "184 a second, about 2 min left" for the strip of the room; empty while nobody can tell."""
    at = now()
    key = f"{delivery.message.id} {delivery.audience} {delivery.channel}"
    pace = pace_of(looked(key, delivery.look(at)))
    if pace is None or delivery.held:
        return ""
    if pace.fastest <= 0:
        return _("stands still")
    end = expected_end(delivery.under_way, pace, at)
    said = delivery_words.pace_words(pace)
    if end is None:
        return said
    left = delivery_words.short_span(end.latest - at)
    return _("%(pace)s, about %(span)s left") % {"pace": said, "span": left}
