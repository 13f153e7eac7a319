"""Send one test message through an account, to an address that a person types."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.actions.context import Actor, Context
from noroshi.actions.provider_wish import checked_address
from noroshi.actions.queries.provider_accounts import account_named
from noroshi.domain.permissions import Deed
from noroshi.domain.provider_account import ProviderAccount
from noroshi.jobs.names import TaskName, lock_on
from noroshi.jobs.payloads import TryProvider
from noroshi.jobs.queue import defer
from noroshi.kernel.errors import Invalid, NotFound
from noroshi.storage import standings
from noroshi.storage.unit_of_work import unit_of_work

_LONGEST_DETAIL = 300


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A test message that somebody waits for."""

    account: ProviderAccount
    address: str


def try_provider(context: Context, actor: Actor, name: str, address: str) -> None:
    """Ask for a test message; a worker sends it, and the account shows what came of it.

    Raises:
        NotAllowed: the actor does not manage providers.
        Invalid: nothing can be sent to the address.
        NotFound: there is no such account.
    """
    actor.must_be_allowed(Deed.MANAGE_PROVIDERS)
    account = account_named(context, name).account
    to = checked_address(account.channel, address, field="address")
    if not to:
        raise Invalid("Type an address to which the test goes.", field="address")
    once = lock_on(TaskName.TRY_PROVIDER, name)
    with unit_of_work():
        asked = {"to": to, "asked_at": context.clock.now().isoformat(), "by": actor.person}
        standings.save_test(name, asked)
        defer(TryProvider(account=name), queueing_lock=once, lock=once)


def trial_of(context: Context, name: str) -> Trial | None:
    """The test message that waits to be sent; None if there is none (any more)."""
    try:
        account = account_named(context, name).account
    except NotFound:
        return None
    asked = standings.test_of(name)
    if not asked or "done_at" in asked:
        return None
    return Trial(account=account, address=str(asked["to"]))


def trial_ended(context: Context, name: str, *, failure: str = "", answer: str = "") -> None:
    """Note what came of it: the provider's answer, or why it failed."""
    done = {
        "done_at": context.clock.now().isoformat(),
        "failure": failure[:_LONGEST_DETAIL],
        "answer": answer[:_LONGEST_DETAIL],
    }
    standings.save_test(name, {**standings.test_of(name), **done})
