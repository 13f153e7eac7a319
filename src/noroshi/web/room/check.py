"""Looking at words while they are typed. Nothing is kept: saving is another address."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from noroshi.actions.edit_rendition import MAX_BODY, MAX_SUBJECT
from noroshi.actions.queries.findings import findings_in
from noroshi.actions.queries.people import names
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.message import Rendition
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Invalid
from noroshi.storage import incidents, messages
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.room.checked import checked
from noroshi.web.room.reach import Reach


@may(Deed.EDIT)
@never_cache
@require_POST
def check(request: HttpRequest, text: int) -> HttpResponse:
    """What the desk says about the words of the form, which may not have been saved."""
    typed = typed_over(request, messages.rendition(text))
    message = messages.get(typed.message_id)
    incident = incidents.get(message.incident_number)
    plan = current_plan()
    reach = Reach(plan=plan, actor=actor_of(request))
    found = checked(reach, message, typed, findings_in(plan, incident, message, typed))
    # People are looked up only where a finding was overridden.
    return render(request, "room/checked.html", {"checked": found, "names": names})


def typed_over(request: HttpRequest, stored: Rendition) -> Rendition:
    """The stored text with the words of the form; without any, as it is.

    Raises:
        Invalid: there are more words than a text may have.
    """
    subject = str(request.POST.get("subject", stored.subject))
    body = str(request.POST.get("body", stored.body)).replace("\r\n", "\n")
    if len(subject) > MAX_SUBJECT or len(body) > MAX_BODY:
        raise Invalid("This is too long.", field="body")
    return replace(stored, subject=subject, body=body)
