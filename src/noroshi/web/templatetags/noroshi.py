"""Filters and tags of every screen. Load them with ``{% load noroshi %}``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from noroshi.domain import language as languages
from noroshi.domain.incident import Scope
from noroshi.domain.message import short
from noroshi.domain.plan.model import ApprovalRule, Plan, Role
from noroshi.kernel.errors import Refusal
from noroshi.web import moments, named
from noroshi.web.forms.incident import Typed
from noroshi.web.reader import language, now
from noroshi.web.refusals import way_out_for, why_for
from noroshi.web.words import channel_name, role_name, sign_of

register = template.Library()

_LATE = timedelta(minutes=5)
_LANGUAGES = {
    "en": {"en": "English", "ja": "英語"},
    "ja": {"en": "Japanese", "ja": "日本語"},
}
_CONTACTS = {
    "email": gettext_noop("e-mail"),
    "phone": gettext_noop("phone"),
    "chat": gettext_noop("chat"),
}
_MEANINGS = {
    "under_maintenance": gettext_noop("Work that was planned is going on"),
    "degraded_performance": gettext_noop("It works, but slowly or with some errors"),
    "partial_outage": gettext_noop("It does not work for some, or in part"),
    "major_outage": gettext_noop("It does not work for anybody"),
}

register.filter("clock", moments.clock)
register.filter("clock_in_zone", moments.clock_in_zone)
register.filter("moment", moments.moment)
register.filter("day", moments.day)
register.filter("span", moments.span)
register.filter("ago", moments.ago)
register.filter("until", moments.until)
register.filter("countdown", moments.countdown)
register.filter("channel", channel_name)
register.filter("digest", short)
register.filter("message_name", named.message_name)
register.filter("message_inside", named.message_inside)
register.filter("subject_name", named.subject_name)
register.simple_tag(named.message_called)
register.simple_tag(named.subject_called)


@register.filter
def role(value: str) -> str:
    """What a role is called."""
    return role_name(Role(value))


@register.filter
def number(value: int) -> str:
    """A count with its thousands apart: "1,204"."""
    return f"{value:,}"


@register.filter
def iso(at: datetime) -> str:
    """The moment for machines."""
    return at.isoformat(timespec="milliseconds")


@register.filter("pick")
def pick_name(text: Mapping[str, str]) -> str:
    """A name in the reader's language, or in the nearest one it has."""
    return languages.pick(text, language())


@register.filter
def word(state: str) -> str:
    """The word of a state."""
    return str(sign_of(state).word)


@register.filter
def contact_word(kind: str) -> str:
    """What a means of contact is called."""
    return gettext(_CONTACTS[str(kind)])


@register.filter
def why(refusal: Refusal) -> str:
    """Why something was refused, in the reader's language."""
    return why_for(refusal)


@register.filter
def way_out(refusal: Refusal) -> str:
    """The way out of a refusal, in the reader's language."""
    return way_out_for(refusal)


@register.filter
def language_name(code: str) -> str:
    """A language under its name in the reader's language."""
    return pick_name(_LANGUAGES.get(code, {})) or code


@register.filter
def own_name(code: str) -> str:
    """A language under its own name."""
    return languages.LANGUAGE_NAMES.get(code, code)


@register.filter
def seconds(at: datetime) -> str:
    """The clock to the second, for the record."""
    return moments.times().local(at).strftime("%H:%M:%S")


@register.filter
def zone_word(at: datetime) -> str:
    """The zone of this screen in words."""
    return moments.times().zone_name(at)


@register.filter
def any_text(table: Mapping[str, str]) -> bool:
    """Whether any entry has text."""
    return any(text.strip() for text in table.values())


@register.filter
def status_meaning(status: str) -> str:
    """What the state of a component means for customers."""
    meaning = _MEANINGS.get(str(status))
    return gettext(meaning) if meaning else ""


@register.filter
def symbol(state: str) -> str:
    """The symbol of a state."""
    return sign_of(state).shape


@register.filter
def since(at: datetime) -> str:
    """How long ago, without the word."""
    return moments.span(now() - at)


@register.filter
def is_other_day(at: datetime) -> bool:
    """Whether the moment is not today, so that its time alone would mislead."""
    return not moments.times().is_today(at)


