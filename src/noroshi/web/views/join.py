"""An invitation: the person chooses a password, and has a sign-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from noroshi.actions.invite_person import accept_invitation, invited
from noroshi.domain.plan.model import Person
from noroshi.kernel.errors import Refusal
from noroshi.kernel.secret import Secret
from noroshi.web.access import public
from noroshi.web.accounts import remember_language
from noroshi.web.services import context
from noroshi.web.views.account import check_length


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, person: str, token: str) -> HttpResponse:
    """Choose a password; the invitation is used up by it."""
    named = invited(person, token)
    if request.method == "GET":
        return _form(request, named)
    password = request.POST.get("password", "")
    try:
        check_length(password)
        member = accept_invitation(context(), person, token, password=Secret(password))
    except Refusal as refusal:
        return _form(request, named, refusal)
    answer = redirect("account_login")
    remember_language(answer, member.language)
    return answer


def _form(request: HttpRequest, named: Person, refusal: Refusal | None = None) -> HttpResponse:
    chosen = "django_language" in request.COOKIES
    with translation.override(translation.get_language() if chosen else named.language):
        shown = {"named": named, "refusal": refusal}
        return render(
            request, "accounts/join.html", shown, status=refusal.status if refusal else 200
        )
