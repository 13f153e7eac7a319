"""What happened to this person, in every message of an incident."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from noroshi.actions.queries.person_ledger import what_happened
from noroshi.actions.queries.room import head
from noroshi.web.access import signed_in

_LONGEST = 500


@signed_in
@never_cache
@require_safe
def person(request: HttpRequest, number: int) -> HttpResponse:
    """The copies of whoever has the address, or the subscriber's number, in ``q``."""
    above = head(number)
    asked = request.GET.get("q", "")[:_LONGEST].replace("\0", "")
    shown = {
        "head": above,
        "incident": above.incident,
        "plan": above.plan,
        "asked": asked.strip(),
        "answer": what_happened(number, asked),
    }
    return render(request, "room/person.html", shown)
