"""The incident room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from noroshi.domain.incident import IncidentState, Subject
from noroshi.storage import incidents
from noroshi.web.access import signed_in
from noroshi.web.room.show import Attempt, shown

_LONGEST_ID = 18


@signed_in
@never_cache
@require_safe
def room(request: HttpRequest, number: int) -> HttpResponse:
    """The whole room; ``text`` chooses the text on the sheet. Live screens read it again."""
    incident = incidents.get(number)
    if incident.subject is Subject.MAINTENANCE:
        return redirect("maintenance", number)
    if incident.state is IncidentState.ENTERED:
        return redirect("past_incident", number)
    return render(request, "room/room.html", shown(request, number, text_id=chosen_text(request)))


def again(request: HttpRequest, number: int, attempt: Attempt, *, text_id: int = 0) -> HttpResponse:
    """The room with what was typed and why it was refused."""
    found = shown(request, number, text_id=text_id, attempt=attempt)
    return render(request, "room/room.html", found, status=attempt.refusal.status)


def chosen_text(request: HttpRequest) -> int:
    """The id of the text that the address asks for; 0 when it asks for none."""
    asked = request.GET.get("text", "")
    fine = asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST_ID
    return int(asked) if fine else 0
