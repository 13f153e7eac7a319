"""Who has a sign-in, and invitations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from noroshi.actions.invite_person import invite_person
from noroshi.actions.queries.people import colleagues, name_of
from noroshi.domain.permissions import Deed, allowed
from noroshi.web.access import signed_in
from noroshi.web.actors import actor_of
from noroshi.web.services import context


@signed_in
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Everybody of the plan; a POST invites one of them and shows the link once."""
    actor = actor_of(request)
    link, invited = "", ""
    if request.method == "POST":
        person = str(request.POST.get("person", ""))
        link = invite_person(context(), actor, person)
        invited = name_of(person)
    shown = {
        "here": "people",
        "colleagues": colleagues(),
        "may_invite": bool(allowed(actor.roles, Deed.MANAGE_PEOPLE, is_admin=actor.is_admin)),
        "link": link,
        "invited": invited,
    }
    answer = render(request, "people.html", shown)
    if link:
        answer["Cache-Control"] = "no-store"
    return answer
