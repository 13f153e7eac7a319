"""Test messages of accounts: one leaves, one has arrived (R19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noroshi.actions.context import Context
from noroshi.actions.queries.provider_accounts import account_named
from noroshi.domain import canary
from noroshi.domain.provider_account import Circuit, ProviderAccount
from noroshi.domain.routing.circuit import PROBE_LASTS
from noroshi.kernel.errors import NotFound
from noroshi.kernel.ids import new_token, token_hash
from noroshi.storage import standings
from noroshi.storage.unit_of_work import unit_of_work

_TOKEN_LETTERS = 32


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """A test message about to leave: through which account, to whom, with which token."""

    account: ProviderAccount
    address: str
    token: str


def canary_leaves(context: Context, account_name: str) -> Leaving | None:
    """Note that a test message leaves now; None if none is wanted any more.

    An account that is taken as down gets one only when a probe is due, and then it is the probe.
    """
    try:
        candidate = account_named(context, account_name)
    except NotFound:
        return None
    now = context.clock.now()
    if not candidate.account.enabled or not canary.is_due(candidate.canary, now=now):
        return None
    known = candidate.standing
    if known.circuit is not Circuit.CLOSED and not (
        known.probe_at is not None
        and known.probe_at <= now
        and standings.claim_probe(account_name, known=known.probe_at, until=now + PROBE_LASTS)
    ):
        return None
    token = token_hash(new_token())[:_TOKEN_LETTERS]  # letters that a Message-ID may have
    with unit_of_work():
        held = standings.locked_one(account_name)
        standings.save_canary(account_name, canary.sent(held.canary, token, at=now))
    return Leaving(account=candidate.account, address=candidate.canary.address, token=token)


def canary_seen(context: Context, token: str, at: datetime) -> bool:
    """A test message has arrived; whether it was the newest of an account.

    ``at`` is when it arrived, as far as known; one from the future counts as arriving now.
    """
    with unit_of_work():
        found = standings.by_canary(token)
        if found is None:
            return False
        arrived = min(at, context.clock.now())
        standings.save_canary(found.account.name, canary.seen(found.canary, token, at=arrived))
        return True
