"""For readers, without a sign-in: subscribe, confirm, unsubscribe. Links carry the authority.

None of these needs the CSRF token: the form stands on static pages elsewhere, mail clients send
the one-click request (RFC 8058), and a link's token is worth more than a cookie.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from noroshi.actions.come_back import come_back as ask_again
from noroshi.actions.confirm_subscription import confirm_subscription
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.subscribe import Wish
from noroshi.actions.subscribe import subscribe as ask
from noroshi.actions.unsubscribe import subscription_of_link
from noroshi.actions.unsubscribe import unsubscribe as leave
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import NotFound, Refusal
from noroshi.storage.subscribers import Subscriber
from noroshi.web.access import public
from noroshi.web.reader import language
from noroshi.web.services import context
from noroshi.web.throttle import may_ask


@public
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form, and its answer, which is the same for every address."""
    plan = current_plan()
    with translation.override(_wanted_language(request, plan)):
        if request.method == "GET":
            return _form(request, plan)
        try:
            may_ask(request)
            ask(context(), _wish(request))
        except Refusal as refusal:
            return _form(request, plan, refusal)
        return render(request, "public/asked.html", {"address": request.POST.get("email", "")})


def _wanted_language(request: HttpRequest, plan: Plan) -> str:
    sent = request.POST if request.method == "POST" else request.GET
    wanted = sent.get("language", "")
    return wanted if wanted in plan.company.languages else language()


def _wish(request: HttpRequest) -> Wish:
    page = request.POST.get("page", "")[:200]
    return Wish(
        address=request.POST.get("email", "")[:1_000],
        language=request.POST.get("language", "") or language(),
        regions=tuple(key for key in request.POST.getlist("regions")[:50] if key),
        components=tuple(key for key in request.POST.getlist("components")[:50] if key),
        page=page if page.isprintable() else "",
    )


def _form(request: HttpRequest, plan: Plan, refusal: Refusal | None = None) -> HttpResponse:
    typed = request.POST if request.method == "POST" else request.GET
    shown = {
        "plan": plan,
        "refusal": refusal,
        "email": typed.get("email", "")[:1_000],
        "page": typed.get("page", "")[:200],
        "regions": typed.getlist("regions"),
        "components": typed.getlist("components"),
        "spoken": language(),
    }
    status = refusal.status if refusal else 200
    return render(request, "public/subscribe.html", shown, status=status)


@public
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A GET only shows a button, since mail scanners open every link; the POST confirms."""
    if request.method == "GET":
        return render(request, "public/confirm.html")
    subscriber = confirm_subscription(context(), token)
    with translation.override(subscriber.language):
        return render(request, "public/confirmed.html", {"subscriber": subscriber})


@public
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, subscriber_id: int, token: str) -> HttpResponse:
    """A GET shows who and a button; the POST, of the button or of a mail client, ends it."""
    if subscriber_id >= 2**63:
        raise NotFound("This link is not one of ours, or a part of it is missing.")
    if request.method != "POST":
        subscriber = subscription_of_link(context(), subscriber_id, token)
        return _about(request, "public/unsubscribe.html", subscriber, token)
    subscriber = leave(context(), subscriber_id, token)
    return _about(request, "public/unsubscribed.html", subscriber, token)


@public
@csrf_exempt
@never_cache
@require_http_methods(["POST"])
def come_back(request: HttpRequest, subscriber_id: int, token: str) -> HttpResponse:
    """Undo it: a confirmation is mailed, and the answer is the same whether one was or not."""
    if subscriber_id >= 2**63:
        raise NotFound("This link is not one of ours, or a part of it is missing.")
    subscriber = ask_again(context(), subscriber_id, token)
    with translation.override(subscriber.language or language()):
        return render(request, "public/asked.html", {"address": subscriber.address})


def _about(request: HttpRequest, template: str, subscriber: Subscriber, token: str) -> HttpResponse:
    with translation.override(subscriber.language or language()):
        return render(request, template, {"subscriber": subscriber, "token": token})
