"""Approvals: exact text first, and a decision about exactly that text. Made for a phone."""

from __future__ import annotations

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from noroshi.actions.approve_rendition import approve_rendition, reject_rendition
from noroshi.actions.queries.approval_desk import Reading, reading, waiting_for
from noroshi.actions.queries.approval_desk import desk as read
from noroshi.actions.queries.outlets import outlet_name
from noroshi.actions.queries.people import names
from noroshi.domain.guardrails.catalogue import CATALOGUE
from noroshi.domain.message import MessageState
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict, Invalid, Refusal
from noroshi.storage import events
from noroshi.web.access import may, signed_in
from noroshi.web.actors import actor_of
from noroshi.web.reader import language
from noroshi.web.room.marks import inline_changes, rendered, rendered_with_changes
from noroshi.web.services import context

REASONS = ("not_true", "too_technical", "wrong_people", "tone")
_LONGEST_REASON = 1_000


@signed_in
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for me, and what waits for others."""
    waiting = read(actor_of(request).person)
    shown = {
        "here": "approvals",
        "mine": [one for one in waiting if one.mine],
        "others": [one for one in waiting if not one.mine],
        "names": names(),
        "last_event": events.newest_id(),
    }
    return render(request, "approvals/desk.html", shown)


@may(Deed.SEE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, text: int) -> HttpResponse:
    """Read a text (GET changes nothing), or sign exactly what was read (POST with its digest)."""
    if request.method != "POST":
        return _page(request, text)
    actor = actor_of(request)
    try:
        approve_rendition(context(), actor, text, digest=str(request.POST.get("digest", "")))
    except Conflict as refusal:
        return _page(request, text, refusal=refusal)
    return _onward(request, actor.person, done=_("Approved, exactly as you read it."))


@may(Deed.SEE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, text: int) -> HttpResponse:
    """Say no, and why."""
    if request.method != "POST":
        return _page(request, text, rejecting=True)
    actor = actor_of(request)
    digest = str(request.POST.get("digest", ""))
    try:
        reject_rendition(context(), actor, text, digest=digest, reason=_reason(request))
    except (Conflict, Invalid) as refusal:
        return _page(request, text, refusal=refusal, rejecting=isinstance(refusal, Invalid))
    return _onward(request, actor.person, done=_("Rejected. The writer sees your reason."))


def _reason(request: HttpRequest) -> str:
    """The chosen words first, then what was typed."""
    chosen = [word for code, word in _chips() if code in request.POST.getlist("chip")]
    typed = str(request.POST.get("why", ""))[:_LONGEST_REASON]
    plain = "".join(char if char.isprintable() or char in "\n\t" else " " for char in typed)
    return ". ".join(filter(None, [*chosen, " ".join(plain.split())]))


def _chips() -> list[tuple[str, str]]:
    words = {
        "not_true": _("Not true"),
        "too_technical": _("Too technical"),
        "wrong_people": _("Wrong people"),
        "tone": _("Tone"),
    }
    return [(code, words[code]) for code in REASONS]


def _onward(request: HttpRequest, person: str, *, done: str) -> HttpResponse:
    """The next text that waits for the same person, or the list."""
    notices.success(request, done)
    waiting = waiting_for(person)
    response = redirect("approve", waiting[0]) if waiting else redirect("approvals")
    response.status_code = 303
    return response


def _page(
    request: HttpRequest, text: int, *, refusal: Refusal | None = None, rejecting: bool = False
) -> HttpResponse:
    seen = reading(actor_of(request).person, text)
    key = seen.view.text.key
    shown = {
        "seen": seen,
        "text": seen.view.text,
        "incident": seen.incident,
        "plan": seen.plan,
        "name": outlet_name(seen.plan, key.audience, key.channel, language=language()),
        "subject": _subject(seen),
        "body": _body(seen),
        "checks": len(CATALOGUE),
        "can_decide": bool(seen.verdict) and seen.message.state is MessageState.IN_APPROVAL,
        "chips": _chips(),
        "chosen": request.POST.getlist("chip"),
        "why": str(request.POST.get("why", ""))[:_LONGEST_REASON],
        "rejecting": rejecting,
        "refusal": refusal,
        "names": names(),
    }
    status = refusal.status if refusal else 200
    return render(request, "approvals/approve.html", shown, status=status)


def _subject(seen: Reading) -> str:
    changed = seen.subject_changes
    if changed is None or changed.is_nothing:
        return seen.view.text.subject
    kept = [piece for piece in changed.pieces if piece.kind != "removed"]
    return inline_changes(changed.__class__(pieces=tuple(kept), sentences=changed.sentences))


def _body(seen: Reading) -> str:
    changed = seen.body_changes
    if changed is None or changed.is_nothing:
        return rendered(seen.view.text.body)
    return rendered_with_changes(changed)
