"""The list of planned work, one piece of it, and the form."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from noroshi.actions.change_maintenance import change_maintenance
from noroshi.actions.plan_maintenance import check_wish, plan_maintenance
from noroshi.actions.queries import maintenance as read
from noroshi.actions.queries.people import names
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.maintenance import check_window
from noroshi.domain.permissions import Deed, allowed
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Refusal
from noroshi.storage import maintenances
from noroshi.web.access import may, signed_in
from noroshi.web.actors import actor_of
from noroshi.web.forms.incident import own_first
from noroshi.web.maintenance import form
from noroshi.web.maintenance.form import Typed
from noroshi.web.maintenance.steps import steps_of
from noroshi.web.reader import language, now, zone
from noroshi.web.room.show import condensed, log_lines
from noroshi.web.services import context

_FIELDS = {"cancel": ("reason",), "extend": ("ends_at",), "update": ("news",)}
"""The moves with a form of their own, and what can be wrong with its answers."""
_LOG = 20
"""So many lines of the log stand beside the work; the whole is in the event log."""


@signed_in
@never_cache
@require_safe
def works(request: HttpRequest) -> HttpResponse:
    """What is under way, what comes, what is over."""
    found = read.works()
    shown = {
        "here": "maintenance",
        "plan": current_plan(),
        "ahead": [work for work in found if not work.is_over],
        "over": [work for work in found if work.is_over][:50],
        "may_plan": bool(allowed(actor_of(request).roles, Deed.DECLARE)),
    }
    return render(request, "maintenance/list.html", shown)


@signed_in
@never_cache
@require_safe
def work(request: HttpRequest, number: int) -> HttpResponse:
    """One piece of work: its state, its next step, what was and will be sent."""
    return page(request, number)


def page(
    request: HttpRequest, number: int, *, refusal: Refusal | None = None, move: str = ""
) -> HttpResponse:
    """The same, with what was refused beside the form that was sent."""
    actor = actor_of(request)
    seen = read.seen(number, actor.person)
    shown = {
        "here": "maintenance",
        "seen": seen,
        "work": seen.work,
        "plan": seen.plan,
        "steps": steps_of(seen, actor, now=now()),
        "names": names(),
        "log": condensed(log_lines(seen.plan, tuple(reversed(seen.log))))[:_LOG],
        "refusal": refusal,
        "is_inline": bool(refusal and refusal.field in _FIELDS.get(move, ())),
        "move": move,
        "typed": request.POST,
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "maintenance/work.html", shown, status=status)


@may(Deed.DECLARE)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write work down; "preview" shows the announcement first."""
    plan = current_plan()
    if request.method == "GET":
        return _form(request, plan, form.fresh(plan, now=now(), zone=str(zone())))
    typed = form.read(request.POST, plan)
    try:
        wish = form.wish(typed)
        if "preview" in request.POST:
            return _previewed(request, plan, typed)
        made = plan_maintenance(context(), actor_of(request), wish)
    except Refusal as refusal:
        return _form(request, plan, typed, refusal=refusal)
    notices.success(request, _("Planned. Nothing is public yet: its texts wait to be approved."))
    return redirect("maintenance", made.number)


@may(Deed.DECLARE)
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change it; what was approved is void then."""
    plan, before = current_plan(), maintenances.get(number)
    if request.method == "GET":
        return _form(request, plan, form.of_work(before), number=number)
    typed = form.read(request.POST, plan)
    try:
        wish = form.wish(typed)
        if "preview" in request.POST:
            return _previewed(request, plan, typed, number=number)
        change_maintenance(context(), actor_of(request), number, wish)
    except Refusal as refusal:
        return _form(request, plan, typed, refusal=refusal, number=number)
    notices.success(request, _("Changed. Its texts are drafts again and wait to be approved."))
    return redirect("maintenance", number)


def _previewed(
    request: HttpRequest, plan: Plan, typed: Typed, *, number: int | None = None
) -> HttpResponse:
    wish = form.wish(typed)
    check_wish(plan, wish)
    check_window(wish.window, now=now())
    made = read.preview(context(), plan, wish)
    return _form(request, plan, typed, number=number, drafts=made, wish=wish)


def _form(
    request: HttpRequest,
    plan: Plan,
    typed: Typed,
    *,
    refusal: Refusal | None = None,
    number: int | None = None,
    **more: object,
) -> HttpResponse:
    before = maintenances.get(number) if number else None
    shown = {
        "here": "maintenance",
        "plan": plan,
        "typed": typed,
        "before": before,
        "codes": own_first(plan, language()),
        "reminders": form.offered(typed),
        "refusal": refusal,
        "field": refusal.field if refusal else "",
        "clashes": _clashes(more.get("wish"), number),
        **more,
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "maintenance/form.html", shown, status=status)


def _clashes(wish: object, number: int | None) -> list[object]:
    window = getattr(wish, "window", None)
    if window is None:
        return []
    found = maintenances.overlapping(window, maintenances.listing())
    return [work for work in found if work.number != number]
