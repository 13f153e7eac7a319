"""allauth as this product uses it: nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from noroshi.actions.note_session import note_session
from noroshi.domain.events import EventKind
from noroshi.storage import accounts
from noroshi.web.reader import COOKIE, YEAR
from noroshi.web.services import context


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-ins are made by invitation only; the screens speak the language of the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing: arriving on the next screen is the message."""

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: object
    ) -> HttpResponse:
        """Go on in the person's own language."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        member = accounts.by_user(user.pk)
        if member:
            note_session(context(), member, kind=EventKind.SIGNED_IN)
            remember_language(response, member.language)
        return response


def remember_language(response: HttpResponse, language: str) -> None:
    """Show the next screens in this language."""
    response.set_cookie(COOKIE, language, max_age=YEAR, samesite="Lax")


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """Where to go on: an address of this installation, never another's."""
    wanted = str(request.POST.get("next") or request.GET.get("next") or "")
    here = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if here and wanted.startswith("/") else default
