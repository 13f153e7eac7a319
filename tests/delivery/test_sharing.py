"""What batches of one account share: its connections, its turns, and how it answers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from noroshi.delivery.carrier import Answers
from noroshi.delivery.contract import DeliveryFailed, Parcel, Receipt
from noroshi.delivery.engine import Done, Held, run_batch
from noroshi.delivery.ledger import Recipient
from noroshi.delivery.load import STRAGGLER_AFTER
from noroshi.domain.delivery import FailureKind, State
from tests.delivery.bench import OPEN, SIZES, engine, refusal, run, until
from tests.delivery.memory import FakeClock, MemoryLedger, People, parcel_for


def test_a_dispatch_that_a_person_paused_begins_nobody_and_keeps_what_is_done() -> None:
    ledger = MemoryLedger(23)

    def pause_at_the_third(parcel: Parcel) -> None:
        ledger.paused = people.copies.total() >= 2

    people = People(before=pause_at_the_third, width=1)
    assert run(engine(ledger, people)) == Held()
    assert ledger.progress.mark == ledger.progress.started == people.copies.total()
    assert ledger.progress.mark in OPEN
    ledger.paused = False
    people.before = lambda parcel: None
    assert run(engine(ledger, people)) == Done()
    assert people.copies == dict.fromkeys(range(23), 1)


def test_a_straggler_holds_up_nobody_and_its_answer_is_recorded_when_it_comes() -> None:
    ledger, clock = MemoryLedger(12), FakeClock()
    answers = asyncio.Event()

    class Tarpit(People):
        async def deliver(self, parcel: Parcel) -> Receipt:
            if parcel.recipient_id == 3:
                await answers.wait()
            return await super().deliver(parcel)

    people = Tarpit()

    async def scene() -> None:
        made = engine(ledger, people, clock=clock).engine()
        running = asyncio.create_task(run_batch(1, made))
        await until(lambda: people.copies.total() >= 9)
        clock.pass_by(seconds=STRAGGLER_AFTER + 1)
        await running
        held = ledger.exceptions[3]
        assert (held.state, held.doubtful) == (State.SENDING, 1)
        assert held.next_attempt_at is not None
        assert held.next_attempt_at > clock.now() + timedelta(minutes=10)
        answers.set()
        await until(lambda: not ledger.exceptions)

    asyncio.run(scene())
    assert people.copies == dict.fromkeys(range(12), 1)


def test_a_more_urgent_batch_goes_before_the_next_group_of_another() -> None:
    first, second = MemoryLedger(200), MemoryLedger(5)
    order: list[str] = []

    class Noted(People):
        async def deliver(self, parcel: Parcel) -> Receipt:
            order.append("second" if parcel.message_id.startswith("<urgent") else "first")
            await asyncio.sleep(0)
            return await super().deliver(parcel)

    people = Noted(width=1)

    def urgent(person: Recipient) -> Parcel:
        return parcel_for(person)._replace(message_id=f"<urgent.{person.id}@kitsune.example>")

    async def scene() -> None:
        slow = engine(first, people).engine()
        quick = replace(slow, ledger=second, parcel_for=urgent, order=(-9, 2))
        running = asyncio.create_task(run_batch(1, slow))
        await until(lambda: len(order) >= 3)
        await run_batch(2, quick)
        await running

    asyncio.run(scene())
    # What was open when it came, and what was begun while the worker looked around.
    assert order.index("second") <= 8 * SIZES.group
    assert len(order) == 205


def test_a_relay_that_asks_to_slow_down_is_not_counted_as_down() -> None:
    answers = Answers()
    for _ in range(30):
        answers.add(refusal(FailureKind.THROTTLED, "421"), seconds=0.1)
    assert answers.results().throttled == 30
    assert answers.results().trailing == 0


def test_no_line_and_no_login_count_as_an_account_that_does_not_answer() -> None:
    answers = Answers()
    answers.add(None, seconds=0.1)
    for code in ("connection", "account"):
        answers.add(DeliveryFailed(FailureKind.TEMPORARY, "no", code=code), seconds=0.1)
    results = answers.results()
    assert (results.accepted, results.connection, results.trailing) == (1, 2, 2)
