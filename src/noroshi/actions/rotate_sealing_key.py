"""Seal the secrets of all accounts with the newest key, so that the earlier ones can go."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.provider_accounts import sealer
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.storage import events, provider_accounts
from noroshi.storage.unit_of_work import unit_of_work


def rotate_sealing_key(context: Context, actor: Actor) -> int:
    """Open every secret and seal it with the first key; how many accounts that were.

    Raises:
        NotAllowed: the actor does not manage providers.
        Conflict: a secret was sealed with a key that is not given; then nothing is changed.
    """
    actor.must_be_allowed(Deed.MANAGE_PROVIDERS)
    seals = sealer(context)
    with unit_of_work():
        found = provider_accounts.all_sealed()
        for name, sealed in found.items():
            provider_accounts.seal_anew(name, seals.seal(seals.open(sealed)))
            events.append(
                at=context.clock.now(),
                kind=EventKind.PROVIDER_CHANGED,
                actor=actor.person,
                data={"provider": name, "changed": ["sealing"]},
            )
        return len(found)
