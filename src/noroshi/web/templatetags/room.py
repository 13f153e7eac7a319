"""Filters and tags of the room, the approvals, the report and the review."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from noroshi.actions.queries.deliveries import Delivery
from noroshi.actions.queries.outlets import outlet_name
from noroshi.domain import language as languages
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import REASONS, Reason
from noroshi.domain.guardrails.rule import Finding, Level
from noroshi.domain.incident import Fact
from noroshi.domain.plan import select
from noroshi.domain.plan.model import AnswerKind, Plan, Question
from noroshi.domain.review.words import WORDS
from noroshi.storage.steering import Steered
from noroshi.web import moments
from noroshi.web.reader import language, zone
from noroshi.web.room.marks import inline_changes
from noroshi.web.room.show import is_hot
from noroshi.web.room.words import counted

register = template.Library()
register.filter("hot", is_hot)
register.filter("inline_changes", inline_changes)


@register.simple_tag
def outlet(plan: Plan, audience: str, channel: str) -> str:
    """What the place is called to which a text goes."""
    return outlet_name(plan, audience, Channel(channel), language=language())


@register.simple_tag
def audience(plan: Plan, key: str) -> str:
    """What an audience is called."""
    return languages.pick(select.audience(plan, key).name, language())


@register.simple_tag
def answer(question: Question, fact: Fact, code: str = "") -> str:
    """An answer in the reader's language, or in ``code``; times in the reader's zone."""
    if question.kind is AnswerKind.TEXT:
        if code:
            return fact.values.get(code, "")
        return languages.pick(fact.values, language())
    return _plain(question, fact.values.get("*", ""))


def _plain(question: Question, said: str) -> str:
    if question.kind is AnswerKind.NUMBER:
        return f"{int(said):,}" if said.isascii() and said.isdigit() else said
    try:
        return moments.moment(datetime.fromisoformat(said))
    except ValueError:
        return said


@register.filter
def local_input(said: str) -> str:
    """A stored time as a date-and-time field wants it, in the reader's zone."""
    try:
        return f"{datetime.fromisoformat(said).astimezone(zone()):%Y-%m-%dT%H:%M}"
    except ValueError:
        return ""


@register.filter
def finding_word(finding: Finding) -> str:
    """What a finding does to the text."""
    words = {
        Level.BLOCK: _("Blocks publication"),
        Level.WARN: _("Warning"),
        Level.HINT: _("Advice"),
    }
    return words[finding.level]


@register.filter
def level_tone(level: Level) -> str:
    """The colour of a level; never the only sign."""
    return {Level.BLOCK: "is-blocked", Level.WARN: "is-degraded", Level.HINT: "is-draft"}[level]


@register.filter
def level_symbol(level: Level) -> str:
    """The shape of a level."""
    return {Level.BLOCK: "r-blocked", Level.WARN: "s-degraded", Level.HINT: "r-advice"}[level]


@register.simple_tag(name="counted")
def counted_tag(level: Level, count: int) -> str:
    """How many findings of a level there are."""
    return counted(level, count)


@register.filter
def mend_word(finding: Finding) -> str:
    """What the button says that mends it: the new wording itself."""
    label = languages.pick(finding.mend_label, language())
    return label or _("Say “%(words)s”") % {"words": (finding.mend or "").strip()}


@register.filter
def reason_word(reason: Reason | None) -> str:
    """Why somebody was not simply handed over."""
    return languages.pick(REASONS[reason], language()) if reason else ""


@register.filter
def in_words(length: timedelta) -> str:
    """A length as the review says it."""
    return WORDS[language()].length(length)


@register.filter
def about(seconds: int) -> str:
    """ "about 40 s left"."""
    if seconds < 60:
        return _("about %(n)s s left") % {"n": math.ceil(seconds / 10) * 10}
    return _("about %(n)s min left") % {"n": math.ceil(seconds / 60)}


@register.simple_tag
def meter(part: int, whole: int) -> SafeString:
    """A thin bar; the numbers beside it say the same."""
    share = f"{100 * part / whole if whole else 100:.1f}%"
    return format_html(
        '<svg class="meter" aria-hidden="true"><rect class="bg" width="100%" height="3"/>'
        '<rect class="fg" width="{}" height="3"/></svg>',
        share,
    )


@register.filter
def unlocalized(value: float) -> str:
    """A number as SVG wants it, in every language."""
    return f"{value:.1f}"


@register.filter
def language_of(delivery: Delivery, dispatch: Steered) -> str:
    """The language of one dispatch of a delivery, under its own name."""
    code = delivery.languages.get(dispatch.id, "")
    return languages.LANGUAGE_NAMES.get(code, code)
