"""The first administrator, from the one-time link that “noroshi up” prints."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from noroshi.actions.create_first_administrator import (
    NewAdministrator,
    create_first_administrator,
    setup_link_works,
)
from noroshi.kernel.errors import NotFound, Refusal
from noroshi.kernel.secret import Secret
from noroshi.web.access import public
from noroshi.web.reader import language
from noroshi.web.services import context
from noroshi.web.views.account import check_length


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    """Name, address and password; the link is used up by it."""
    if not setup_link_works(token):
        raise NotFound(
            "This link does not work any more.",
            way_out="Sign in, or make a new link with “noroshi up”.",
        )
    if request.method == "GET":
        return _form(request)
    password = request.POST.get("password", "")
    new = NewAdministrator(
        name=request.POST.get("name", ""),
        email=request.POST.get("email", ""),
        password=Secret(password),
        language=language(),
    )
    try:
        check_length(password)
        create_first_administrator(context(), token, new)
    except Refusal as refusal:
        return _form(request, refusal)
    return redirect("account_login")


def _form(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    shown = {"refusal": refusal, "typed": request.POST}
    status = refusal.status if refusal else 200
    return render(request, "accounts/set_up.html", shown, status=status)
