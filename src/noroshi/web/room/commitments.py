"""What the final report promises: made, moved, marked as done; with what readers see of it (F4)."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from noroshi.actions.change_commitment import (
    keep_commitment,
    move_commitment,
    remove_commitment,
    reopen_commitment,
)
from noroshi.actions.make_commitment import make_commitment
from noroshi.actions.queries.room import head
from noroshi.domain.incident import IncidentState
from noroshi.domain.language import Localised
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Invalid, NotFound, Refusal
from noroshi.storage import commitments as stored
from noroshi.storage import reports
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.reader import now, zone
from noroshi.web.services import context

_LONGEST = 2_000
_FIELDS = ("text", "due", "owner", "note")
"""What can be wrong with an answer, and is said beside it."""


@may(Deed.WRITE_REPORT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def commitments(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that is promised, and a form to promise one thing more."""
    if request.method != "POST":
        return _page(request, number)
    try:
        make_commitment(
            context(),
            actor_of(request),
            number,
            text=_texts(request, number, "text"),
            due=_day(request),
            owner=request.POST.get("owner", ""),
        )
    except Refusal as refusal:
        return _page(request, number, refusal=refusal)
    return _back(number)


@may(Deed.WRITE_REPORT)
@require_POST
def change(request: HttpRequest, number: int, commitment: int) -> HttpResponse:
    """Do with one promise what the pressed button says."""
    try:
        _do(request, number, commitment)
    except Refusal as refusal:
        return _page(request, number, refusal=refusal, about=commitment)
    return _back(number)


def _do(request: HttpRequest, number: int, commitment: int) -> None:
    if stored.get(commitment).incident_number != number:
        raise NotFound("There is no such commitment.")
    actor, version = actor_of(request), _version(request)
    match request.POST.get("deed"):
        case "done":
            note = _texts(request, number, "note")
            keep_commitment(context(), actor, commitment, note=note, version=version)
        case "reopen":
            reopen_commitment(context(), actor, commitment, version=version)
        case "remove":
            remove_commitment(context(), actor, commitment, version=version)
        case _:
            owner, due = request.POST.get("owner", ""), _day(request)
            move_commitment(context(), actor, commitment, due=due, owner=owner, version=version)


def _page(
    request: HttpRequest, number: int, *, refusal: Refusal | None = None, about: int = 0
) -> HttpResponse:
    above = head(number)
    report = reports.get(number)
    today = now().astimezone(zone()).date()
    shown = {
        "here": "now",
        "head": above,
        "incident": above.incident,
        "plan": above.plan,
        "kept": [(one, one.is_overdue(today)) for one in stored.of_incident(number)],
        "people": {person.key: person.name for person in above.plan.people},
        "is_out": bool(report and report.published_at),
        "can_promise": above.incident.state is IncidentState.RESOLVED,
        "today": today,
        "refusal": refusal,
        "field": _field(refusal),
        "about": about,
        "typed": request.POST if refusal else {},
    }
    status = refusal.status if refusal else 200
    return render(request, "report/commitments.html", shown, status=status)


def _field(refusal: Refusal | None) -> str:
    """The answer that is wrong, without its language; "" if it is none of them."""
    name = refusal.field.partition("_")[0] if refusal else ""
    return name if name in _FIELDS else ""


def _back(number: int) -> HttpResponse:
    response = redirect("commitments", number)
    response.status_code = 303
    return response


def _texts(request: HttpRequest, number: int, field: str) -> Localised:
    codes = head(number).plan.company.languages
    return {code: request.POST.get(f"{field}_{code}", "")[:_LONGEST] for code in codes}


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("due", ""))
    except ValueError:
        raise Invalid(
            "This is not a day.", way_out="Write it as 2026-03-31.", field="due"
        ) from None


def _version(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
