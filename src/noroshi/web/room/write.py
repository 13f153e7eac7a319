"""Writing on a text: saving what was typed, and mends for browsers without scripts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from noroshi.actions.edit_rendition import NewText, edit_rendition
from noroshi.actions.queries.findings import findings_in
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.guardrails import mend as mending
from noroshi.domain.guardrails.rule import Finding
from noroshi.domain.message import Message, Rendition
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict, Invalid, Refusal
from noroshi.storage import incidents, messages
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.boundary import is_fragment
from noroshi.web.room import page
from noroshi.web.room.checked import is_certain
from noroshi.web.room.show import Attempt
from noroshi.web.services import context

_MOST_MENDS = 50
"""Mends in one text at one press of the button."""


@may(Deed.EDIT)
@require_POST
def save(request: HttpRequest, text: int) -> HttpResponse:
    """Keep what was typed. When somebody was faster, both texts are shown and nothing is lost."""
    before = messages.rendition(text)
    message = messages.get(before.message_id)
    try:
        saved = save_typed(request, before)
    except (Conflict, Invalid) as refusal:
        return _again(request, message, before, refusal)
    if is_fragment(request):
        return render(request, "room/saved.html", {"version": saved.version})
    return _to_sheet(message, saved.id)


def save_typed(request: HttpRequest, before: Rendition) -> Rendition:
    """Write the words of the form over the version it was filled with.

    A form without words leaves the text as it is.
    """
    if "body" not in request.POST:
        return before
    typed = NewText(
        subject=str(request.POST.get("subject", "")).strip(),
        body=str(request.POST["body"]).replace("\r\n", "\n"),
        version=_version(request, before),
    )
    if (typed.subject, typed.body) == (before.subject, before.body):
        return before
    return edit_rendition(context(), actor_of(request), before.id, typed)


def _version(request: HttpRequest, before: Rendition) -> int:
    # "over" is the version that the writer has seen beside their own words and chose to replace.
    said = str(request.POST.get("over") or request.POST.get("version", ""))
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else before.version


@may(Deed.EDIT)
@require_POST
def mend(request: HttpRequest, text: int) -> HttpResponse:
    """Put the words that a finding suggests in the place of those it points at."""
    before = messages.rendition(text)
    message = messages.get(before.message_id)
    try:
        current = save_typed(request, before)
        if request.POST.get("finding") == "all":
            mend_certain(request, message, current)
        else:
            mend_text(request, current, _finding(request, message, current))
    except (Conflict, Invalid) as refusal:
        return _again(request, message, before, refusal)
    return _to_sheet(message, text)


def mend_text(request: HttpRequest, text: Rendition, finding: Finding) -> Rendition:
    """Write the mended text.

    Raises:
        Invalid: the finding has no mend.
        Conflict: the text is another by now.
    """
    subject, body = mending.apply(finding, text.subject, text.body)
    new = NewText(subject=subject, body=body, version=text.version)
    return edit_rendition(context(), actor_of(request), text.id, new)


def mend_certain(request: HttpRequest, message: Message, text: Rendition) -> None:
    """Mend one by one whatever blocks and can be mended; each mend may bring the next to light."""
    plan, incident = current_plan(), incidents.get(message.incident_number)
    for _round in range(_MOST_MENDS):
        found = findings_in(plan, incident, message, text)
        certain = next((each for each in found if is_certain(each)), None)
        if certain is None:
            return
        text = mend_text(request, text, certain)


def _finding(request: HttpRequest, message: Message, text: Rendition) -> Finding:
    """The finding that the button stood for, as it is found in the text now."""
    code, field, place = _asked(request)
    incident = incidents.get(message.incident_number)
    same = [
        found
        for found in findings_in(current_plan(), incident, message, text)
        if (found.code, found.field.value) == (code, field) and found.mend is not None
    ]
    if not same:
        raise Conflict(
            "This has been mended already.", way_out="The findings beside the text are fresh."
        )
    return min(same, key=lambda found: abs(found.start - place))


def _asked(request: HttpRequest) -> tuple[str, str, int]:
    code, _, rest = str(request.POST.get("finding", "")).partition(":")
    field, _, start = rest.partition(":")
    fine = start.isascii() and start.isdigit() and len(start) < 9
    return code, field, int(start) if fine else 0


def _again(
    request: HttpRequest, message: Message, text: Rendition, refusal: Refusal
) -> HttpResponse:
    typed = {name: str(request.POST.get(name, "")) for name in ("subject", "body")}
    kept = typed if "body" in request.POST else {}
    attempt = Attempt(refusal=refusal, key=str(text.id), values=kept)
    if not is_fragment(request):
        return page.again(request, message.incident_number, attempt, text_id=text.id)
    shown = {"attempt": attempt, "text": messages.rendition(text.id)}
    return render(request, "room/not_saved.html", shown, status=refusal.status)


def _to_sheet(message: Message, text_id: int) -> HttpResponse:
    room = reverse("room", args=[message.incident_number])
    response = redirect(f"{room}?text={text_id}#write")
    response.status_code = 303
    return response
