"""Add an account with somebody who takes messages."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.provider_wish import (
    Wish,
    checked_address,
    checked_name,
    checked_rate,
    checked_weight,
    settled,
)
from noroshi.actions.queries.provider_accounts import candidates_of, descriptor_of, sealer
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.domain.provider_account import ProviderAccount
from noroshi.storage import events, provider_accounts
from noroshi.storage.unit_of_work import unit_of_work

FULL_WEIGHT = 100


def add_provider(
    context: Context, actor: Actor, wish: Wish, *, name: str, kind: str
) -> ProviderAccount:
    """Add an account. Beside others of its channel its share grows from 0, ten points a minute.

    Raises:
        NotAllowed: the actor does not manage providers.
        Invalid: a value is missing or wrong; ``field`` names it.
        Conflict: there is an account of this name.
        NotFound: there is no such kind of provider.
    """
    actor.must_be_allowed(Deed.MANAGE_PROVIDERS)
    channel = Channel(descriptor_of(kind).channel)
    clean = checked_name(name)
    given = settled(context, kind, wish.settings or {}, kept={})
    account = ProviderAccount(
        name=clean,
        kind=kind,
        channel=channel,
        settings=given.settings,
        weight=checked_weight(FULL_WEIGHT if wish.weight is None else wish.weight),
        rate_per_second=checked_rate(wish.rate_per_second or 0),
        enabled=wish.enabled is not False,
        canary_address=checked_address(channel, wish.canary_address or "", field="canary_address"),
    )
    now = context.clock.now()
    candidates_of(context, channel)  # the built-in one comes first, if it was never used yet
    with unit_of_work():
        added = provider_accounts.add(account, sealed=sealer(context).seal(given.secrets), at=now)
        events.append(
            at=now,
            kind=EventKind.PROVIDER_ADDED,
            actor=actor.person,
            data={"provider": account.name, "channel": channel, "kind": kind},
        )
        return added
