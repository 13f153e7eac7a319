"""Readers' words beside the review: erasing what should not have been written."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from noroshi.actions.erase_feedback import erase_feedback
from noroshi.domain.permissions import Deed
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.services import context


@may(Deed.EDIT)
@require_POST
def erase(request: HttpRequest, number: int, feedback: int) -> HttpResponse:
    """Erase a reader's words for good; the count stays."""
    erase_feedback(context(), actor_of(request), number, feedback)
    response = redirect(f"{reverse('review', args=[number])}#readers")
    response.status_code = 303
    return response
