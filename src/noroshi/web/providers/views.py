"""Accounts through which messages leave: the list, and one account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from noroshi.actions.change_provider import change_provider
from noroshi.actions.provider_wish import Wish
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.queries.provider_accounts import accounts, descriptor_of, kept_secrets
from noroshi.actions.remove_provider import remove_provider
from noroshi.actions.try_provider import try_provider
from noroshi.domain.permissions import Deed, allowed
from noroshi.kernel.errors import NotFound, Refusal
from noroshi.web.access import may, signed_in
from noroshi.web.actors import actor_of
from noroshi.web.providers import form
from noroshi.web.providers.rows import Row, groups, unserved
from noroshi.web.services import context


@signed_in
@never_cache
@require_safe
def providers(request: HttpRequest) -> HttpResponse:
    """All accounts by channel, with how they stand."""
    known = accounts(context())
    shown = {
        "groups": groups(known),
        "unserved": unserved(plan_or_none(), known),
        "may_change": _may_change(request),
    }
    return render(request, "providers/list.html", {"here": "providers", **shown})


@signed_in
@never_cache
@require_safe
def provider(request: HttpRequest, name: str) -> HttpResponse:
    """One account: how it stands, and the forms to change and test it."""
    return _page(request, _row(name))


@signed_in
@never_cache
@require_safe
def outcome(request: HttpRequest, name: str) -> HttpResponse:
    """What came of a test, asked for by the page while it waits."""
    return render(request, "providers/trial.html", {"row": _row(name)})


@may(Deed.MANAGE_PROVIDERS)
@require_POST
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Change the settings; what is wrong comes back beside its field."""
    row = _row(name)
    filled = _filled(row)
    try:
        change_provider(context(), actor_of(request), name, form.wish_of(filled, request.POST))
    except Refusal as refusal:
        return _page(request, row, form.typed(filled, request.POST, refusal), status=refusal.status)
    messages.success(request, _("The account was changed."))
    return redirect("provider", name)


@may(Deed.MANAGE_PROVIDERS)
@require_POST
def switch(request: HttpRequest, name: str) -> HttpResponse:
    """Pause the account, or let it work again."""
    wants = request.POST.get("enabled") == "yes"
    change_provider(context(), actor_of(request), name, Wish(enabled=wants))
    messages.success(request, _("The account works.") if wants else _("The account is paused."))
    return redirect("provider", name)


@may(Deed.MANAGE_PROVIDERS)
@require_POST
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Forget the account."""
    remove_provider(context(), actor_of(request), name)
    messages.success(request, _("The account was removed."))
    return redirect("providers")


@may(Deed.MANAGE_PROVIDERS)
@require_POST
def test(request: HttpRequest, name: str) -> HttpResponse:
    """Send a test message; the page then asks what came of it."""
    address = request.POST.get("address", "")
    try:
        try_provider(context(), actor_of(request), name, address)
    except Refusal as refusal:
        if refusal.field != "address":
            raise
        return _page(
            request, _row(name), status=refusal.status, address=address, test_refusal=refusal
        )
    return redirect("provider", name)


def _page(
    request: HttpRequest,
    row: Row,
    filled: form.Form | None = None,
    *,
    status: int = 200,
    **shown: object,
) -> HttpResponse:
    known = {
        "here": "providers",
        "row": row,
        "form": filled or _filled(row),
        "may_change": _may_change(request),
    }
    return render(request, "providers/account.html", known | shown, status=status)


def _filled(row: Row) -> form.Form:
    kept = kept_secrets(context(), row.account)
    return form.filled(descriptor_of(row.account.kind), row.account, kept)


def _row(name: str) -> Row:
    for shown in accounts(context()):
        if shown.account.name == name:
            return Row(shown=shown)
    raise NotFound("There is no such account.", way_out="It may have been removed.")


def _may_change(request: HttpRequest) -> bool:
    actor = actor_of(request)
    return bool(allowed(actor.roles, Deed.MANAGE_PROVIDERS, is_admin=actor.is_admin))
