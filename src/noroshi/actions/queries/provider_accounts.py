"""Provider accounts for the entrances and the worker: which there are, and their settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from noroshi.actions.context import Context
from noroshi.delivery.contract import Descriptor
from noroshi.delivery.registry import PROVIDERS
from noroshi.domain.channel import Channel
from noroshi.domain.provider_account import RELAY, WEBHOOK, ProviderAccount
from noroshi.domain.routing.shares import present_shares
from noroshi.domain.routing.standing import Candidate
from noroshi.kernel.errors import Conflict, NotFound
from noroshi.storage import provider_accounts, standings
from noroshi.storage.sealing import Sealer

_BUILT_IN = {
    RELAY: ProviderAccount(name=RELAY, kind="smtp", channel=Channel.EMAIL),
    WEBHOOK: ProviderAccount(name=WEBHOOK, kind="webhook", channel=Channel.WEBHOOK),
}

_ORDER = list(Channel)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An account for people: how it stands, and its present share beside its weight in percent."""

    candidate: Candidate
    share: int
    weight: int
    test: Mapping[str, str]

    @property
    def account(self) -> ProviderAccount:
        """The account itself, without secrets."""
        return self.candidate.account


def candidates_of(context: Context, channel: Channel | None = None) -> tuple[Candidate, ...]:
    """The accounts of a channel (or all) that this installation has, with how they stand."""
    found = standings.candidates(channel)
    known = {each.account.name for each in found}
    wanted = {
        name for name in context.built_in if channel in {None, _BUILT_IN[name].channel}
    } - known
    if wanted:
        for name in wanted:
            provider_accounts.ensure(_BUILT_IN[name], at=context.clock.now())
        found = standings.candidates(channel)
    return tuple(each for each in found if exists(context, each.account))


def exists(context: Context, account: ProviderAccount) -> bool:
    """Whether the account can be used: a built-in one lasts as long as its settings do."""
    return not account.is_built_in or account.name in context.built_in


def account_named(context: Context, name: str) -> Candidate:
    """One account, with how it stands.

    Raises:
        NotFound: there is none of that name.
    """
    for each in candidates_of(context):
        if each.account.name == name:
            return each
    raise NotFound("There is no such account.", way_out="It may have been removed.")


def accounts(context: Context) -> tuple[Shown, ...]:
    """Every account, by channel; in each the heaviest first, reserves last."""
    found = candidates_of(context)
    present: dict[str, int] = {}
    weights: dict[str, int] = {}
    for channel in {each.account.channel for each in found}:
        of_it = [each for each in found if each.account.channel is channel]
        present |= present_shares(of_it)
        whole = sum(each.account.weight for each in of_it if each.is_weighted)
        weights |= {
            each.account.name: round(100 * each.account.weight / whole)
            for each in of_it
            if each.is_weighted
        }
    return tuple(
        Shown(
            candidate=each,
            share=present.get(each.account.name, 0),
            weight=weights.get(each.account.name, 0),
            test=standings.test_of(each.account.name),
        )
        for each in sorted(found, key=_as_read)
    )


def _as_read(each: Candidate) -> tuple[int, int, str]:
    return _ORDER.index(each.account.channel), -each.account.weight, each.account.name


def channels_with_account(context: Context) -> frozenset[Channel]:
    """The channels on which something can leave by a provider; the others are posted by hand."""
    return frozenset(
        each.account.channel for each in candidates_of(context) if each.account.enabled
    )


def settings_of(context: Context, account: ProviderAccount) -> Mapping[str, str]:
    """The settings of an account with its secrets, for the provider that is built from them.

    Those of the built-in relay stand in the environment, not here.

    Raises:
        Conflict: the secrets were sealed with a key that is not given any more.
        NotFound: the account was removed meanwhile.
    """
    secrets = sealer(context).open(provider_accounts.sealed_secrets(account.name))
    return {**account.settings, **{name: value.reveal() for name, value in secrets.items()}}


def kept_secrets(context: Context, account: ProviderAccount) -> frozenset[str]:
    """The names of the secrets that an account has; none where they cannot be opened."""
    try:
        return frozenset(sealer(context).open(provider_accounts.sealed_secrets(account.name)))
    except Conflict:
        return frozenset()


def with_secrets(context: Context, account: ProviderAccount) -> ProviderAccount:
    """The account with its secrets, which stay hidden from whatever prints it."""
    secrets = sealer(context).open(provider_accounts.sealed_secrets(account.name))
    return replace(account, secrets=secrets)


def sealer(context: Context) -> Sealer:
    """Seals and opens secrets: the installation's own key opens what it sealed before others came."""
    return Sealer([*context.sealing_keys, context.key])


def kinds() -> Mapping[str, Descriptor]:
    """The kinds of providers that an account can be of, by name."""
    return {name: kind.descriptor for name, kind in PROVIDERS.items() if name != WEBHOOK}


def descriptor_of(kind: str) -> Descriptor:
    """What a kind of provider is.

    Raises:
        NotFound: there is no such kind.
    """
    if kind not in PROVIDERS:
        raise NotFound("There is no such kind of provider.", way_out="Choose one of the list.")
    return PROVIDERS[kind].descriptor
