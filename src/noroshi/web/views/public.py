"""For readers, without a sign-in: confirm, unsubscribe, come back. Links carry the authority.

None of these needs the CSRF token: mail clients send the one-click request (RFC 8058), and a
link's token is worth more than a cookie.
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
from noroshi.actions.unsubscribe import subscription_of_link
from noroshi.actions.unsubscribe import unsubscribe as leave
from noroshi.domain.asking import Means, means_of
from noroshi.kernel.errors import NotFound
from noroshi.storage.subscribers import Subscriber
from noroshi.web.access import public
from noroshi.web.boundary import for_readers
from noroshi.web.reader import language
from noroshi.web.services import context


@public
@for_readers
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A GET only shows a button, since mail scanners open every link; the POST confirms."""
    if request.method == "GET":
        return render(request, "public/confirm.html")
    subscriber = confirm_subscription(context(), token)
    with translation.override(subscriber.language):
        means = means_of(subscriber.channel, subscriber.address)
        shown = {"subscriber": subscriber, "means": means}
        return render(request, "public/confirmed.html", shown)


@public
@for_readers
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
@for_readers
@csrf_exempt
@never_cache
@require_http_methods(["POST"])
def come_back(request: HttpRequest, subscriber_id: int, token: str) -> HttpResponse:
    """Undo it: a confirmation is mailed, and the answer is the same whether one was or not."""
    if subscriber_id >= 2**63:
        raise NotFound("This link is not one of ours, or a part of it is missing.")
    subscriber = ask_again(context(), subscriber_id, token)
    with translation.override(subscriber.language or language()):
        return render(request, "public/asked.html", {"means": Means.EMAIL})


def _about(request: HttpRequest, template: str, subscriber: Subscriber, token: str) -> HttpResponse:
    with translation.override(subscriber.language or language()):
        return render(request, template, {"subscriber": subscriber, "token": token})
