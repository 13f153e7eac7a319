"""Letting a finding pass with a reason, and taking that back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from noroshi.actions.override_finding import (
    LONGEST_REASON,
    Wish,
    override_finding,
    withdraw_override,
)
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import messages
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.room import page
from noroshi.web.room.show import OVERRIDE, Attempt
from noroshi.web.services import context


@may(Deed.EDIT)
@require_POST
def override(request: HttpRequest, text: int) -> HttpResponse:
    """Let one finding of the saved text pass. A reason that is refused is shown again."""
    wish = Wish(
        rule=str(request.POST.get("rule", "")),
        words=str(request.POST.get("fingerprint", "")),
        reason=str(request.POST.get("reason", "")),
    )
    number = _number_of(text)
    try:
        override_finding(context(), actor_of(request), text, wish)
    except (Conflict, Invalid) as refusal:
        kept = {"reason": wish.reason[: 2 * LONGEST_REASON]}
        attempt = Attempt(refusal=refusal, key=f"{OVERRIDE}{wish.words[:64]}", values=kept)
        return page.again(request, number, attempt, text_id=text)
    return _to_findings(number, text)


@may(Deed.EDIT)
@require_POST
def withdraw(request: HttpRequest, text: int, override: int) -> HttpResponse:
    """Let the rule block the text again."""
    number = _number_of(text)
    withdraw_override(context(), actor_of(request), override)
    return _to_findings(number, text)


def _number_of(text: int) -> int:
    return messages.get(messages.rendition(text).message_id).incident_number


def _to_findings(number: int, text: int) -> HttpResponse:
    response = redirect(f"{reverse('room', args=[number])}?text={text}#findings")
    response.status_code = 303
    return response
