"""Noting that a text was posted by hand."""

from __future__ import annotations

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from noroshi.actions.note_posting import note_posting
from noroshi.domain.permissions import Deed
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.services import context


@may(Deed.NOTE_POSTING)
@require_POST
def posted(request: HttpRequest, text: int) -> HttpResponse:
    """Keep who posted the words of a text, and where."""
    address = str(request.POST.get("address", ""))
    posting = note_posting(context(), actor_of(request), text, address=address)
    notices.success(request, _("Noted as posted."))
    response = redirect(f"{reverse('room', args=[posting.incident_number])}#postings")
    response.status_code = 303
    return response
