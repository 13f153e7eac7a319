"""How an account stands: its circuit, its share of the work, what it did lately."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from noroshi.domain.canary import Canary
from noroshi.domain.language import Localised
from noroshi.domain.provider_account import Circuit, ProviderAccount
from noroshi.domain.routing.results import Results, Verdict


class Direction(IntEnum):
    """Which way a share moved last."""

    DOWN = -1
    NEVER = 0
    UP = 1


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of an account at a moment.

    ``share`` is in points of 100, ``moved_at`` when it moved last and ``reversed_at`` when it last
    moved against the direction before. ``probes`` counts the probes that failed since ``opened_at``.
    ``window`` holds the results since the last look, ``last`` those of the minute before it.
    ``note`` is the last decision about the account, in each language.
    """

    circuit: Circuit = Circuit.CLOSED
    share: int = 0
    moved_at: datetime | None = None
    direction: Direction = Direction.NEVER
    reversed_at: datetime | None = None
    failures_in_row: int = 0
    opened_at: datetime | None = None
    probe_at: datetime | None = None
    probes: int = 0
    window: Results = field(default_factory=Results)
    last: Results = field(default_factory=Results)
    looked_at: datetime | None = None
    last_accepted_at: datetime | None = None
    last_failure: str = ""
    note: Localised = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An account that may get work, and how it stands."""

    account: ProviderAccount
    standing: Standing = field(default_factory=Standing)
    canary: Canary = field(default_factory=Canary)

    @property
    def is_weighted(self) -> bool:
        """Whether it normally gets work; the others are reserves or paused by hand."""
        return self.account.enabled and self.account.weight > 0

    @property
    def is_reserve(self) -> bool:
        """Whether it gets work only when no weighted account is usable."""
        return self.account.enabled and self.account.weight == 0

    @property
    def is_up(self) -> bool:
        """Whether messages may be handed to it, as far as is known."""
        return self.account.enabled and self.standing.circuit is Circuit.CLOSED

    @property
    def verdict(self) -> Verdict:
        """What the last minute says; a test message that is late is a bad minute (R19)."""
        return Verdict.BAD if self.canary.is_late else self.standing.window.verdict
