"""The event log: all entries, newest first, and whether the chain is whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from noroshi.actions.queries.log import PER_PAGE, chain, page_of_log
from noroshi.web.access import signed_in
from noroshi.web.reader import language, zone


@signed_in
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """A page of the log; ``before`` is the id of the entry that the page ends before."""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    page = page_of_log(before=before, language=language(), zone=zone())
    shown = {
        "here": "log",
        "lines": page,
        "older": page[-1].event.id if len(page) == PER_PAGE else None,
        "chain": chain() if "check" in request.GET else None,
        "asked": "check" in request.GET,
    }
    return render(request, "log.html", shown)
