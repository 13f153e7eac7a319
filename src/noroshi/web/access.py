"""Who may open which screen. Signed in, unless the view says otherwise.

A view declares its rule with one of the decorators; AccessMiddleware enforces it before the view
runs. A view without a rule is closed to everybody but people who are signed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import NotAllowed
from noroshi.web.actors import actor_of, member_or_none
from noroshi.web.boundary import refused
from noroshi.web.reader import greet
from noroshi.web.services import services

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a view asks of the reader."""

    is_public: bool = False
    deed: Deed = Deed.SEE


PUBLIC = Rule(is_public=True)
SIGNED_IN = Rule()


def public(view: View) -> View:
    """Anybody may open it."""
    return _declare(view, PUBLIC)


def signed_in(view: View) -> View:
    """Everybody with a sign-in may open it; the action behind it decides the rest."""
    return _declare(view, SIGNED_IN)


def may(deed: Deed) -> Callable[[View], View]:
    """Only those may open it whose role allows ``deed``."""
    return lambda view: _declare(view, Rule(deed=deed))


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """The declared rule of a view, if it has one."""
    return getattr(view, "access", None)


def _declare(view: View, rule: Rule) -> View:
    view.access = rule  # type: ignore[attr-defined]
    return view


class AccessMiddleware:
    """Enforces the rules, and sets the reader's time zone for the screens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self._get_response(request)
        finally:
            timezone.deactivate()  # the thread's next reader may live elsewhere

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],  # noqa: ARG002 - Django's signature
        kwargs: dict[str, Any],  # noqa: ARG002
    ) -> HttpResponseBase | None:
        """Let the request through (None), or answer in the view's stead."""
        rule = rule_of(view) or SIGNED_IN
        if rule.is_public or request.path.startswith(services().own_access):
            return None
        if member_or_none(request) is None:
            return to_sign_in(request)
        greet()
        try:
            actor_of(request).must_be_allowed(rule.deed)
        except NotAllowed as refusal:
            return refused(request, refusal)
        return None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a reader to the sign-in of colleagues, and back here afterwards."""
    here = request.get_full_path() if request.method == "GET" else request.path
    address = f"{reverse('account_login')}?{urlencode({'next': here})}"
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=401, headers={"HX-Redirect": reverse("account_login")})
    else:
        answer = HttpResponseRedirect(address)
    patch_cache_control(answer, no_store=True)
    return answer
