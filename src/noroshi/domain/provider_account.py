"""An account with somebody who takes messages, as the rules see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from noroshi.domain.channel import Channel
    from noroshi.kernel.secret import Secret


RELAY: Final = "relay"
"""The built-in account of the mail relay; its settings come from the environment."""
WEBHOOK: Final = "webhook"
"""The built-in account that posts to the subscribers' endpoints; all its settings have defaults."""
BUILT_IN: Final = frozenset({RELAY, WEBHOOK})
"""Names that nobody may give to an account of their own."""


class Circuit(StrEnum):
    """Whether an account is used."""

    CLOSED = "closed"
    """It works, as far as is known."""
    OPEN = "open"
    """Taken as down: nothing is handed to it until a probe gets through."""
    HALF_OPEN = "half_open"
    """One probe is under way."""


@dataclass(frozen=True, kw_only=True)
class ProviderAccount:
    """A configured account. ``version`` rises with every change of its settings.

    ``settings`` are those of the provider's descriptor, without its secret fields; these are in
    ``secrets``. ``weight`` is the share that it should get among the accounts of its channel (0: a
    reserve, used when no other works). ``rate_per_second`` None: as fast as it takes. ``is_probe``
    belongs to one use of the account: it finds out whether one that was down works again.
    """

    name: str
    kind: str
    channel: Channel
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    weight: int = 100
    rate_per_second: float | None = None
    enabled: bool = True
    version: int = 1
    canary_address: str = ""
    is_probe: bool = False

    @property
    def is_built_in(self) -> bool:
        """Whether it comes with the installation, so that nobody added it and nobody removes it."""
        return self.name in BUILT_IN
