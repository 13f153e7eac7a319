"""Numbers of all subscribers, and what is stored about one: found by the exact address only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from noroshi.actions.erase_subscriber import erase_subscriber
from noroshi.actions.export_subscribers import SHAPES
from noroshi.actions.queries.audiences import audiences
from noroshi.actions.queries.log import sentences_of
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.queries.subscriber_file import SubscriberFile, files_of
from noroshi.actions.unsubscribe_on_request import unsubscribe_on_request
from noroshi.domain.delivery import PROMISES
from noroshi.domain.language import pick
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Invalid, NotFound, Refusal
from noroshi.storage import subscribers
from noroshi.storage.subscriber_history import CopyLine
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.reader import language, zone
from noroshi.web.services import context
from noroshi.web.subscribers.words import consent_lines
from noroshi.web.typed import one_line


@may(Deed.MANAGE_PEOPLE)
@never_cache
@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """The numbers; a POST looks for one address, which so never stands in a URL or a log."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            found = files_of(context(), one_line(request, "address", longest=500))
            return redirect("subscriber", found[0].subscriber.id)
        except Refusal as error:
            refusal = error
    known = audiences()
    shown = {
        "here": "audiences",
        "audiences": known,
        "known": any(line.reaches for line in known),
        "total": sum(line.confirmed for line in known),
        "shapes": list(SHAPES),
        "refusal": refusal,
        "typed": request.POST.get("address", "")[:500],
    }
    return render(request, "subscribers/overview.html", shown, status=_status(refusal))


@dataclass(frozen=True, kw_only=True)
class _Shown:
    file: SubscriberFile
    consent: list[tuple[str, str]]
    lines: list[tuple[datetime, str]]
    copies: list[tuple[CopyLine, str]]


@may(Deed.MANAGE_PEOPLE)
@never_cache
@require_safe
def person(request: HttpRequest, subscriber_id: int) -> HttpResponse:
    """Every subscription of the address that one of them has."""
    return _person(request, subscriber_id)


@may(Deed.MANAGE_PEOPLE)
@require_POST
def leave(request: HttpRequest, subscriber_id: int) -> HttpResponse:
    """Unsubscribe somebody who asked for it, with the reason."""
    known = _known(subscriber_id)
    try:
        reason = one_line(request, "reason", longest=300)
        unsubscribe_on_request(context(), actor_of(request), known, reason=reason)
    except Invalid as refusal:
        return _person(request, known, refusal)
    return redirect("subscriber", known)


@may(Deed.MANAGE_PEOPLE)
@require_POST
def erase(request: HttpRequest, subscriber_id: int) -> HttpResponse:
    """Forget the address; typed once more, since nothing brings it back."""
    one = subscribers.get(_known(subscriber_id))
    typed = one_line(request, "address", longest=500)
    if typed.lower() != one.address.lower():
        refusal = Invalid(
            "This is not the address of this person.",
            way_out="Type it as it stands above.",
            field="address",
        )
        return _person(request, one.id, refusal)
    erase_subscriber(context(), actor_of(request), one.address)
    messages.success(request, _("Erased. What stays is a number, and that nothing may be sent."))
    return redirect("subscribers")


def _person(
    request: HttpRequest, subscriber_id: int, refusal: Refusal | None = None
) -> HttpResponse:
    one = subscribers.get(_known(subscriber_id))
    if one.suppressed == "erased":
        raise NotFound("This subscription does not exist.")
    shown = {
        "here": "audiences",
        "plan": plan_or_none(),
        "one": one,
        "files": [_shown(file) for file in files_of(context(), one.address)],
        "refusal": refusal,
        "asked_id": subscriber_id,
        "typed": request.POST.get(refusal.field, "")[:500] if refusal else "",
    }
    return render(request, "subscribers/person.html", shown, status=_status(refusal))


def _shown(file: SubscriberFile) -> _Shown:
    said = sentences_of(file.events, language=language(), zone=zone())
    return _Shown(
        file=file,
        consent=consent_lines(file.subscriber.consent),
        lines=[(line.event.at, line.said) for line in said],
        copies=[(copy, pick(PROMISES[copy.state], language())) for copy in file.copies],
    )


def _known(subscriber_id: int) -> int:
    if subscriber_id >= 2**63:
        raise NotFound("This subscription does not exist.")
    return subscriber_id


def _status(refusal: Refusal | None) -> int:
    return refusal.status if refusal else 200
