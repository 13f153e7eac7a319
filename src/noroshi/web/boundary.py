"""The web's one boundary: a Refusal becomes a page or a fragment, anything else one plain page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from noroshi.kernel.errors import Refusal
from noroshi.web.refusals import way_out_for, why_for

_NOT_KEPT = frozenset(
    {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "website"}
)
_NEVER_GIVEN_BACK = "secret-"
"""What the names of fields begin with whose values are never given back."""
_KEPT_AT_MOST = 100


class RefusalMiddleware:
    """Answers a Refusal that a view let through, with its reason and the way out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer to a Refusal; None hands every other error to Django's own handler."""
        if isinstance(error, Refusal):
            return refused(request, error)
        return bad_request(request, error) if _has_nul(request) else None


def _has_nul(request: HttpRequest) -> bool:
    """Whether somebody sent what no text of the database can hold, wherever that was noticed."""
    sent = (request.GET, request.POST)
    return any("\0" in text for form in sent for _, texts in form.lists() for text in texts)


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def for_readers(view: View) -> View:
    """A page of the company, not of the product: so its refusals look like it too."""
    view.is_for_readers = True  # type: ignore[attr-defined]
    return view


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A whole page, or for a part of a page a short notice that goes to its top."""
    shown = {"why": why_for(refusal), "way_out": way_out_for(refusal), "status": refusal.status}
    return render(request, _page_of(request), shown, status=refusal.status)


def _page_of(request: HttpRequest) -> str:
    if is_fragment(request):
        return "parts/refusal.html"
    view = request.resolver_match.func if request.resolver_match else None
    is_theirs = getattr(view, "is_for_readers", False)
    return "public/refused.html" if is_theirs else "errors/refusal.html"


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page that is on the screen already."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


@requires_csrf_token
def lost_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or stale: give back what was typed, to send it once more."""
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NOT_KEPT and not name.startswith(_NEVER_GIVEN_BACK)
        for value in values
    ][:_KEPT_AT_MOST]
    shown = {"typed": typed, "address": request.path, "reason": reason}
    template = "parts/lost_token.html" if is_fragment(request) else "errors/lost_token.html"
    return render(request, template, shown, status=403)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """The request cannot be read: too large, or of the wrong shape."""
    return _plain("errors/400.html", 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """There is no such page."""
    return _plain("errors/404.html", 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """The reader may not see this."""
    return _plain("errors/403.html", 403)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Something failed on our side. The database may be away: this page asks nothing of it."""
    return _plain("errors/500.html", 500)


def _plain(template: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template), status=status)
