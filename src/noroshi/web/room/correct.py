"""Choosing the texts of a published message that were wrong."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from noroshi.actions.draft_correction import draft_correction
from noroshi.actions.queries.outlets import text_name
from noroshi.actions.queries.room import head
from noroshi.domain.message import Message, MessageKind, MessageState, Rendition
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict, Invalid, NotFound, Refusal
from noroshi.storage import ledger, messages
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.reader import language
from noroshi.web.services import context


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A text that may have been wrong. ``recipients`` is None where nobody is counted."""

    text: Rendition
    name: str
    recipients: int | None
    chosen: bool


@may(Deed.DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, message: int) -> HttpResponse:
    """Show the texts; begin the correction of those that are chosen."""
    wrong = messages.get(message)
    if wrong.state is not MessageState.PUBLISHED or wrong.kind is MessageKind.REPORT:
        raise NotFound("There is nothing to correct here.", way_out="Go back to the incident.")
    if request.method != "POST":
        return _page(request, wrong)
    chosen = [int(given) for given in request.POST.getlist("text") if _is_id(given)]
    try:
        draft_correction(context(), actor_of(request), message, texts=chosen)
    except (Conflict, Invalid) as refusal:
        return _page(request, wrong, chosen=chosen, refusal=refusal)
    response = redirect(f"{reverse('room', args=[wrong.incident_number])}#write")
    response.status_code = 303
    return response


def _page(
    request: HttpRequest,
    wrong: Message,
    *,
    chosen: list[int] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    above = head(wrong.incident_number)
    counted = {d.rendition_id: d.recipients for d in ledger.of_message(wrong.id)}
    choices = [
        Choice(
            text=text,
            name=text_name(above.plan, text.key, language=language()),
            recipients=counted.get(text.id),
            chosen=text.id in (chosen or ()),
        )
        for text in messages.renditions(wrong.id)
    ]
    shown = {
        "head": above,
        "plan": above.plan,
        "incident": above.incident,
        "wrong": wrong,
        "choices": choices,
        "refusal": refusal,
    }
    return render(request, "room/correct.html", shown, status=refusal.status if refusal else 200)


def _is_id(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) <= 18
