"""Signing in and out, and another password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.utils import perform_login
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from noroshi.actions.change_password import change_password as change
from noroshi.actions.note_session import note_session
from noroshi.domain.events import EventKind
from noroshi.kernel.errors import Invalid, Refusal
from noroshi.kernel.secret import Secret
from noroshi.web.access import public, signed_in
from noroshi.web.accounts import safe_next
from noroshi.web.actors import member_of, member_or_none
from noroshi.web.services import context

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

MAX_PASSWORD = 1_000


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Sign in with the mail address and the password."""
    if member_or_none(request):
        return HttpResponseRedirect(safe_next(request))
    if request.method == "GET":
        return _sign_in_form(request)
    email = request.POST.get("email", "").strip().lower()[:254]
    password = request.POST.get("password", "")[:MAX_PASSWORD]
    user = authenticate(request, username=email, password=password) if _plain(email) else None
    if user is None:
        return _sign_in_form(request, email=email, wrong=True)
    answer: HttpResponseBase = perform_login(
        request, user, email_verification="none", redirect_url=safe_next(request)
    )
    return answer


def _plain(email: str) -> bool:
    return bool(email) and email.isprintable()


def _sign_in_form(request: HttpRequest, *, email: str = "", wrong: bool = False) -> HttpResponse:
    shown = {"email": email, "wrong": wrong, "next": safe_next(request, default="")}
    return render(request, "accounts/sign_in.html", shown, status=400 if wrong else 200)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session on this device."""
    member = member_or_none(request)
    if member:
        note_session(context(), member, kind=EventKind.SIGNED_OUT)
    logout(request)
    return redirect("account_login")


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Choose another password; every other session of the person ends with it."""
    if request.method == "GET":
        return render(request, "accounts/password.html")
    try:
        _change(request)
    except Refusal as refusal:
        return render(
            request, "accounts/password.html", {"refusal": refusal}, status=refusal.status
        )
    return render(request, "accounts/password.html", {"done": True})


def _change(request: HttpRequest) -> None:
    user = request.user
    old, new = request.POST.get("oldpassword", ""), request.POST.get("password", "")
    if not (isinstance(user, User) and user.check_password(old[:MAX_PASSWORD])):
        raise Invalid("This is not your present password.", field="oldpassword")
    check_length(new)
    change(context(), member_of(request), password=Secret(new))
    user.refresh_from_db()
    update_session_auth_hash(request, user)


def check_length(password: str) -> None:
    """Refuse what would only keep the machine busy.

    Raises:
        Invalid: it is longer than anybody types.
    """
    if len(password) > MAX_PASSWORD:
        raise Invalid("This password is too long.", field="password")
