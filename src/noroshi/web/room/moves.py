"""Moving a message on: start, ask, publish, take back, withdraw. Each is one action."""

from __future__ import annotations

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from noroshi.actions.draft_update import draft_update
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.composing import work
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.request_approval import request_approval
from noroshi.actions.take_back import take_back
from noroshi.actions.withdraw_message import withdraw_message
from noroshi.domain.incident import INCIDENT_STAGES, Stage
from noroshi.domain.message import Message
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import incidents, messages
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.room import page
from noroshi.web.room.show import Attempt
from noroshi.web.room.write import mend_certain, save_typed
from noroshi.web.services import context


@may(Deed.DRAFT)
@require_POST
def start(request: HttpRequest, number: int) -> HttpResponse:
    """Begin the next update at the chosen stage."""
    chosen = str(request.POST.get("stage", ""))
    if chosen not in {str(stage) for stage in INCIDENT_STAGES}:
        raise Invalid("Choose what customers are told.", field="stage")
    draft_update(context(), actor_of(request), number, stage=Stage(chosen))
    return _to_room(number)


@may(Deed.REQUEST_APPROVAL)
@require_POST
def ask(request: HttpRequest, message: int) -> HttpResponse:
    """Ask for approval; with ``mend`` everything that blocks and can be mended is mended first."""
    found = messages.get(message)
    typed_id = _typed_text(request)
    try:
        if typed_id:
            save_typed(request, messages.rendition(typed_id))
        if "mend" in request.POST:
            _mend_all(request, found)
        request_approval(context(), actor_of(request), message)
    except (Conflict, Invalid) as refusal:
        values = {name: str(request.POST.get(name, "")) for name in ("subject", "body")}
        kept = values if typed_id and isinstance(refusal, Conflict) else {}
        attempt = Attempt(refusal=refusal, key=str(typed_id), values=kept)
        return page.again(request, found.incident_number, attempt, text_id=typed_id)
    return _to_room(found.incident_number)


def _typed_text(request: HttpRequest) -> int:
    """The id of the text whose form was sent along; 0 when there is none."""
    said = str(request.POST.get("text", ""))
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 18 else 0


def _mend_all(request: HttpRequest, message: Message) -> None:
    incident = incidents.get(message.incident_number)
    for one in work(current_plan(), incident, message).blocked:
        mend_certain(request, message, one.text)


@may(Deed.PUBLISH)
@require_POST
def publish(request: HttpRequest, message: int) -> HttpResponse:
    """Let it go out: the status page first, then everybody else."""
    published = publish_update(context(), actor_of(request), message)
    notices.success(request, _("Published. The status page goes first, then everybody else."))
    return _to_room(published.incident_number)


@may(Deed.DRAFT)
@require_POST
def back(request: HttpRequest, message: int) -> HttpResponse:
    """Write on, with a fresh promised time."""
    return _to_room(take_back(context(), actor_of(request), message).incident_number)


@may(Deed.DRAFT)
@require_POST
def withdraw(request: HttpRequest, message: int) -> HttpResponse:
    """Give it up before it goes out."""
    given_up = withdraw_message(context(), actor_of(request), message)
    notices.info(request, _("Withdrawn. Nothing was sent."))
    return _to_room(given_up.incident_number)


def _to_room(number: int) -> HttpResponse:
    response = redirect(f"{reverse('room', args=[number])}#write")
    response.status_code = 303
    return response
