"""A fan-out in virtual time: accounts that fail when the test says so, and a look each minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from noroshi.domain.channel import Channel
from noroshi.domain.delivery import FailureKind
from noroshi.domain.provider_account import Circuit, ProviderAccount
from noroshi.domain.routing.choice import Chosen, choose, ticket_of
from noroshi.domain.routing.circuit import after_results, probing
from noroshi.domain.routing.results import tally
from noroshi.domain.routing.shares import Look, after_window
from noroshi.domain.routing.standing import Candidate, Direction, Standing

START = datetime(2026, 3, 12, 13, 0, tzinfo=UTC)
GROUP = 100
Failing = Callable[[str, float], tuple[float, FailureKind, bool]]
"""For an account and a second: the part that fails, how, and whether it is slow."""
Looking = Callable[..., Look]


def account(name: str, weight: int = 50) -> ProviderAccount:
    return ProviderAccount(name=name, kind="smtp", channel=Channel.EMAIL, weight=weight)


def candidate(name: str, weight: int = 50, share: int | None = None, **known: object) -> Candidate:
    standing = Standing(share=weight if share is None else share, **known)  # type: ignore[arg-type]
    return Candidate(account=account(name, weight), standing=standing)


def works(_name: str, _second: float) -> tuple[float, FailureKind, bool]:
    return 0.0, FailureKind.TEMPORARY, False


@dataclass
class Simulation:
    """Accounts, what they did, and every share they had after each look."""

    candidates: dict[str, Candidate]
    failing: Failing = works
    look: Looking = after_window
    second: float = 0.0
    sent: Counter[str] = field(default_factory=Counter)
    lost: list[tuple[float, int]] = field(default_factory=list)  # (due second, messages) to retry
    shares: list[dict[str, int]] = field(default_factory=list)
    opened: set[tuple[int, str]] = field(default_factory=set)  # (minute, account)
    turns: dict[str, list[float]] = field(default_factory=dict)  # seconds of gradual reversals
    tickets: int = 0

    @classmethod
    def of(cls, candidates: Sequence[Candidate], **more: object) -> Simulation:
        return cls(candidates={c.account.name: c for c in candidates}, **more)  # type: ignore[arg-type]

    @property
    def now(self) -> datetime:
        return START + timedelta(seconds=self.second)

    def run(self, seconds: int, *, messages: int = 0, per_second: int = 0) -> None:
        """Send ``messages`` as fast as ``per_second`` allows, and look each minute."""
        self._keep()
        for _ in range(seconds):
            due = sum(count for at, count in self.lost if at <= self.second)
            self.lost = [(at, count) for at, count in self.lost if at > self.second]
            messages += due
            room = min(per_second, messages)
            messages -= room
            while room > 0:
                self._send(min(GROUP, room))
                room -= GROUP
            self.second += 1
            if self.second % 60 == 0:
                self._look()
        self.left = messages + sum(count for _, count in self.lost)

    left: int = 0

    def _send(self, count: int) -> None:
        self.tickets += 1
        chosen = choose(list(self.candidates.values()), ticket_of(self.tickets), now=self.now)
        if not isinstance(chosen, Chosen):
            self.lost.append((self.second + 30, count))
            return
        name = chosen.candidate.account.name
        if chosen.is_probe:
            self._put(name, probing(chosen.candidate.standing, now=self.now))
        part, kind, slow = self.failing(name, self.second)
        bad = int(count * part)
        self.sent[name] += count - bad
        if bad:
            self.lost.append((self.second + 60, bad))
        # Failures lie among the others, unless nothing works.
        step = count // bad if bad else count + 1
        outcomes = [
            kind if bad and n % step == 0 and n // step < bad else None for n in range(count)
        ]
        self._report(name, outcomes, slow=count if slow else 0)

    def _report(self, name: str, outcomes: list[FailureKind | None], *, slow: int) -> None:
        before = self.candidates[name].standing
        after = after_results(before, tally(outcomes, slow=slow), now=self.now)
        if before.circuit is Circuit.CLOSED and after.circuit is Circuit.OPEN:
            self.opened.add((int(self.second // 60), name))
        elif after.reversed_at != before.reversed_at:
            self.turns.setdefault(name, []).append(self.second)
        self._put(name, after)

    def _look(self) -> None:
        before = {name: each.standing for name, each in self.candidates.items()}
        for name, standing in self.look(
            list(self.candidates.values()), now=self.now
        ).standings.items():
            if _turned(before[name], standing):
                self.turns.setdefault(name, []).append(self.second)
            self._put(name, standing)
        self._keep()

    def _put(self, name: str, standing: Standing) -> None:
        self.candidates[name] = replace(self.candidates[name], standing=standing)

    def _keep(self) -> None:
        self.shares.append({n: each.standing.share for n, each in self.candidates.items()})

    def breaches(self) -> list[str]:
        """Where a share moved too far in a minute, or turned too soon after it had turned."""
        found = []
        hard = {minute for minute, _ in self.opened}
        for minute, (before, after) in enumerate(pairwise(self.shares)):
            found += [
                f"minute {minute}: {name} {before[name]} to {after[name]}"
                for name in before
                if abs(after[name] - before[name]) > 10 and minute not in hard
            ]
        for name, seconds in self.turns.items():
            found += [
                f"{name} turned at {first} and {then}"
                for first, then in pairwise(seconds)
                if then - first < 15 * 60
            ]
        return found


def _turned(before: Standing, after: Standing) -> bool:
    return (
        before.direction is not Direction.NEVER
        and after.share != before.share
        and after.direction is not before.direction
    )


def switch(candidates: Sequence[Candidate], *, now: datetime) -> Look:
    """The mutant: everything goes to whoever does best in this minute."""
    best = min(candidates, key=lambda c: (c.standing.window.failing, -c.account.weight))
    standings = {}
    for each in candidates:
        share = 100 if each is best else 0
        up = Direction.UP if share > each.standing.share else Direction.DOWN
        way = each.standing.direction if share == each.standing.share else up
        standings[each.account.name] = replace(each.standing, share=share, direction=way)
    return Look(standings=standings, moves=(), note={})
