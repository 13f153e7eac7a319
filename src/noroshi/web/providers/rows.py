"""How an account looks: its state in words with a shape, what it did, its test messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from noroshi.actions.queries.channels import by_provider
from noroshi.actions.queries.provider_accounts import Shown, descriptor_of
from noroshi.domain.channel import Channel
from noroshi.domain.language import Localised
from noroshi.domain.plan.model import Plan
from noroshi.domain.provider_account import Circuit, ProviderAccount
from noroshi.domain.routing.results import Verdict
from noroshi.domain.routing.standing import Standing
from noroshi.web.words import Sign

WORKS = Sign(shape="s-ok", tone="is-ok", word=_("Works"))
SLOW = Sign(shape="s-degraded", tone="is-degraded", word=_("Fails in part or is slow"))
LATE = Sign(shape="s-degraded", tone="is-degraded", word=_("Its test message is late"))
DOWN = Sign(shape="r-blocked", tone="is-blocked", word=_("Taken as down"))
PROBING = Sign(shape="r-waiting", tone="is-waiting", word=_("Being tried again"))
PAUSED = Sign(shape="s-none", tone="is-none", word=_("Paused by hand"))


@dataclass(frozen=True, kw_only=True)
class Row:
    """An account as a screen shows it."""

    shown: Shown

    @property
    def account(self) -> ProviderAccount:
        """The account."""
        return self.shown.account

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return self.shown.candidate.standing

    @property
    def kind(self) -> Localised:
        """What it is."""
        return descriptor_of(self.account.kind).title

    @property
    def is_reserve(self) -> bool:
        """Whether it waits for the others to fail."""
        return self.account.weight == 0

    @property
    def rate(self) -> str:
        """Its limit a second; empty for none."""
        limit = self.account.rate_per_second
        return f"{limit:,g}" if limit else ""

    @property
    def is_moved(self) -> bool:
        """Whether its share is another than its weight asks for."""
        return self.account.enabled and self.shown.share != self.shown.weight

    @property
    def sign(self) -> Sign:
        """Its state."""
        if not self.account.enabled:
            return PAUSED
        if self.standing.circuit is Circuit.OPEN:
            return DOWN
        if self.standing.circuit is Circuit.HALF_OPEN:
            return PROBING
        if self.shown.candidate.canary.is_late:
            return LATE
        return SLOW if self.standing.last.verdict is Verdict.BAD else WORKS

    @property
    def is_down(self) -> bool:
        """Whether it is taken as down, being tried again or not."""
        return self.account.enabled and self.standing.circuit is not Circuit.CLOSED

    @property
    def says_why(self) -> bool:
        """Whether the last decision about it explains what the screen shows."""
        if not self.account.enabled or not any(self.standing.note.values()):
            return False
        return self.is_down or (self.is_moved and self.sign is not LATE)

    @property
    def has_canary(self) -> bool:
        """Whether test messages go through it."""
        return bool(self.account.canary_address)

    @property
    def test(self) -> Trial | None:
        """The last test that a person asked for."""
        return trial_of(self.shown.test)


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A test that a person asked for. ``done_at`` None: it waits for a worker."""

    to: str
    asked_at: datetime
    done_at: datetime | None
    failure: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """The accounts of one channel."""

    channel: Channel
    rows: tuple[Row, ...]


def groups(found: Sequence[Shown]) -> list[Group]:
    """The accounts by channel, in the order in which they come."""
    by_channel = groupby(found, key=lambda each: each.account.channel)
    return [
        Group(channel=channel, rows=tuple(Row(shown=each) for each in rows))
        for channel, rows in by_channel
    ]


def unserved(plan: Plan | None, found: Sequence[Shown]) -> tuple[Channel, ...]:
    """The channels that the plan has texts for while no account could send them."""
    outlets = (
        outlet
        for scenario in (plan.scenarios if plan else ())
        for path in scenario.paths
        for outlet in path.outlets
    )
    wanted = {outlet.channel for outlet in outlets} & by_provider()
    return tuple(sorted(wanted - {each.account.channel for each in found if each.account.enabled}))


def trial_of(stored: Mapping[str, str]) -> Trial | None:
    """The test as it is stored with the account."""
    if not stored:
        return None
    done = stored.get("done_at")
    return Trial(
        to=stored["to"],
        asked_at=datetime.fromisoformat(stored["asked_at"]),
        done_at=datetime.fromisoformat(done) if done else None,
        failure=stored.get("failure", ""),
        answer=stored.get("answer", ""),
    )
