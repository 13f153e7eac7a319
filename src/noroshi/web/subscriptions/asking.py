"""Ask for messages, and type the code that proves whose address it is.

Neither needs the CSRF token: the form stands on static pages elsewhere too, and nothing here acts
in anybody's name. The answer is the same for every address.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from noroshi.actions.prove_address import confirm_by_code
from noroshi.actions.queries.links import page_url
from noroshi.actions.queries.offers import offered
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.push_key import push_key
from noroshi.actions.subscribe import subscribe as ask
from noroshi.domain.asking import CHANNEL_OF, PROVEN_BY_LINK, means_of
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Refusal
from noroshi.kernel.ids import new_token
from noroshi.web.access import public
from noroshi.web.boundary import for_readers
from noroshi.web.reader import language, network_of, zone_of_reader
from noroshi.web.services import context
from noroshi.web.subscriptions import reading
from noroshi.web.subscriptions.words import MEANS, sorted_components, topics, zones


@public
@for_readers
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form, and its answer."""
    plan = current_plan()
    with translation.override(_wanted_language(request, plan)):
        if request.method == "GET":
            return _form(request, plan)
        try:
            return _asked(request, _token(request))
        except Refusal as refusal:
            return _form(request, plan, refusal)


def _token(request: HttpRequest) -> str:
    if reading.is_trapped(request):
        return new_token()  # as if; nothing is kept
    return ask(context(), reading.wish(request), network=network_of(request))


def _asked(request: HttpRequest, token: str) -> HttpResponse:
    means = reading.means_asked(request.POST)
    if CHANNEL_OF[means] in PROVEN_BY_LINK:
        return render(request, "public/asked.html", {"means": means})
    return render(request, "public/code.html", {"means": means, "asking": token})


def _wanted_language(request: HttpRequest, plan: Plan) -> str:
    sent = request.POST if request.method == "POST" else request.GET
    wanted = sent.get("language", "")
    return wanted if wanted in plan.company.languages else language()


def _form(request: HttpRequest, plan: Plan, refusal: Refusal | None = None) -> HttpResponse:
    typed = request.POST if request.method == "POST" else request.GET
    offers = offered(context(), plan)
    means = reading.means_asked(typed)
    shown = {
        "plan": plan,
        "refusal": refusal,
        "offers": [(one, MEANS[one]) for one in offers],
        "means": means if means in offers else next(iter(offers), None),
        "spoken": language(),
        "feeds": feeds(plan),
        **choices(plan),
        **reading.typed_again(typed),
    }
    status = refusal.status if refusal else 200
    return render(request, "public/subscribe.html", shown, status=status)


def choices(plan: Plan) -> dict[str, Any]:
    """What there is to choose from, for the forms."""
    return {
        "sorted_components": sorted_components(plan),
        "topics": topics(),
        "severities": [one for one in plan.severities if one.level > 1],
        "zones": zones(),
        "own_zone": zone_of_reader().key,
        "push_key": push_key(context()),
        "countries": sorted(context().sms_countries),
    }


def feeds(plan: Plan) -> list[tuple[str, str]]:
    """The addresses for feed readers and calendars: nobody has to give one's own for them."""
    page = page_url(context(), plan.pages[0])
    names = (("Atom", "history.atom"), ("RSS", "history.rss"), ("JSON Feed", "feed.json"))
    return [*((name, f"{page}{file}") for name, file in names), ("iCalendar", _calendar(page))]


def _calendar(page: str) -> str:
    return f"{page}maintenance.ics"


@public
@for_readers
@csrf_exempt
@never_cache
@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """The code was typed: the second yes."""
    typed = request.POST.get("code", "")[:40]
    token = request.POST.get("asking", "")[:100]
    with translation.override(_wanted_language(request, current_plan())):
        try:
            subscriber = confirm_by_code(context(), token, typed)
        except Refusal as refusal:
            by = reading.means_asked(request.POST)
            shown = {"means": by, "asking": token, "refusal": refusal}
            return render(request, "public/code.html", shown, status=refusal.status)
    with translation.override(subscriber.language):
        means = means_of(subscriber.channel, subscriber.address)
        shown = {"subscriber": subscriber, "means": means}
        return render(request, "public/confirmed.html", shown)


@public
@require_safe
def key(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The public key by which browsers subscribe to notices (RFC 8292); empty if none are sent."""
    answer = HttpResponse(push_key(context()), content_type="text/plain; charset=us-ascii")
    answer["Cache-Control"] = "public, max-age=300"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
