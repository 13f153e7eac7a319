"""Moving planned work on. Each move is one action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from noroshi.actions.approve_notices import approve_notices
from noroshi.actions.ask_for_notices import ask_for_notices
from noroshi.actions.begin_maintenance import (
    begin_maintenance,
    resume_maintenance,
    verify_maintenance,
)
from noroshi.actions.cancel_maintenance import cancel_maintenance
from noroshi.actions.change_maintenance import extend_maintenance
from noroshi.actions.end_maintenance import end_maintenance
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.update_maintenance import update_maintenance
from noroshi.actions.withdraw_message import withdraw_message
from noroshi.domain.maintenance import Purpose
from noroshi.kernel.errors import Conflict, Refusal
from noroshi.storage import maintenances, messages
from noroshi.web.access import signed_in
from noroshi.web.actors import actor_of
from noroshi.web.maintenance import form, pages
from noroshi.web.services import context


@signed_in
@require_POST
def move(request: HttpRequest, number: int, move: str) -> HttpResponse:
    """Do one move; what is refused is said on the page of the work."""
    if move not in _MOVES:
        raise Http404
    try:
        said = _MOVES[move](request, number)
    except Refusal as refusal:
        return pages.page(request, number, refusal=refusal, move=move)
    notices.success(request, said)
    return redirect("maintenance", number)


@signed_in
@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Sign the texts that were shown, each by its digest."""
    pairs = (value.partition(":") for value in request.POST.getlist("texts")[:500])
    digests = {
        int(text): digest
        for text, _colon, digest in pairs
        if text.isascii() and text.isdigit() and len(text) < 19
    }
    try:
        signed, left = approve_notices(context(), actor_of(request), number, digests)
    except Refusal as refusal:
        return pages.page(request, number, refusal=refusal, move="approve")
    said = ngettext("%(n)s text approved.", "%(n)s texts approved.", signed) % {"n": signed}
    if left:
        more = ngettext("%(n)s still waits for you.", "%(n)s still wait for you.", left)
        said = f"{said} {more % {'n': left}}"
    notices.success(request, said)
    return redirect("maintenance", number)


def _ask(request: HttpRequest, number: int) -> str:
    ask_for_notices(context(), actor_of(request), number)
    return _("The approvers have been asked.")


def _announce(request: HttpRequest, number: int) -> str:
    waiting = [
        notice.message.id
        for notice in maintenances.notices(number)
        if notice.purpose is Purpose.ANNOUNCE and notice.message.state in messages.IN_WORK
    ]
    if not waiting:
        raise Conflict("This message is out already.", way_out="Nothing was sent twice.")
    publish_update(context(), actor_of(request), waiting[-1])
    return _("Announced. The status page goes first, then everybody else.")


def _begin(request: HttpRequest, number: int) -> str:
    begin_maintenance(context(), actor_of(request), number)
    return _("The work has begun.")


def _verify(request: HttpRequest, number: int) -> str:
    verify_maintenance(context(), actor_of(request), number)
    return _("The page says that you verify the work.")


def _resume(request: HttpRequest, number: int) -> str:
    resume_maintenance(context(), actor_of(request), number)
    return _("The work goes on.")


def _end(request: HttpRequest, number: int) -> str:
    end_maintenance(context(), actor_of(request), number)
    return _("The work is over.")


def _cancel(request: HttpRequest, number: int) -> str:
    reason = str(request.POST.get("reason", ""))
    cancel_maintenance(context(), actor_of(request), number, reason=reason)
    return _("Cancelled. If customers were told, a notice for them waits to be approved.")


def _extend(request: HttpRequest, number: int) -> str:
    zone = maintenances.get(number).window.zone
    day, clock = (str(request.POST.get(name, "")) for name in ("end_day", "end_clock"))
    ends_at = form.moment(day, clock, zone, field="ends_at")
    extend_maintenance(context(), actor_of(request), number, ends_at)
    return _("Extended. The notice of it waits to be approved, and goes out as soon as it is.")


def _update(request: HttpRequest, number: int) -> str:
    languages = current_plan().company.languages
    news = {code: str(request.POST.get(f"news_{code}", ""))[:4_000] for code in languages}
    update_maintenance(context(), actor_of(request), number, news=news)
    return _("Drafted. Ask for its approval next.")


def _message(request: HttpRequest, number: int) -> int:
    """The notice that a button names; it must be one of this work."""
    said = str(request.POST.get("message", ""))
    ours = {str(notice.message.id) for notice in maintenances.notices(number)}
    if said not in ours:
        raise Conflict("There is no such message.", way_out="Read it again.")
    return int(said)


def _publish(request: HttpRequest, number: int) -> str:
    publish_update(context(), actor_of(request), _message(request, number))
    return _("Published. The status page goes first, then everybody else.")


def _withdraw(request: HttpRequest, number: int) -> str:
    withdraw_message(context(), actor_of(request), _message(request, number))
    return _("Withdrawn. It will not go out.")


_MOVES: Mapping[str, Callable[[HttpRequest, int], str]] = MappingProxyType(
    {
        "ask": _ask,
        "announce": _announce,
        "begin": _begin,
        "verify": _verify,
        "resume": _resume,
        "end": _end,
        "cancel": _cancel,
        "extend": _extend,
        "update": _update,
        "publish": _publish,
        "withdraw": _withdraw,
    }
)
