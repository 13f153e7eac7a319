"""An engine on a ledger in memory, and how to run it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from noroshi.delivery.carrier import GROUPS_OPEN, Carrier
from noroshi.delivery.contract import DeliveryFailed
from noroshi.delivery.engine import End, Engine, run_batch
from noroshi.delivery.retries import run_retries
from noroshi.domain.delivery import FailureKind
from noroshi.domain.fanout import Sizes
from tests.delivery.memory import Crash, FakeClock, MemoryLedger, People, parcel_for

SIZES = Sizes(group=5, careful=1)
OPEN = {SIZES.group * number for number in range(1, GROUPS_OPEN + 1)}
"""How many may be begun when something stops a batch: one group, or those open beside it."""


@dataclass(frozen=True)
class Bench:
    """An engine to be: each run gets a carrier of its own, as a new process would."""

    ledger: MemoryLedger
    people: People
    changes: Mapping[str, object]

    def engine(self) -> Engine:
        clock = self.changes.get("clock", FakeClock())
        assert isinstance(clock, FakeClock)

        def clock_ticks() -> float:
            return clock.at.timestamp()

        plain = Engine(
            ledger=self.ledger,
            carrier=Carrier(self.people, ticks=clock_ticks),
            parcel_for=parcel_for,
            clock=clock,
            sizes=SIZES,
            ticks=clock_ticks,
        )
        return replace(plain, **self.changes)  # type: ignore[arg-type]

    async def batch(self) -> End:
        return await run_batch(1, self.engine())

    async def retries(self) -> datetime | None:
        return await run_retries(1, self.engine())


def engine(ledger: MemoryLedger, people: People, **changes: object) -> Bench:
    return Bench(ledger, people, changes)


def run(made: Bench) -> End:
    return asyncio.run(made.batch())


def retry(made: Bench) -> datetime | None:
    return asyncio.run(made.retries())


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(100_000):
        if holds():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never happened")


def refusal(kind: FailureKind, code: str = "450") -> DeliveryFailed:
    return DeliveryFailed(kind, f"{code} no", code=code)


def crashes(group: BaseException) -> bool:
    """Whether the error is nothing but our own crash."""
    if isinstance(group, BaseExceptionGroup):
        return all(crashes(each) for each in group.exceptions)
    return isinstance(group, Crash)


def run_until_crash(made: Bench) -> bool:
    """Whether the batch got to its end."""
    try:
        run(made)
    except BaseException as error:
        if not crashes(error):
            raise
        return False
    return True
