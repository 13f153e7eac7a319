"""A ledger that answers late: a fan-out goes on by itself, and starts nobody on an old answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from noroshi.delivery.contract import Parcel
from noroshi.delivery.ledger import Allowed, Recipient
from noroshi.delivery.load import STALE_AFTER, Errand, Load, first_attempts
from noroshi.domain.delivery import Outcome
from noroshi.kernel.clock import SystemClock

PEOPLE = [1, 2, 3]


def parcel_for(to: Recipient) -> Parcel:
    return Parcel(to.id, to.address, to.language, f"<{to.id}@x>", b"words")


@dataclass
class Slow:
    """Answers after ``delays``; the seconds stand still in between."""

    delays: list[float]
    now: float = 100.0
    taken: list[int] = field(default_factory=list)

    async def ask(self, people: Sequence[int]) -> Allowed:
        self.now += self.delays.pop(0)
        await asyncio.sleep(0)
        return everybody(people)

    def late(self, person: int, lease: datetime, outcome: Outcome) -> None:
        raise AssertionError(person)

    def load(self) -> Load:
        clock = SystemClock()
        errand = Errand(
            ask=self.ask,
            late=self.late,
            parcel_for=parcel_for,
            clock=clock,
            ticks=lambda: self.now,
            useful_until=clock.now().astimezone(UTC) + timedelta(hours=1),
        )
        asked_at = self.now
        made = Load(errand, first_attempts(PEOPLE), allowed=everybody(PEOPLE), asked_at=asked_at)
        made.wake = lambda: self.pull(made)
        return made

    def pull(self, load: Load) -> None:
        while (parcel := load.take(self.now)) is not None:
            self.taken.append(parcel.recipient_id)
            load.settle(parcel, None)


def everybody(people: Sequence[int]) -> Allowed:
    return Allowed(people={n: Recipient(n, f"r{n}@example.com", "en", None) for n in people})


def test_an_answer_that_took_too_long_is_asked_for_again() -> None:
    """The database restarts while it is asked: it hung for ever here (R4)."""

    async def run() -> Slow:
        slow = Slow(delays=[3.0, 2.0, 0.1])
        load = slow.load()
        slow.now += STALE_AFTER + 1
        slow.pull(load)
        assert slow.taken == []
        await asyncio.wait_for(load.wait(), 5)
        return slow

    slow = asyncio.run(run())
    assert slow.taken == PEOPLE
    assert slow.delays == []
