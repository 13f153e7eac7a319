"""Remove an account. What it sent stays in the ledger under its name."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.provider_accounts import account_named, candidates_of
from noroshi.domain.channel import NAMES
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.domain.provider_account import ProviderAccount
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import events, provider_accounts
from noroshi.storage.unit_of_work import unit_of_work


def remove_provider(context: Context, actor: Actor, name: str) -> None:
    """Forget an account and its secrets.

    Raises:
        NotAllowed: the actor does not manage providers.
        Invalid: the account is built in.
        Conflict: work waits that only this account could send.
        NotFound: there is no such account.
    """
    actor.must_be_allowed(Deed.MANAGE_PROVIDERS)
    account = account_named(context, name).account
    if account.is_built_in:
        raise Invalid(
            "A built-in account cannot be removed.",
            way_out="Pause it instead, or give it the weight 0.",
        )
    with unit_of_work():
        provider_accounts.locked(name)
        _must_not_strand(context, account)
        provider_accounts.remove(name)
        events.append(
            at=context.clock.now(),
            kind=EventKind.PROVIDER_REMOVED,
            actor=actor.person,
            data={"provider": name},
        )


def _must_not_strand(context: Context, account: ProviderAccount) -> None:
    others = [
        each
        for each in candidates_of(context, account.channel)
        if each.account.enabled and each.account.name != account.name
    ]
    if account.enabled and not others and provider_accounts.work_waits(account.channel):
        raise Conflict(
            "This is the last account for {channel}, and messages wait for it.",
            way_out="Add another one first, or stop what waits.",
            channel=NAMES[account.channel],
        )
