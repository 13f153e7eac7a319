"""Subscribing as clients of Statuspage's public API do it (statuspage-v2, section 6).

The id that a client is given is the token of its own wish: it names nobody, and what it may do ends
when the owner of the address has confirmed. So the answers are the same for every address.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from noroshi.actions.ask_again import ask_again
from noroshi.actions.asking_limits import may_ask
from noroshi.actions.give_up_asking import give_up_asking
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.subscribe import subscribe
from noroshi.actions.wish import Wish
from noroshi.domain.asking import Means
from noroshi.domain.subscription import Choice
from noroshi.kernel.errors import Invalid, Refusal
from noroshi.web.access import public
from noroshi.web.reader import language, network_of
from noroshi.web.services import context

_MEANS = {"email": Means.EMAIL, "phone_number": Means.SMS, "endpoint": Means.WEBHOOK}
_MODES = {Means.EMAIL: "email", Means.SMS: "sms", Means.WEBHOOK: "webhook"}
_LARGEST = 10_000


@public
@csrf_exempt
@never_cache
@require_POST
def subscribers(request: HttpRequest) -> HttpResponse:
    """Subscribe; nothing is sent but the proof, until the owner says yes."""
    try:
        asked = _asked(request)
        wish = _wish(asked)
        token = subscribe(context(), wish, network=network_of(request))
    except Refusal as refusal:
        return _refused(refusal)
    return _told(token, _shown(wish), status=201)


@public
@csrf_exempt
@never_cache
@require_http_methods(["DELETE"])
def subscriber(request: HttpRequest, asking: str) -> HttpResponse:
    """Give up a wish that is not confirmed yet. A confirmed subscription is ended by its owner."""
    try:
        may_ask(context(), network_of(request))
        give_up_asking(asking)
    except Refusal as refusal:
        return _refused(refusal)
    return _told(asking, {})


@public
@csrf_exempt
@never_cache
@require_POST
def resend(request: HttpRequest, asking: str) -> HttpResponse:
    """Send the proof once more, within the same limits as at first."""
    try:
        may_ask(context(), network_of(request))
        ask_again(asking)
    except Refusal as refusal:
        return _refused(refusal)
    return _told(asking, {})


def _asked(request: HttpRequest) -> Mapping[str, str]:
    if request.content_type != "application/json":
        return {
            name.removeprefix("subscriber[").removesuffix("]"): str(value)
            for name, value in request.POST.items()
        }
    try:
        body = json.loads(request.body[:_LARGEST])
    except (ValueError, RecursionError):
        raise Invalid("The body is not JSON.") from None
    found = body.get("subscriber", body) if isinstance(body, dict) else None
    if not isinstance(found, dict):
        raise Invalid("The body names no subscriber.")
    return {str(name): str(value) for name, value in found.items() if value is not None}


def _wish(asked: Mapping[str, str]) -> Wish:
    if asked.get("incident_id"):  # everything would be more than was asked for
        raise Invalid(
            "One incident alone cannot be subscribed to here.",
            way_out="Name a component, or leave incident_id out to hear of everything.",
            field="incident_id",
        )
    plan = current_plan()
    # With an endpoint an address of mail may come, too: for notices about the endpoint.
    means = Means.WEBHOOK if asked.get("endpoint") else _means(asked)
    name = {means: field for field, means in _MEANS.items()}[means]
    component = asked.get("component_id", "")
    spoken = language()
    known = plan.company.languages
    return Wish(
        means=means,
        address=asked.get(name, "")[:4_000],
        country=asked.get("phone_country", "")[:2],
        language=spoken if spoken in known else plan.company.default_language,
        choice=Choice(components=(component,) if component else ()),
        page="api/v2",
    )


def _means(asked: Mapping[str, str]) -> Means:
    return next((means for name, means in _MEANS.items() if asked.get(name)), Means.EMAIL)


def _shown(wish: Wish) -> dict[str, str]:
    name = {means: field for field, means in _MEANS.items()}[wish.means]
    return {"mode": _MODES[wish.means], name: wish.address.strip()}


def _told(token: str, shown: Mapping[str, str], *, status: int = 200) -> JsonResponse:
    body: dict[str, Any] = {
        "id": token,
        "created_at": _iso(context().clock.now()),
        "skip_confirmation_notification": False,
        "mode": "email",
        "quarantined_at": None,
        "purge_at": None,
        **shown,
    }
    answer = JsonResponse({"subscriber": body}, status=status)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _refused(refusal: Refusal) -> JsonResponse:
    status = 422 if refusal.status in {400, 404} else refusal.status
    answer = JsonResponse({"errors": {refusal.field or "base": [refusal.why]}}, status=status)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
