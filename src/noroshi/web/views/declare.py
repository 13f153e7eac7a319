"""Declare an incident: three short steps, each a page of its own, without any script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from noroshi.actions.declare_incident import Declaration, declare_incident
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.permissions import Deed
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Refusal
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.forms import incident as form
from noroshi.web.forms.incident import Typed
from noroshi.web.forms.steps import Steps, check_step, next_step, what_happens
from noroshi.web.reader import language, now, zone
from noroshi.web.services import context


@may(Deed.DECLARE)
@never_cache
@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """Walk through the steps; the last one opens the incident and its room."""
    plan = current_plan()
    if request.method == "GET":
        return _page(request, plan, form.fresh(now=now(), zone=str(zone())), Steps(now=1))
    typed = form.read(request.POST, plan)
    steps = next_step(request.POST, plan, typed)
    if not steps.is_done:
        return _page(request, plan, typed, steps)
    try:
        opened = declare_incident(context(), actor_of(request), _declaration(plan, typed))
    except Refusal as refusal:
        return _page(request, plan, typed, Steps(now=form.step_of(refusal.field), refusal=refusal))
    return redirect("room", opened.number)


def _declaration(plan: Plan, typed: Typed) -> Declaration:
    for step in form.STEPS:
        check_step(plan, typed, step)
    return Declaration(
        title=form.titles(typed),
        severity=form.severity(typed),
        scope=form.scope(typed),
        started_at=form.started_at(typed),
        scenario=plan.scenarios[0].key,
        answers=form.answers(typed, language=language()),
        request_key=typed.request_key,
    )


def _page(request: HttpRequest, plan: Plan, typed: Typed, steps: Steps) -> HttpResponse:
    shown = {
        "here": "now",
        "plan": plan,
        "typed": typed,
        "steps": steps,
        "early": form.early_questions(plan),
        "title_languages": form.own_first(plan, language()),
        "hit": form.HIT,
        "next_up": what_happens(plan, typed),
    }
    status = steps.refusal.status if steps.refusal else 200
    return render(request, "declare/declare.html", shown, status=status)
