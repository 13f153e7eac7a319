"""All components at one glance, one of them in full, and setting a state by hand."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from noroshi.actions.judge_hold import accept_hold, dismiss_hold
from noroshi.actions.queries.components import Line, board, history, unwatched
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.set_component import Wish, set_component
from noroshi.domain.incident import ComponentStatus
from noroshi.domain.permissions import Deed, allowed
from noroshi.kernel.errors import Invalid, NotFound, Refusal
from noroshi.web.access import may, signed_in
from noroshi.web.actors import actor_of
from noroshi.web.components.rows import check_row, hold_row, holds_in, names_of
from noroshi.web.reader import now
from noroshi.web.services import context
from noroshi.web.typed import one_line

ENDS = (
    ("", gettext_lazy("No end: somebody takes it back")),
    ("30", gettext_lazy("In 30 minutes")),
    ("60", gettext_lazy("In 1 hour")),
    ("240", gettext_lazy("In 4 hours")),
    ("1440", gettext_lazy("In 24 hours")),
    ("10080", gettext_lazy("In 7 days")),
)
_SHOWN = 50


@signed_in
@never_cache
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """The matrix, what waits for a decision, and the checks."""
    plan, found = current_plan(), board(context())
    shown = {
        "here": "components",
        "board": found,
        "waiting": [hold_row(plan, hold) for hold in found.waiting],
        "checks": [check_row(plan, watching) for watching in found.checks],
        "may_set": _may_set(request),
    }
    return render(request, "components/list.html", shown)


@signed_in
@never_cache
@require_safe
def component(request: HttpRequest, key: str) -> HttpResponse:
    """One component: what keeps it where it is, the form, and its history."""
    typed: dict[str, object] = {
        "regions": request.GET.getlist("region"),
        "status": "",
        "reason": "",
        "end": "",
    }
    return _page(request, key, typed)


@may(Deed.SET_COMPONENTS)
@require_POST
def set_state(request: HttpRequest, key: str) -> HttpResponse:
    """Set the state; what is wrong comes back with everything that was typed."""
    sent = request.POST
    typed: dict[str, object] = {
        "regions": sent.getlist("regions"),
        "status": sent.get("status", ""),
        "reason": sent.get("reason", ""),
        "end": sent.get("end", ""),
    }
    try:
        set_component(context(), actor_of(request), _wish(request, key))
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, key, typed, refusal)
    messages.success(request, _("The state is set. The pages follow in a moment."))
    return _back("component", key)


@may(Deed.SET_COMPONENTS)
@require_POST
def accept(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Show customers what a check or an alert says."""
    hold = accept_hold(context(), actor_of(request), hold_id)
    messages.success(request, _("Customers see this state until it recovers."))
    return _back("component", hold.component)


@may(Deed.SET_COMPONENTS)
@require_POST
def dismiss(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Show customers nothing of it."""
    reason = one_line(request, "reason", longest=300)
    hold = dismiss_hold(context(), actor_of(request), hold_id, reason=reason)
    messages.success(request, _("Dismissed, until it recovers and fails anew."))
    return _back("component", hold.component)


def _wish(request: HttpRequest, key: str) -> Wish:
    status, end = str(request.POST.get("status", "")), str(request.POST.get("end", ""))
    if status not in set(ComponentStatus):
        raise Invalid("Choose a state.", field="status")
    if end not in {value for value, _words in ENDS}:
        raise Invalid("Choose an end from the list.", field="end")
    if not request.POST.getlist("regions"):
        raise Invalid("Choose at least one region.", field="regions")
    return Wish(
        component=key,
        status=ComponentStatus(status),
        reason=one_line(request, "reason", longest=300),
        regions=tuple(dict.fromkeys(request.POST.getlist("regions"))),
        until=now() + timedelta(minutes=int(end)) if end else None,
    )


def _page(
    request: HttpRequest, key: str, typed: dict[str, object], refusal: Refusal | None = None
) -> HttpResponse:
    plan, found = current_plan(), board(context())
    line = _line(found.lines, key)
    names = names_of(plan)
    regions = [cell.region for cell in line.cells if cell]
    shown = {
        "here": "components",
        "line": line,
        "cells": [(cell, names[cell.region]) for cell in line.cells if cell],
        "holds": [hold_row(plan, hold) for hold in holds_in(line.cells)],
        "checks": [check_row(plan, w) for w in found.checks if w.check.component == key],
        "history": [(c, names.get(c.region, c.region)) for c in history(context(), key)[:_SHOWN]],
        "blind": unwatched(context(), key),
        "states": [str(status) for status in ComponentStatus],
        "ends": ENDS,
        "typed": typed | ({"regions": regions} if len(regions) == 1 else {}),
        "refusal": refusal,
        "may_set": _may_set(request),
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "components/component.html", shown, status=status)


def _line(lines: tuple[Line, ...], key: str) -> Line:
    for line in lines:
        if line.component.key == key:
            return line
    raise NotFound("There is no such component.", way_out="Look at the list of components.")


def _back(name: str, key: str) -> HttpResponse:
    response = redirect(name, key)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def _may_set(request: HttpRequest) -> bool:
    actor = actor_of(request)
    return bool(allowed(actor.roles, Deed.SET_COMPONENTS, is_admin=actor.is_admin))
