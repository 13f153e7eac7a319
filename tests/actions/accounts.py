"""Provider accounts for tests: two relays, and what they answer."""

from __future__ import annotations

from dataclasses import replace

from noroshi.actions.add_provider import add_provider
from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.provider_wish import Wish
from noroshi.domain.delivery import FailureKind
from noroshi.domain.provider_account import ProviderAccount
from noroshi.domain.routing.results import Results, tally
from noroshi.kernel.secret import Secret
from tests.cast import World

PASSWORD = "correct horse battery staple"
HOST = {"host": "mx.kitsune.example", "username": "noroshi", "password": PASSWORD}
DOWN = tally([FailureKind.TEMPORARY] * 20, detail="421 closing the channel")
GOOD = Results(accepted=100)
FAILING = Results(accepted=50, temporary=50, detail="451 try later")


def smtp(world: World, name: str = "first", **more: object) -> ProviderAccount:
    """Add a relay."""
    wish = Wish(settings=HOST, **more)  # type: ignore[arg-type]
    return add_provider(world.context, SYSTEM, wish, name=name, kind="smtp")


def sealed_by(context: Context, *keys: str) -> Context:
    """The same world with sealing keys of its own."""
    return replace(context, sealing_keys=tuple(Secret(key) for key in keys))
