"""Change an account: its settings, weight, limit, test address; pause it and let it work again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from noroshi.actions.context import Actor, Context
from noroshi.actions.provider_wish import (
    Settled,
    Wish,
    checked_address,
    checked_rate,
    checked_weight,
    settled,
)
from noroshi.actions.queries.provider_accounts import account_named, sealer
from noroshi.domain.canary import Canary
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.domain.provider_account import RELAY, ProviderAccount
from noroshi.domain.routing.standing import Standing
from noroshi.kernel.errors import Invalid
from noroshi.kernel.secret import Secret
from noroshi.storage import events, provider_accounts, standings
from noroshi.storage.unit_of_work import unit_of_work

_DESTINATION = ("host", "port", "security", "url", "base_url", "endpoint", "ca_file")
"""Settings that say where an account leads to."""


def change_provider(context: Context, actor: Actor, name: str, wish: Wish) -> ProviderAccount:
    """Change what the wish names. The same again changes nothing; secrets count as changed.

    An account that is let work again, or whose settings changed, starts with a clean slate: its
    circuit closes, and its share stays what it is.

    Raises:
        NotAllowed: the actor does not manage providers.
        Invalid: a value is missing or wrong; ``field`` names it.
        NotFound: there is no such account.
    """
    actor.must_be_allowed(Deed.MANAGE_PROVIDERS)
    account_named(context, name)
    now = context.clock.now()
    with unit_of_work():
        before = provider_accounts.locked(name)
        after, given = _changed(context, before, wish)
        what = _differences(before, after, wish)
        if not what:
            return before
        if given is not None:
            provider_accounts.seal_anew(name, sealer(context).seal(given.secrets))
        stored = provider_accounts.change(after, at=now)
        if not {"enabled", "settings", "secrets"}.isdisjoint(what):
            _start_afresh(name)
        events.append(
            at=now,
            kind=EventKind.PROVIDER_CHANGED,
            actor=actor.person,
            data={"provider": name, "changed": what},
        )
        return stored


def _changed(
    context: Context, before: ProviderAccount, wish: Wish
) -> tuple[ProviderAccount, Settled | None]:
    after, given = before, None
    if wish.settings is not None:
        given = _settings(context, before, wish)
        after = replace(after, settings=given.settings)
    if wish.weight is not None:
        after = replace(after, weight=checked_weight(wish.weight))
    if wish.rate_per_second is not None:
        after = replace(after, rate_per_second=checked_rate(wish.rate_per_second))
    if wish.canary_address is not None:
        address = checked_address(before.channel, wish.canary_address, field="canary_address")
        after = replace(after, canary_address=address)
    if wish.enabled is not None:
        after = replace(after, enabled=wish.enabled)
    return after, given


def _settings(context: Context, before: ProviderAccount, wish: Wish) -> Settled:
    if before.name == RELAY:
        if wish.settings:
            raise Invalid(
                "The settings of the built-in relay stand in the environment.",
                way_out="Change them there and start again.",
                field=next(iter(wish.settings)),
            )
        return Settled()
    kept = sealer(context).open(provider_accounts.sealed_secrets(before.name))
    given = settled(context, before.kind, wish.settings or {}, kept=kept)
    for name in _DESTINATION:
        if given.settings.get(name) != before.settings.get(name):
            _must_be_typed(kept, wish)
    return given


def _must_be_typed(kept: Mapping[str, Secret], wish: Wish) -> None:
    """A secret that nobody may read must not be sent to a host that somebody has just typed."""
    for name in kept:
        if not (wish.settings or {}).get(name):
            raise Invalid("Enter this again: the account now leads to another place.", field=name)


def _differences(before: ProviderAccount, after: ProviderAccount, wish: Wish) -> list[str]:
    named = ("settings", "weight", "rate_per_second", "canary_address", "enabled")
    what = [name for name in named if getattr(before, name) != getattr(after, name)]
    # Whether a secret is another one is not told apart: that would answer guesses.
    open_ones = {**before.settings, **after.settings}
    secrets = any(value and name not in open_ones for name, value in (wish.settings or {}).items())
    return [*what, *(["secrets"] if secrets else [])]


def _start_afresh(name: str) -> None:
    before = standings.locked_one(name).standing
    afresh = Standing(
        share=before.share,
        moved_at=before.moved_at,
        direction=before.direction,
        reversed_at=before.reversed_at,
        last_accepted_at=before.last_accepted_at,
        last_failure=before.last_failure,
    )
    standings.save(name, afresh)
    standings.save_canary(name, Canary())
