"""A new account: choose what it is, then fill in what that needs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from noroshi.actions.add_provider import add_provider
from noroshi.actions.queries.provider_accounts import descriptor_of, kinds
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict, Invalid, Refusal
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.providers import form
from noroshi.web.services import context


@may(Deed.MANAGE_PROVIDERS)
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """The kinds to choose from, or the form of one."""
    kind = request.GET.get("kind", "")
    if not kind:
        return render(request, "providers/kinds.html", {"here": "providers", "kinds": kinds()})
    blank = form.blank(descriptor_of(kind))
    if request.method == "GET":
        return _page(request, kind, blank)
    try:
        wish = form.wish_of(blank, request.POST)
        name = request.POST.get("name", "")
        added = add_provider(context(), actor_of(request), wish, name=name, kind=kind)
    except Refusal as refusal:
        return _page(request, kind, form.typed(blank, request.POST, _beside_its_field(refusal)))
    messages.success(request, _("The account was added. Send a test message through it."))
    return redirect("provider", added.name)


def _beside_its_field(refusal: Refusal) -> Refusal:
    """The one thing that can clash is the name."""
    if not isinstance(refusal, Conflict):
        return refusal
    return Invalid(
        "There is an account of this name.", way_out="Choose another name.", field="name"
    )


def _page(request: HttpRequest, kind: str, filled: form.Form) -> HttpResponse:
    status = filled.refusal.status if filled.refusal else 200
    shown = {"here": "providers", "kind": kind, "form": filled}
    return render(request, "providers/add.html", shown, status=status)
