"""Changing the title, the class or the scope while the incident lasts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from noroshi.actions.edit_incident import edit_incident
from noroshi.actions.queries.room import head
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Refusal
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.forms import incident as form
from noroshi.web.forms.incident import Typed
from noroshi.web.forms.steps import Steps
from noroshi.web.reader import zone
from noroshi.web.services import context


@may(Deed.DECLARE)
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """The answers of the declaration, to be changed; untouched drafts follow them."""
    above = head(number)
    if request.method == "GET":
        typed = form.of_proposal(above.incident, zone=str(zone()))
        return _page(request, number, typed)
    typed = form.read(request.POST, above.plan)
    try:
        edit_incident(
            context(),
            actor_of(request),
            number,
            title=form.titles(typed),
            severity=form.severity(typed),
            scope=form.scope(typed),
        )
    except Refusal as refusal:
        return _page(request, number, typed, refusal=refusal)
    return redirect("room", number)


def _page(
    request: HttpRequest, number: int, typed: Typed, *, refusal: Refusal | None = None
) -> HttpResponse:
    above = head(number)
    shown = {
        "head": above,
        "incident": above.incident,
        "plan": above.plan,
        "typed": typed,
        "steps": Steps(now=1, refusal=refusal),
        "hit": form.HIT,
    }
    return render(request, "room/scope.html", shown, status=refusal.status if refusal else 200)
