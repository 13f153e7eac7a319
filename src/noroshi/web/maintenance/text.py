"""One text of a notice, to be read and written on."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from noroshi.actions.edit_rendition import NewText, edit_rendition
from noroshi.actions.queries.findings import findings_in
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.channel import HAS_SUBJECT
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import NotFound, Refusal
from noroshi.storage import incidents, maintenances, messages
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.services import context
from noroshi.web.typed import whole_number


@may(Deed.EDIT)
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int, text: int) -> HttpResponse:
    """The text with what the guardrails find in it; saving voids what was approved of it."""
    found = messages.rendition(text)
    message = messages.get(found.message_id)
    if message.incident_number != number or maintenances.notice_of(message.id) is None:
        raise NotFound("There is no such text.", way_out="Read it again.")
    if request.method == "GET":
        return _page(request, number, text)
    try:
        typed = NewText(
            subject=str(request.POST.get("subject", found.subject)),
            body=str(request.POST.get("body", "")),
            version=whole_number(request, "version") or 0,
        )
        edit_rendition(context(), actor_of(request), text, typed)
    except Refusal as refusal:
        return _page(request, number, text, refusal=refusal)
    notices.success(request, _("Saved. What was approved of this text is void."))
    return redirect("notice_text", number, text)


def _page(
    request: HttpRequest, number: int, text_id: int, *, refusal: Refusal | None = None
) -> HttpResponse:
    plan, text = current_plan(), messages.rendition(text_id)
    message = messages.get(text.message_id)
    open_ = message.state in messages.IN_WORK
    incident = incidents.get(number)
    shown = {
        "here": "maintenance",
        "work": maintenances.get(number),
        "plan": plan,
        "text": text,
        "notice": maintenances.notice_of(message.id),
        "can_write": open_,
        "has_subject": text.key.channel in HAS_SUBJECT,
        "findings": findings_in(plan, incident, message, text) if open_ else (),
        "subject": request.POST.get("subject", text.subject),
        "body": request.POST.get("body", text.body),
        "refusal": refusal,
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "maintenance/text.html", shown, status=status)
