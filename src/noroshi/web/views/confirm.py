"""What a signal proposed: confirm it as an incident, or dismiss it with a reason."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from noroshi.actions.confirm_incident import Confirmation, confirm_incident
from noroshi.actions.dismiss_incident import dismiss_incident
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.proposal import Proposal, proposal
from noroshi.domain.permissions import Deed
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Refusal
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.forms import incident as form
from noroshi.web.forms.incident import Typed
from noroshi.web.forms.steps import Steps, check_step, next_step, what_happens
from noroshi.web.reader import language, zone
from noroshi.web.services import context
from noroshi.web.typed import one_line


@may(Deed.CONFIRM)
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """The form of the declaration, filled with what the signal said."""
    plan = current_plan()
    seen = proposal(number)
    if not seen.is_open:
        return redirect("room", number)
    if request.method == "GET":
        return _page(request, plan, form.of_proposal(seen.incident, zone=str(zone())), seen)
    typed = form.read(request.POST, plan)
    steps = next_step(request.POST, plan, typed)
    if not steps.is_done:
        return _page(request, plan, typed, seen, steps=steps)
    try:
        confirm_incident(context(), actor_of(request), number, _confirmation(plan, typed))
    except Refusal as refusal:
        steps = Steps(now=form.step_of(refusal.field), refusal=refusal)
        return _page(request, plan, typed, seen, steps=steps)
    return redirect("room", number)


@may(Deed.CONFIRM)
@require_POST
def dismiss(request: HttpRequest, number: int) -> HttpResponse:
    """Close the proposal with a reason; an empty one is asked for once more."""
    try:
        reason = one_line(request, "reason", longest=500)
        dismiss_incident(context(), actor_of(request), number, reason=reason)
    except Refusal as refusal:
        if refusal.field != "reason":
            raise
        plan, seen = current_plan(), proposal(number)
        typed = form.of_proposal(seen.incident, zone=str(zone()))
        return _page(request, plan, typed, seen, steps=Steps(now=1, refusal=refusal))
    return redirect("home")


def _confirmation(plan: Plan, typed: Typed) -> Confirmation:
    for step in form.STEPS:
        check_step(plan, typed, step)
    return Confirmation(
        title=form.titles(typed),
        severity=form.severity(typed),
        scope=form.scope(typed),
        started_at=form.started_at(typed),
        answers=form.answers(typed, language=language()),
    )


def _page(
    request: HttpRequest, plan: Plan, typed: Typed, seen: Proposal, *, steps: Steps | None = None
) -> HttpResponse:
    at = steps or Steps(now=1)
    shown = {
        "here": "now",
        "plan": plan,
        "typed": typed,
        "steps": at,
        "early": form.early_questions(plan),
        "title_languages": form.own_first(plan, language()),
        "hit": form.HIT,
        "next_up": what_happens(plan, typed),
        "proposal": seen,
        "reason": request.POST.get("reason", "")[:500],
    }
    status = at.refusal.status if at.refusal else 200
    return render(request, "declare/confirm.html", shown, status=status)
