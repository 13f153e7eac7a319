"""Now: what burns, what is due."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from noroshi.actions.queries.audit import Auditing, auditing
from noroshi.actions.queries.home import Home
from noroshi.actions.queries.home import home as read
from noroshi.actions.queries.people import names
from noroshi.domain.audit.kinds import Gap
from noroshi.domain.permissions import Deed, allowed
from noroshi.web.access import signed_in
from noroshi.web.actors import actor_of
from noroshi.web.reader import language, now, zone
from noroshi.web.services import context
from noroshi.web.views.numbers import in_words

_SHOWN_AS_DUE = frozenset({Gap.PROMISE_LATE, Gap.REPORT_AT_RISK, Gap.REPORT_LATE})


@signed_in
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first screen. It fetches itself anew every few seconds."""
    actor = actor_of(request)
    moment = now()
    today = moment.astimezone(zone()).date()
    seen = read(actor.person, now=moment, today=today)
    shown = {
        "here": "now",
        "today": today,
        "home": seen,
        "headline": headline(seen),
        "may_declare": bool(allowed(actor.roles, Deed.DECLARE)),
        "may_plan": bool(allowed(actor.roles, Deed.MANAGE_PLAN, is_admin=actor.is_admin)),
        "may_set": bool(allowed(actor.roles, Deed.SET_COMPONENTS, is_admin=actor.is_admin)),
        "names": names(),
        "audit": _audit(),
        "status_root": f"{context().public_url}/status/",
    }
    return render(request, "home.html", shown)


def _audit() -> Auditing:
    """What the auditor found, without what this screen shows as due anyway."""
    seen = auditing(context(), language(), recent=0)
    return replace(seen, open=tuple(said for said in seen.open if said.kind not in _SHOWN_AS_DUE))


def headline(seen: Home) -> str:
    """What burns and what is due, in one line."""
    if not seen.fires and not seen.due:
        return _("Nothing burns.")
    parts = [_fires(len(seen.fires)), _things(len(seen.due))]
    return ("" if language() == "ja" else " ").join(parts)


def _fires(count: int) -> str:
    if not count:
        return _("Nothing burns.")
    return ngettext("%(n)s fire.", "%(n)s fires.", count) % {"n": in_words(count)}


def _things(count: int) -> str:
    if not count:
        return _("Nothing is due.")
    return ngettext("%(n)s thing is due.", "%(n)s things are due.", count) % {"n": in_words(count)}
