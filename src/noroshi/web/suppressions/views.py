"""The suppression list in numbers, one address at a time, and what came back lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from noroshi.actions.lift_suppression import lift_suppression
from noroshi.domain.bounce_words import Fault
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import REASONS
from noroshi.domain.language import pick
from noroshi.domain.permissions import Deed
from noroshi.domain.receipts import WHYS, ReceiptKind, Why
from noroshi.kernel.errors import NotFound, Refusal
from noroshi.storage import receipts
from noroshi.storage import suppressions as stored
from noroshi.storage.receipts import KeptEvent
from noroshi.storage.suppressions import Suppressed
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.reader import language, now
from noroshi.web.services import context
from noroshi.web.typed import one_line

_SHOWN = 20
_LATELY = timedelta(hours=24)
_CHANNELS = (Channel.EMAIL, Channel.SMS, Channel.WEBHOOK)
_WHYS = {
    str(Fault.ADDRESS): Why.NO_SUCH_ADDRESS,
    str(Fault.PASSING): Why.RETURNED,
    str(Fault.OURS): Why.ABOUT_US,
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """Something that came back, and what it means."""

    told: KeptEvent
    why: Mapping[str, str]


@may(Deed.MANAGE_PEOPLE)
@never_cache
@require_http_methods(["GET", "POST"])
def suppressions(request: HttpRequest) -> HttpResponse:
    """The list; a POST looks for one address, which so never stands in a URL or a log."""
    if request.method == "GET":
        return _page(request)
    try:
        return _page(request, found=_found(request))
    except Refusal as refusal:
        return _page(request, refusal=refusal)


@may(Deed.MANAGE_PEOPLE)
@require_POST
def lift(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Write to an address again, with the reason."""
    try:
        reason = one_line(request, "reason", longest=300)
        lift_suppression(context(), actor_of(request), entry_id, reason=reason)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, found=stored.get(entry_id), refusal=refusal)
    messages.success(request, _("This address may be written to again."))
    return redirect("suppressions")


def _found(request: HttpRequest) -> Suppressed:
    address = one_line(request, "address", longest=500)
    for channel in _CHANNELS:
        entry = stored.find(context().key, channel, address)
        if entry and entry.lifted_at is None:
            return entry
    raise NotFound("This address is not on the list.", field="address")


def _page(
    request: HttpRequest, *, found: Suppressed | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    counts = [(REASONS[reason], count) for reason, count in stored.counts().items()]
    shown = {
        "here": "suppressions",
        "counts": counts,
        "total": sum(count for _reason, count in counts),
        "newest": [(entry, REASONS[entry.reason]) for entry in stored.newest(_SHOWN)],
        "refused_us": receipts.refusals_of_us(since=now() - _LATELY),
        "came_back": _came_back(),
        "found": found,
        "found_why": pick(REASONS[found.reason], language()) if found else "",
        "refusal": refusal,
        "typed": request.POST.get("address", "")[:500],
        "reason": request.POST.get("reason", "")[:300],
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "suppressions/list.html", shown, status=status)


def _came_back() -> list[Line]:
    kinds = (ReceiptKind.BOUNCED, ReceiptKind.COMPLAINED)
    return [
        Line(told=one, why=WHYS[_WHYS.get(one.fault, Why.COMPLAINT)])
        for one in receipts.recent(kinds, _SHOWN)
    ]
