"""Incidents that are over when they are entered: the form, and the way into the history."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from noroshi.actions.enter_past_incident import PastIncident, PastUpdate, enter_past_incident
from noroshi.actions.publish_past_incident import (
    ask_for_past_incident,
    dismiss_past_incident,
    publish_past_incident,
)
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.readiness import not_approved
from noroshi.domain.incident import IncidentState, Stage
from noroshi.domain.message import MessageState
from noroshi.domain.permissions import Deed
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Refusal
from noroshi.kernel.ids import new_token
from noroshi.storage import incidents, messages
from noroshi.web.access import may, signed_in
from noroshi.web.actors import actor_of
from noroshi.web.forms import incident as answers
from noroshi.web.forms.incident import own_first
from noroshi.web.maintenance import form
from noroshi.web.reader import language, now, zone
from noroshi.web.services import context

ROWS = 6
_FIELDS = (
    "title",
    "components",
    "regions",
    "status",
    "severity",
    "started_at",
    "resolved_at",
    "updates",
)
"""What can be wrong with an answer, and is said beside it."""
STAGES = (Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MONITORING, Stage.RESOLVED)


@may(Deed.PUBLISH)
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Write the incident down with its updates."""
    plan = current_plan()
    if request.method == "GET":
        return _form(request, plan)
    try:
        made = enter_past_incident(context(), actor_of(request), _typed(request, plan))
    except Refusal as refusal:
        return _form(request, plan, refusal=refusal)
    return redirect("past_incident", made.number)


@signed_in
@never_cache
@require_safe
def show(request: HttpRequest, number: int) -> HttpResponse:
    """What was entered, and where its approval stands."""
    return _page(request, number)


@signed_in
@require_POST
def move(request: HttpRequest, number: int, move: str) -> HttpResponse:
    """Ask, publish or give up."""
    moves = {
        "ask": (ask_for_past_incident, _("The approvers have been asked.")),
        "publish": (
            publish_past_incident,
            _("It is in the public history now. Nobody was written to."),
        ),
        "dismiss": (dismiss_past_incident, _("Given up. Nothing was public.")),
    }
    if move not in moves:
        raise Http404
    act, said = moves[move]
    try:
        act(context(), actor_of(request), number)
    except Refusal as refusal:
        return _page(request, number, refusal=refusal)
    notices.success(request, said)
    return redirect("past_incident", number)


def _page(request: HttpRequest, number: int, *, refusal: Refusal | None = None) -> HttpResponse:
    plan, incident = current_plan(), incidents.get(number)
    if incident.entered_at is None:
        return redirect("room", number)
    said = messages.of_incident(number)
    shown = {
        "here": "now",
        "plan": plan,
        "incident": incident,
        "updates": [(message, messages.renditions(message.id)) for message in said],
        "drafts": any(message.state is MessageState.DRAFT for message in said),
        "ready": bool(said) and not any(not_approved(plan, message) for message in said),
        "waits": incident.state is IncidentState.ENTERED,
        "refusal": refusal,
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "maintenance/past.html", shown, status=status)


def _form(request: HttpRequest, plan: Plan, *, refusal: Refusal | None = None) -> HttpResponse:
    sent = request.POST
    yesterday = now().astimezone(zone()) - timedelta(days=1)
    shown = {
        "here": "now",
        "plan": plan,
        "codes": own_first(plan, language()),
        "hit": answers.HIT,
        "stages": STAGES,
        "rows": [_row(request, plan, row) for row in range(1, ROWS + 1)],
        "titles": {code: sent.get(f"title_{code}", "") for code in plan.company.languages},
        "components": sent.getlist("components"),
        "regions": sent.getlist("regions"),
        "status": sent.get("status", ""),
        "severity": sent.get("severity", ""),
        "yesterday": f"{yesterday:%Y-%m-%d}",
        "typed": sent,
        "request_key": sent.get("request_key") or new_token(),
        "refusal": refusal,
        "field": refusal.field if refusal else "",
        "is_inline": bool(refusal and refusal.field in _FIELDS),
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "maintenance/enter.html", shown, status=status)


def _row(request: HttpRequest, plan: Plan, row: int) -> dict[str, object]:
    sent = request.POST
    return {
        "n": row,
        "stage": sent.get(f"stage_{row}", ""),
        "day": sent.get(f"day_{row}", ""),
        "clock": sent.get(f"clock_{row}", ""),
        "texts": [
            (code, sent.get(f"subject_{row}_{code}", ""), sent.get(f"body_{row}_{code}", ""))
            for code in plan.company.languages
        ],
    }


def _typed(request: HttpRequest, plan: Plan) -> PastIncident:
    typed, sent = answers.read(request.POST, plan), request.POST
    here = str(zone())
    return PastIncident(
        title=answers.titles(typed),
        severity=answers.severity(typed),
        scope=answers.scope(typed),
        started_at=form.moment(
            sent.get("start_day", ""), sent.get("start_clock", ""), here, field="started_at"
        ),
        resolved_at=form.moment(
            sent.get("end_day", ""), sent.get("end_clock", ""), here, field="resolved_at"
        ),
        updates=tuple(
            _update(request, plan, row, here=here)
            for row in range(1, ROWS + 1)
            if sent.get(f"stage_{row}")
        ),
        request_key=typed.request_key,
    )


def _update(request: HttpRequest, plan: Plan, row: int, *, here: str) -> PastUpdate:
    sent, languages = request.POST, plan.company.languages
    stage = str(sent.get(f"stage_{row}", ""))
    return PastUpdate(
        stage=Stage(stage) if stage in set(Stage) else Stage.SCHEDULED,
        at=form.moment(
            sent.get(f"day_{row}", ""), sent.get(f"clock_{row}", ""), here, field="updates"
        ),
        subject={code: str(sent.get(f"subject_{row}_{code}", "")).strip() for code in languages},
        body={
            code: str(sent.get(f"body_{row}_{code}", "")).replace("\r\n", "\n").strip()
            for code in languages
        },
    )
