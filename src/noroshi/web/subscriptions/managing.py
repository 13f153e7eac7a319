"""Manage what one gets, by a code that was sent to the address; without an account or a sign-in.

The session is a cookie of its own, for these addresses only, and lasts half an hour.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from noroshi.actions import (
    change_signing_key,
    change_subscription,
    end_managing,
    erase_own_data,
    leave_by_session,
)
from noroshi.actions.ask_to_manage import ask_to_manage
from noroshi.actions.prove_address import open_managing
from noroshi.actions.queries.managed import Managed, SessionOver, managed, own_data
from noroshi.actions.queries.offers import offered
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.asking import SESSION_LIVES
from noroshi.kernel.errors import Invalid, Refusal
from noroshi.kernel.ids import new_token
from noroshi.web.access import public
from noroshi.web.boundary import for_readers
from noroshi.web.reader import language, network_of
from noroshi.web.services import context
from noroshi.web.subscriptions import reading
from noroshi.web.subscriptions.asking import choices
from noroshi.web.subscriptions.filled import form_of
from noroshi.web.subscriptions.words import MEANS

COOKIE = "noroshi_managing"
PATH = "/subscriptions/"

_SAID_AT_THE_FIELD = frozenset({"paused_until", "sure"})

View = Callable[..., HttpResponse]


@public
@never_cache
@require_http_methods(["GET", "POST"])
def manage(request: HttpRequest) -> HttpResponse:
    """One's subscriptions for whoever has typed a code; for others the form that asks for one."""
    if request.method == "POST":
        return _ask(request)
    try:
        return _page(request, managed(context(), _session(request)))
    except SessionOver:
        return _form(request)


def _ask(request: HttpRequest) -> HttpResponse:
    try:
        if reading.is_trapped(request):
            token = new_token()
        else:
            network = network_of(request)
            token = ask_to_manage(context(), reading.whose(request), network=network)
    except Refusal as refusal:
        return _form(request, refusal)
    shown = {"means": reading.means_asked(request.POST), "asking": token}
    return render(request, "public/manage_code.html", shown)


def _form(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    plan = current_plan()
    typed = request.POST if request.method == "POST" else request.GET
    offers = offered(context(), plan)
    means = reading.means_asked(typed)
    shown = {
        "offers": [(one, MEANS[one]) for one in offers],
        "means": means if means in offers else next(iter(offers), None),
        "refusal": refusal,
        **choices(plan),
        **reading.typed_again(typed),
    }
    status = refusal.status if refusal else 200
    return render(request, "public/manage_ask.html", shown, status=status)


def _page(
    request: HttpRequest, mine: Managed, refusal: Refusal | None = None, *, about: int = 0
) -> HttpResponse:
    plan = current_plan()
    spoken = mine.subscriptions[0].language if mine.subscriptions else language()
    shown = {
        "plan": plan,
        "mine": mine,
        "forms": [form_of(one, request, is_refused=one.id == about) for one in mine.subscriptions],
        "means_name": MEANS[mine.means],
        "refusal": refusal,
        "is_alone": len(mine.subscriptions) == 1,
        "is_elsewhere": refusal is not None and refusal.field not in _SAID_AT_THE_FIELD,
        **choices(plan),
    }
    with translation.override(spoken):
        return render(
            request, "public/manage.html", shown, status=refusal.status if refusal else 200
        )


@public
@never_cache
@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """The code was typed: half an hour begins."""
    token = request.POST.get("asking", "")[:100]
    try:
        session = open_managing(context(), token, request.POST.get("code", "")[:40])
    except Refusal as refusal:
        shown = {"means": reading.means_asked(request.POST), "asking": token, "refusal": refusal}
        return render(request, "public/manage_code.html", shown, status=refusal.status)
    answer = redirect("manage_subscriptions")
    answer.set_cookie(
        COOKIE,
        session.token,
        max_age=SESSION_LIVES,
        path=PATH,
        secure=context().public_url.startswith("https://"),
        httponly=True,
        samesite="Strict",
    )
    return answer


def _in_session(view: View) -> View:
    """A POST of whoever has typed a code; what is refused is shown on the page."""

    @public
    @for_readers
    @never_cache
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, **given: int) -> HttpResponse:
        try:
            return _acted(view, request, given)
        except SessionOver as over:
            return _form(request, over)

    return guarded


def _acted(view: View, request: HttpRequest, given: Mapping[str, int]) -> HttpResponse:
    try:
        return view(request, **given)
    except Invalid as refusal:
        mine = managed(context(), _session(request))
        return _page(request, mine, refusal, about=given.get("subscriber_id", 0))


@_in_session
def change(request: HttpRequest, subscriber_id: int) -> HttpResponse:
    """Another choice, language, time zone or pause."""
    after = change_subscription.change_subscription(
        context(), _session(request), subscriber_id, reading.wanted(request)
    )
    with translation.override(after.language):
        messages.success(request, _("Kept. It holds from the next message on."))
    return redirect("manage_subscriptions")


@_in_session
def leave(request: HttpRequest, subscriber_id: int) -> HttpResponse:
    """Unsubscribe."""
    leave_by_session.leave_by_session(context(), _session(request), subscriber_id)
    return redirect("manage_subscriptions")


@_in_session
def new_key(request: HttpRequest, subscriber_id: int) -> HttpResponse:
    """Another signing key for an endpoint."""
    change_signing_key.change_signing_key(context(), _session(request), subscriber_id)
    messages.success(request, _("From now on the new key signs."))
    return redirect("manage_subscriptions")


@_in_session
def export(request: HttpRequest) -> HttpResponse:
    """Everything that is stored about the address, as a file."""
    data = own_data(context(), _session(request))
    text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="my-subscription.json"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@_in_session
def erase(request: HttpRequest) -> HttpResponse:
    """Forget the address, after a tick that says so: nothing brings it back."""
    if not request.POST.get("sure"):
        raise Invalid("Tick that you are sure: this cannot be undone.", field="sure")
    erase_own_data.erase_own_data(context(), _session(request))
    return _gone(render(request, "public/erased.html"))


@_in_session
def end(request: HttpRequest) -> HttpResponse:
    """Leave the page on every device."""
    end_managing.end_managing(context(), _session(request))
    return _gone(redirect("manage_subscriptions"))


def _gone(answer: HttpResponse) -> HttpResponse:
    answer.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return answer


def _session(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")[:100]
