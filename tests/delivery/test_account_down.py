"""An account that takes nothing is found out, and what had not begun is left to another (R6)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from noroshi.delivery.contract import DeliveryFailed, Parcel, Receipt
from noroshi.delivery.engine import Paused, run_batch
from noroshi.delivery.load import STRAGGLER_AFTER
from noroshi.delivery.retries import run_retries
from noroshi.domain.delivery import FailureKind, Outcome, Reason, State
from noroshi.domain.fanout import Sizes
from noroshi.domain.routing.circuit import HARD_DOWN
from tests.delivery.bench import SIZES, engine, until
from tests.delivery.memory import FakeClock, MemoryLedger, People


class Silent(People):
    """Takes what it is handed, and never answers."""

    def __init__(self, *, width: int) -> None:
        super().__init__(width=width)
        self.under_way = 0

    async def deliver(self, parcel: Parcel) -> Receipt:
        self.under_way += 1
        await asyncio.Event().wait()
        raise AssertionError(parcel)


def test_who_has_not_begun_is_put_off_and_loses_no_attempt() -> None:
    ledger, clock, people = MemoryLedger(20), FakeClock(), Silent(width=2)

    async def scene() -> None:
        plain = engine(ledger, people, clock=clock).engine()
        made = replace(plain, should_stop=lambda: plain.carrier.down)
        running = asyncio.create_task(run_batch(1, made))
        await until(lambda: people.under_way == 2)
        made.carrier.put_off()
        clock.pass_by(seconds=STRAGGLER_AFTER + 1)
        assert isinstance(await running, Paused)

    asyncio.run(scene())
    waiting = [out for out in ledger.exceptions.values() if out.state is State.QUEUED]
    assert len(waiting) == ledger.progress.mark - 2
    for outcome in waiting:
        assert (outcome.attempts, outcome.doubtful) == (0, 0)
        assert outcome.next_attempt_at is not None
        assert outcome.next_attempt_at - clock.now() < timedelta(seconds=10)
    assert sum(out.state is State.SENDING for out in ledger.exceptions.values()) == 2


def failures_after(people: Silent, *, seconds: int) -> int:
    """How many failures in a row are told, if somebody asks each second."""
    ledger, clock = MemoryLedger(200), FakeClock()

    async def scene() -> int:
        made = engine(ledger, people, clock=clock, sizes=Sizes(group=100, careful=1)).engine()
        running = asyncio.create_task(run_batch(1, made))
        await until(lambda: people.under_way == people.width)
        told = 0
        for _ in range(seconds):
            clock.pass_by(seconds=1)
            told += made.carrier.results().trailing
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return told

    return asyncio.run(scene())


def test_an_account_that_never_answers_is_down_after_three_quarters_of_a_minute() -> None:
    assert failures_after(Silent(width=8), seconds=44) < HARD_DOWN
    assert failures_after(Silent(width=8), seconds=47) >= HARD_DOWN


def test_one_slow_answer_among_others_is_no_silence() -> None:
    class Tarpit(People):
        async def deliver(self, parcel: Parcel) -> Receipt:
            if parcel.recipient_id == 3:
                await asyncio.Event().wait()
            await asyncio.sleep(0)
            return await super().deliver(parcel)

    ledger, clock, people = MemoryLedger(200), FakeClock(), Tarpit(width=2)

    async def scene() -> int:
        made = engine(ledger, people, clock=clock).engine()
        running = asyncio.create_task(run_batch(1, made))
        told = 0
        while not running.done():
            await asyncio.sleep(0.001)
            clock.pass_by(seconds=0.01)
            told += made.carrier.results().connection
        return told

    assert asyncio.run(scene()) == 0


def test_a_probe_by_second_attempts_tries_only_a_few_people() -> None:
    ledger, clock = MemoryLedger(6), FakeClock()
    later = Outcome(
        state=State.QUEUED, reason=Reason.DELAYED, attempts=1, next_attempt_at=clock.now()
    )
    ledger.exceptions = dict.fromkeys(range(6), later)
    tried: list[int] = []

    async def scene() -> None:
        people = People(before=lambda parcel: tried.append(parcel.recipient_id))
        plain = engine(ledger, people, clock=clock).engine()
        await run_retries(1, replace(plain, sizes=replace(SIZES, group=2), most_groups=1))

    asyncio.run(scene())
    assert len(tried) == 2


def test_asking_to_wait_for_ever_is_of_no_use_either() -> None:
    failure = DeliveryFailed(FailureKind.THROTTLED, "421 later", code="421")
    clock = FakeClock()

    async def scene() -> tuple[int, int]:
        made = engine(MemoryLedger(9), Silent(width=8), clock=clock).engine()
        going = asyncio.create_task(run_batch(1, made))
        await until(lambda: bool(made.carrier._owners))
        parcel = next(iter(made.carrier._owners.values()))[1]
        clock.pass_by(seconds=16)
        made.carrier.settle(parcel, failure)
        results = made.carrier.results()
        going.cancel()
        await asyncio.gather(going, return_exceptions=True)
        return results.throttled, results.trailing

    throttled, trailing = asyncio.run(scene())
    assert throttled == 1
    assert trailing > 0
