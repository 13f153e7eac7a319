"""Who is reached: counts, never addresses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from noroshi.actions.queries.audiences import audiences as read
from noroshi.web.access import signed_in


@signed_in
@require_safe
def audiences(request: HttpRequest) -> HttpResponse:
    """Every audience of the plan with its subscribers by channel, language and state."""
    return render(request, "audiences.html", {"here": "audiences", "audiences": read()})
