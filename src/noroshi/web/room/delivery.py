"""One delivery: its live progress, the people in it who were not reached, and how it is steered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from noroshi.actions.pause_dispatch import pause_dispatch
from noroshi.actions.queries.outlets import text_name
from noroshi.actions.queries.people import names
from noroshi.actions.queries.progress import Progress, progress_of
from noroshi.actions.queries.room import head
from noroshi.actions.resume_dispatch import resume_dispatch
from noroshi.actions.stop_dispatch import FEWEST, MOST, stop_dispatch
from noroshi.domain.delivery import Reason, State
from noroshi.domain.message import Message, Rendition
from noroshi.domain.pace import pace_of
from noroshi.domain.permissions import Deed, allowed
from noroshi.kernel.errors import Conflict, Invalid, NotFound, Refusal
from noroshi.storage import events, messages, steering, subscribers, tallies
from noroshi.storage.tallies import Why
from noroshi.web.access import may, signed_in
from noroshi.web.actors import actor_of
from noroshi.web.reader import language, now
from noroshi.web.room.bar import parts_of
from noroshi.web.room.looks import looked
from noroshi.web.services import context

A_PAGE = 100
"""People on one page of a list."""
_LONGEST_ID = 18


@signed_in
@never_cache
@require_safe
def delivery(request: HttpRequest, number: int, dispatch: int) -> HttpResponse:
    """The progress of one dispatch. Live screens read it again each second."""
    return _page(request, number, dispatch)


@may(Deed.STEER_DELIVERY)
@require_POST
def pause(request: HttpRequest, number: int, dispatch: int) -> HttpResponse:
    """Hold it, at once and without a question: it can be taken back."""
    _of(number, dispatch)
    try:
        pause_dispatch(
            context(), actor_of(request), dispatch, reason=str(request.POST.get("reason", ""))
        )
    except Conflict as refusal:
        return _page(request, number, dispatch, refusal=refusal)
    return _back(number, dispatch)


@may(Deed.STEER_DELIVERY)
@require_POST
def resume(request: HttpRequest, number: int, dispatch: int) -> HttpResponse:
    """Let it go on."""
    _of(number, dispatch)
    try:
        resume_dispatch(context(), actor_of(request), dispatch)
    except Conflict as refusal:
        return _page(request, number, dispatch, refusal=refusal)
    return _back(number, dispatch)


@may(Deed.STEER_DELIVERY)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, number: int, dispatch: int) -> HttpResponse:
    """Say what a stop means, then do it: it cannot be taken back."""
    _of(number, dispatch)
    if request.method != "POST":
        return _stop_page(request, number, dispatch)
    try:
        if not request.POST.get("sure"):
            raise Invalid("Confirm that you know it cannot be undone.", field="sure")
        halted = stop_dispatch(
            context(), actor_of(request), dispatch, reason=str(request.POST.get("reason", ""))
        )
    except Invalid as refusal:
        return _stop_page(request, number, dispatch, refusal=refusal)
    except Conflict as refusal:
        return _page(request, number, dispatch, refusal=refusal)
    said = ngettext(
        "Stopped. %(n)s person gets nothing.", "Stopped. %(n)s people get nothing.", halted.not_sent
    )
    notices.success(request, said % {"n": f"{halted.not_sent:,}"})
    return _back(number, dispatch)


@signed_in
@never_cache
@require_safe
def people(request: HttpRequest, number: int, dispatch: int) -> HttpResponse:
    """Exactly the people who share a reason, a page at a time."""
    _of(number, dispatch)
    why = _why(request.GET)
    groups = [group for group in tallies.failures(dispatch) if group.why == why]
    entries = tallies.people_with(dispatch, why, after=_id(request.GET), most=A_PAGE + 1)
    shown, more = entries[:A_PAGE], entries[A_PAGE:]
    known = subscribers.named([entry.subscriber_id for entry in shown])
    found = _frame(number, dispatch) | {
        "why": why,
        "count": groups[0].count if groups else 0,
        "people": [(entry, known.get(entry.subscriber_id)) for entry in shown],
        "next": shown[-1].id if more else 0,
        "is_first": not _id(request.GET),
    }
    return render(request, "room/delivery_people.html", found)


def _page(
    request: HttpRequest, number: int, dispatch: int, *, refusal: Refusal | None = None
) -> HttpResponse:
    progress = progress_of(dispatch, now=now())
    found = _frame(number, dispatch) | _moving(progress)
    found |= {
        "refusal": refusal,
        "may_steer": allowed(actor_of(request).roles, Deed.STEER_DELIVERY),
        "last_event": events.newest_id(),
        "who": names().get(progress.dispatch.by, progress.dispatch.by),
    }
    status = refusal.status if refusal else 200
    return render(request, "room/delivery.html", found, status=status)


def _stop_page(
    request: HttpRequest, number: int, dispatch: int, *, refusal: Refusal | None = None
) -> HttpResponse:
    progress = progress_of(dispatch, now=now())
    if progress.dispatch.finished_at:
        return _back(number, dispatch)
    found = _frame(number, dispatch) | {
        "progress": progress,
        "refusal": refusal,
        "field": refusal.field if refusal else "",
        "reason": str(request.POST.get("reason", "")),
        "fewest": FEWEST,
        "most": MOST,
    }
    status = refusal.status if refusal else 200
    return render(request, "room/delivery_stop.html", found, status=status)


def _moving(progress: Progress) -> dict[str, Any]:
    """What changes from second to second."""
    at = now()
    looks = looked(f"dispatch {progress.dispatch.id}", progress.look(at))
    pace = pace_of(looks) if progress.dispatch.is_running else None
    average = progress.average_pace(progress.dispatch.finished_at or at)
    return {
        "progress": progress,
        "parts": parts_of(progress),
        "pace": pace,
        "average": average,
        "stands_still": pace is not None and pace.fastest <= 0,
        "expected": progress.expected(pace or average, at),
        "now_at": at,
    }


def _frame(number: int, dispatch: int) -> dict[str, Any]:
    """What every page about a delivery needs."""
    message, text = _of(number, dispatch)
    above = head(number)
    return {
        "head": above,
        "incident": above.incident,
        "plan": above.plan,
        "message": message,
        "text": text,
        "dispatch_id": dispatch,
        "name": text_name(above.plan, text.key, language=language()),
    }


def _of(number: int, dispatch: int) -> tuple[Message, Rendition]:
    text = messages.rendition(steering.steered(dispatch).rendition_id)
    message = messages.get(text.message_id)
    if message.incident_number != number:
        raise NotFound("There is no such delivery.", way_out="Go back to the incident.")
    return message, text


def _why(given: QueryDict) -> Why:
    try:
        return Why(
            state=State(given.get("state", "")),
            reason=Reason(given.get("reason", "")),
            code=given.get("code", ""),
        )
    except ValueError:
        raise NotFound("There is no such list.", way_out="Go back to the delivery.") from None


def _id(given: QueryDict) -> int:
    after = given.get("after", "")
    return int(after) if after.isascii() and after.isdigit() and len(after) <= _LONGEST_ID else 0


def _back(number: int, dispatch: int) -> HttpResponse:
    response = redirect(reverse("delivery", args=[number, dispatch]))
    response.status_code = 303
    return response
