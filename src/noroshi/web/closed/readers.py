"""Who is invited to the pages for one audience: seen by all colleagues, changed by some."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from noroshi.actions.invite_reader import invite_reader, uninvite_reader
from noroshi.actions.queries.invited import invited
from noroshi.actions.queries.people import names
from noroshi.domain.permissions import Deed, allowed
from noroshi.kernel.errors import Invalid, Refusal
from noroshi.web.access import may, signed_in
from noroshi.web.actors import actor_of
from noroshi.web.services import context
from noroshi.web.typed import one_line


@signed_in
@never_cache
@require_safe
def page_readers(request: HttpRequest) -> HttpResponse:
    """Every such page with those who are invited."""
    return _page(request)


@may(Deed.INVITE_READERS)
@require_POST
def invite(request: HttpRequest, key: str) -> HttpResponse:
    """Invite an address or a domain; what is wrong comes back with what was typed."""
    try:
        whom = one_line(request, "whom", longest=320)
        reader = invite_reader(context(), actor_of(request), key, whom)
    except Invalid as refusal:
        return _page(request, refused=key, refusal=refusal)
    said = _("%(reader)s may ask for a link now.") % {"reader": reader}
    messages.success(request, said)
    return _back()


@may(Deed.INVITE_READERS)
@require_POST
def uninvite(request: HttpRequest, key: str) -> HttpResponse:
    """Take an invitation back."""
    uninvite_reader(context(), actor_of(request), key, one_line(request, "whom", longest=320))
    messages.success(request, _("Taken back. Their sessions and feed addresses have ended."))
    return _back()


def _page(
    request: HttpRequest, *, refused: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    actor = actor_of(request)
    shown = {
        "here": "audiences",
        "lines": invited(context()),
        "names": names(),
        "may_invite": bool(allowed(actor.roles, Deed.INVITE_READERS, is_admin=actor.is_admin)),
        "refused": refused,
        "refusal": refusal,
        "typed": request.POST.get("whom", "")[:320],
    }
    status = refusal.status if refusal else 200
    return render(request, "closed/readers.html", shown, status=status)


def _back() -> HttpResponse:
    answer = redirect("page_readers")
    answer.status_code = 303
    return answer