@register.filter
def short_day(at: datetime) -> str:
    """ "12 March"."""
    said = moments.times()
    return said.day(said.day_of(at))


@register.filter
def tone(state: str) -> str:
    """The class that colours a state."""
    return sign_of(state).tone


@register.filter
def lookup(table: Mapping[str, object], key: str) -> object:
    """The entry under a key, or nothing."""
    return table.get(key, "")


@register.simple_tag
def shape(symbol: str, size: str = "") -> SafeString:
    """A symbol of the sprite; it says nothing to screen readers, the word beside it does."""
    return format_html('<svg class="i {}" aria-hidden="true"><use href="#{}"/></svg>', size, symbol)


@register.simple_tag
def state(value: str, said: str = "") -> SafeString:
    """Shape and word of a state; ``said`` replaces the word."""
    sign = sign_of(value)
    return format_html(
        '<span class="state {}">{}{}</span>', sign.tone, shape(sign.shape), said or sign.word
    )


@register.simple_tag
def scope_words(plan: Plan | None, scope: Scope) -> str:
    """ "Checkout, Europe": what is hit, and where."""
    if plan is None:
        return ", ".join(scope.components)
    hit = [pick_name(c.name) for c in plan.components if c.key in scope.components]
    where = [pick_name(r.name) for r in plan.regions if r.key in scope.regions]
    return comma().join([*hit, *(where or [gettext("everywhere")])])


@register.simple_tag
def scope_of_typed(plan: Plan, typed: Typed) -> str:
    """The scope as it stands in the form, with its state."""
    said = scope_words(plan, Scope(components=typed.components, regions=typed.regions))
    colon = "：" if language() == "ja" else ": "
    return f"{said}{colon}{sign_of(typed.status).word}" if typed.status else said


@register.simple_tag
def severity_of_typed(plan: Plan, typed: Typed) -> str:
    """The name of the class that was chosen in the form."""
    known = [c.name for c in plan.severities if str(c.level) == typed.severity]
    return pick_name(known[0]) if known else ""


@register.simple_tag
def audience_name(plan: Plan, key: str) -> str:
    """What an audience is called."""
    found = [audience.name for audience in plan.audiences if audience.key == key]
    return pick_name(found[0]) if found else key


@register.simple_tag
def approval_words(plan: Plan, rule: ApprovalRule) -> str:
    """For which texts a rule of approval is."""
    parts = [
        *(audience_name(plan, key) for key in rule.audiences),
        *(channel_name(channel) for channel in rule.channels),
        *(str(sign_of(stage).word) for stage in rule.stages),
    ]
    if rule.min_severity > 1:
        parts.append(gettext("from class %(n)s up") % {"n": rule.min_severity})
    if rule.only_unedited:
        parts.append(gettext("only the unedited template"))
    return comma().join(parts) or gettext("everything else")


@register.simple_tag
def severity_name(plan: Plan | None, level: int) -> str:
    """ "Serious"."""
    found = [known.name for known in plan.severities if known.level == level] if plan else []
    return pick_name(found[0]) if found else ""


@register.simple_tag
def when(at: datetime, said: str = "") -> SafeString:
    """A moment as text with the machine's form beside it."""
    return format_html(
        '<time datetime="{}">{}</time>',
        at.isoformat(timespec="seconds"),
        said or moments.moment(at),
    )


@register.simple_tag
def comma() -> str:
    """What stands between the parts of a list."""
    return "、" if language() == "ja" else ", "


@register.simple_tag
def promise_class(due: datetime) -> str:
    """The class of everything that shows a promise: in time, nearly late, or overdue."""
    left = due - now()
    if left < timedelta(0):
        return "is-overdue"
    return "is-late" if left < _LATE else ""


@register.inclusion_tag("parts/count.html")
def count(due: datetime) -> dict[str, object]:
    """The count: time left until the promise. Put it inside an element with data-due."""
    return {"due": due}


@register.inclusion_tag("parts/wick.html")
def wick(made: datetime, due: datetime) -> dict[str, object]:
    """The wick: ash is time gone, cord is time left. Put it inside an element with data-due."""
    whole = max((due - made).total_seconds(), 1)
    gone = (now() - made).total_seconds() / whole
    return {"gone": f"{min(max(gone, 0), 1) * 100:.2f}%", "due": due, "is_over": gone > 1}
