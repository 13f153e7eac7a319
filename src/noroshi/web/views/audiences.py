"""Who is reached: counts, never addresses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from noroshi.actions.queries.audiences import audiences as read
from noroshi.domain.permissions import Deed, allowed
from noroshi.web.access import signed_in
from noroshi.web.actors import actor_of


@signed_in
@require_safe
def audiences(request: HttpRequest) -> HttpResponse:
    """Every audience of the plan with its subscribers by channel, language and state."""
    actor = actor_of(request)
    may_manage = allowed(actor.roles, Deed.MANAGE_PEOPLE, is_admin=actor.is_admin)
    shown = {"here": "audiences", "audiences": read(), "may_manage": bool(may_manage)}
    return render(request, "audiences.html", shown)
