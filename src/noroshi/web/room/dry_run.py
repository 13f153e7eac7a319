"""Who would get the update that is being written, through which account, and who would not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from noroshi.actions.queries.dry_run import dry_run as tried
from noroshi.actions.queries.room import head
from noroshi.web.access import signed_in
from noroshi.web.services import context


@signed_in
@never_cache
@require_safe
def dry_run(request: HttpRequest, number: int) -> HttpResponse:
    """Sends nothing and changes nothing."""
    above = head(number)
    shown = {
        "head": above,
        "incident": above.incident,
        "plan": above.plan,
        "found": tried(context(), number),
    }
    return render(request, "room/dry_run.html", shown)
