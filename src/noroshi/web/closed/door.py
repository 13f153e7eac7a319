"""The way in for readers: ask for a link by mail, open it once, leave again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from noroshi.actions.ask_for_page_link import ask_for_page_link
from noroshi.actions.enter_page import LinkIsOver, enter_page, leave_page, link_works
from noroshi.actions.queries.closed_pages import invited_page, open_to_invited
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.plan import select
from noroshi.kernel.errors import NotFound, Refusal
from noroshi.web.access import public, to_sign_in
from noroshi.web.closed.answers import for_the_reader_alone
from noroshi.web.closed.who import forget, reader_of, remember, token_of
from noroshi.web.reader import language, network_of
from noroshi.web.services import context
from noroshi.web.subscriptions.reading import is_trapped

_LONGEST = 400


@public
@for_the_reader_alone
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """The form that asks for a link; the answer is the same for every address."""
    if open_to_invited(key) is None:
        return to_sign_in(request)
    if request.method != "POST":
        is_reader = reader_of(request, key) is not None
        return redirect("closed_page", key=key) if is_reader else _form(request, key)
    typed = request.POST.get("email", "")[:_LONGEST]
    try:
        if not is_trapped(request):
            ask_for_page_link(
                context(), key, typed, language=language(), network=network_of(request)
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return _form(request, key, typed=typed, refusal=refusal)
    return render(request, "closed/sent.html", _about(key))


@public
@for_the_reader_alone
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """The mailed link. Only a press uses it up: mail servers look at links as well."""
    if open_to_invited(key) is None:
        return to_sign_in(request)
    if request.method != "POST":
        if not link_works(context(), key, token):
            return _over(request, key)
        return render(request, "closed/open.html", _about(key))
    try:
        session = enter_page(context(), key, token)
    except LinkIsOver:
        return _over(request, key)
    answer = redirect("closed_page", key=key)
    answer.status_code = 303
    remember(answer, key, session.token)
    return answer


@public
@for_the_reader_alone
@require_POST
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """End the session of this browser."""
    leave_page(key, token_of(request))
    answer = redirect("page_enter", key=key)
    forget(answer, key)
    return answer


def _form(
    request: HttpRequest, key: str, *, typed: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    ended = bool(token_of(request)) and request.method != "POST"
    shown = _about(key) | {"typed": typed, "refusal": refusal, "ended": ended}
    return render(request, "closed/enter.html", shown, status=refusal.status if refusal else 200)


def _over(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "closed/over.html", _about(key), status=LinkIsOver.status)


def _about(key: str) -> dict[str, object]:
    page, plan = invited_page(key), current_plan()
    return {
        "page": page,
        "audience": select.audience(plan, page.audience),
        "contact": plan.company.support_url,
    }
