"""What the auditor found, in full; and letting this copy of the installation send."""

from __future__ import annotations

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from noroshi.actions.queries.audit import auditing
from noroshi.actions.queries.pages_standing import pages_standing
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.queries.sending import is_copy
from noroshi.actions.take_over_sending import take_over_sending
from noroshi.domain.permissions import Deed, allowed
from noroshi.web.access import may, signed_in
from noroshi.web.actors import actor_of
from noroshi.web.reader import language
from noroshi.web.services import context
from noroshi.web.views.page_rows import rows


@signed_in
@never_cache
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Open findings, each with its way out; the targets of the pages; what was settled lately."""
    actor = actor_of(request)
    manages = allowed(actor.roles, Deed.MANAGE_PROVIDERS, is_admin=actor.is_admin)
    shown = {
        "here": "audit",
        "seen": auditing(context(), language()),
        "pages": rows(plan_or_none(), pages_standing(context())),
        "may_take_over": bool(manages) and is_copy(context()),
    }
    return render(request, "audit.html", shown)


@may(Deed.MANAGE_PROVIDERS)
@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """Let this copy send, with a reason."""
    reason = str(request.POST.get("reason", ""))
    waiting = take_over_sending(context(), actor_of(request), reason=reason)
    notices.success(request, _("This installation sends from now on."))
    if waiting:
        notices.warning(
            request,
            _("Deliveries that were planned before are paused: read each, then resume it."),
        )
    response = redirect("audit")
    response.status_code = 303
    return response
