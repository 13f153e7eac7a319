"""The engine with a ledger in memory: nobody lost, nobody three copies, whatever stops it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.delivery.carrier import GROUPS_OPEN
from noroshi.delivery.contract import DeliveryFailed, Parcel
from noroshi.delivery.engine import Done, Fenced, Paused, breather
from noroshi.delivery.ledger import Allowed, Claim, Recipient
from noroshi.domain.delivery import Failure, FailureKind, Reason, State
from noroshi.domain.fanout import Progress, Sizes
from tests.delivery.bench import OPEN, SIZES, engine, refusal, run, run_until_crash
from tests.delivery.memory import (
    NOW,
    FakeClock,
    Fuse,
    MemoryLedger,
    People,
    lost_or_tripled,
    parcel_for,
)


def test_everybody_gets_one_copy() -> None:
    ledger, people = MemoryLedger(23), People()
    assert run(engine(ledger, people)) == Done()
    assert people.copies == dict.fromkeys(range(23), 1)
    assert ledger.exceptions == {}


def test_a_batch_that_is_done_is_not_sent_again() -> None:
    ledger, people = MemoryLedger(7), People()
    run(engine(ledger, people))
    run(engine(ledger, people))
    assert people.copies.total() == 7


def steps_of(size: int) -> int:
    fuse = Fuse()
    run(engine(MemoryLedger(size, fuse=fuse), People(fuse=fuse)))
    return fuse.count


@pytest.mark.parametrize("stop", range(steps_of(12) + 1))
def test_a_crash_at_any_step_loses_nobody_and_sends_only_open_groups_twice(stop: int) -> None:
    fuse = Fuse(steps_left=stop)
    ledger, people = MemoryLedger(12, fuse=fuse), People(fuse=fuse)
    run_until_crash(engine(ledger, people))
    fuse.replace(10**9)
    run(engine(ledger, people))
    assert lost_or_tripled(ledger, people) == []
    assert people.copies.total() <= 12 + GROUPS_OPEN * SIZES.group


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 45), max_size=12))
def test_a_crash_loop_loses_nobody_and_gives_nobody_a_third_copy(stops: list[int]) -> None:
    fuse = Fuse()
    ledger, people = MemoryLedger(14, fuse=fuse), People(fuse=fuse)
    for stop in stops:
        fuse.replace(stop)
        run_until_crash(engine(ledger, people))
    fuse.replace(10**9)
    run(engine(ledger, people))
    assert lost_or_tripled(ledger, people) == []
    assert all(outcome.state is State.UNKNOWN for outcome in ledger.exceptions.values())
    assert all(len(ids) == 1 for ids in people.ids.values())


def test_the_checker_notices_a_cursor_moved_at_fetch() -> None:
    """The negative control: with the mark moved before sending, a crash must be noticed."""

    class Mutant(MemoryLedger):
        def advance(self, claim: Claim, progress: Progress, *rest: Any, **ask: Any) -> Any:
            moved = replace(progress, mark=progress.started)
            return super().advance(claim, moved, *rest, **ask)

    noticed = 0
    for stop in range(30):
        fuse = Fuse(steps_left=stop)
        ledger, people = Mutant(12, fuse=fuse), People(fuse=fuse)
        run_until_crash(engine(ledger, people))
        fuse.replace(10**9)
        run(engine(ledger, people))
        noticed += bool(lost_or_tripled(ledger, people))
    assert noticed > 5


def test_the_checker_notices_a_start_that_is_not_stored() -> None:
    class Mutant(MemoryLedger):
        def advance(self, claim: Claim, progress: Progress, *rest: Any, **ask: Any) -> Any:
            unmarked = replace(progress, started=progress.mark, repeated=self.progress.repeated)
            return super().advance(claim, unmarked, *rest, **ask)

    fuse = Fuse()
    ledger, people = Mutant(5, fuse=fuse), People(fuse=fuse)
    for _ in range(4):
        fuse.replace(12)
        run_until_crash(engine(ledger, people))
    assert lost_or_tripled(ledger, people)


def test_a_cancelled_job_is_taken_over_without_loss() -> None:
    ledger, third = MemoryLedger(12), asyncio.Event()

    def cancel_at_each_third_copy(parcel: Parcel) -> None:
        if people.copies.total() % 3 == 2:
            third.set()

    people = People(width=1, before=cancel_at_each_third_copy)

    async def scene() -> None:
        for _ in range(3):
            task = asyncio.create_task(engine(ledger, people).batch())
            await asyncio.wait(
                [task, asyncio.create_task(third.wait())], return_when="FIRST_COMPLETED"
            )
            third.clear()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await engine(ledger, people).batch()

    asyncio.run(scene())
    assert lost_or_tripled(ledger, people) == []


def test_a_worker_that_was_overtaken_stops_and_stores_nothing() -> None:
    ledger = MemoryLedger(12)

    def overtake(parcel: Parcel) -> None:
        ledger.run += 1

    with pytest.raises(Fenced):
        run(engine(ledger, People(before=overtake)))
    assert ledger.progress.mark == 0
    assert ledger.progress.started in OPEN


def test_an_overtaken_worker_sends_nothing_more() -> None:
    class Slow(MemoryLedger):
        def advance(self, claim: Claim, progress: Progress, *rest: Any, **ask: Any) -> Any:
            self.run += 1
            return super().advance(claim, progress, *rest, **ask)

    people = People()
    with pytest.raises(Fenced):
        run(engine(Slow(12), people))
    assert people.copies.total() == 0


def test_somebody_who_unsubscribed_before_the_group_gets_nothing() -> None:
    ledger, people = MemoryLedger(12, unsubscribed={3, 8}), People()
    run(engine(ledger, people))
    assert set(people.copies) == set(range(12)) - {3, 8}
    assert ledger.exceptions[3].reason is Reason.UNSUBSCRIBED
    assert ledger.states()[State.SUPPRESSED] == 2


def test_nothing_starts_half_a_second_after_an_unsubscribe_even_inside_a_group() -> None:
    ledger, clock = MemoryLedger(10), FakeClock()

    def everybody_leaves(parcel: Parcel) -> None:
        ledger.unsubscribed.update(range(10))
        clock.pass_by(seconds=0.6)

    people = People(width=1, before=everybody_leaves)
    run(engine(ledger, people, clock=clock, sizes=Sizes(group=10)))
    assert people.copies.total() == 1
    assert ledger.states()[State.SUPPRESSED] == 9


def test_somebody_the_ledger_no_longer_knows_is_listed() -> None:
    class Forgetful(MemoryLedger):
        def allowed(self, batch: int, ids: Sequence[int]) -> Allowed:
            return Allowed()

    ledger = Forgetful(3)
    run(engine(ledger, People()))
    assert {outcome.reason for outcome in ledger.exceptions.values()} == {Reason.NOT_ON_LIST}


def test_a_copy_that_cannot_be_made_harms_nobody_else() -> None:
    def poisoned(person: Recipient) -> Parcel:
        if person.id == 4:
            msg = "no such language"
            raise KeyError(msg)
        return parcel_for(person)

    ledger, people = MemoryLedger(12), People()
    run(engine(ledger, people, parcel_for=poisoned))
    assert set(people.copies) == set(range(12)) - {4}
    outcome = ledger.exceptions[4]
    assert (outcome.state, outcome.reason) == (State.FAILED, Reason.NOT_RENDERED)
    assert "no such language" in outcome.detail


def test_an_address_that_is_impossible_is_listed_with_its_reason() -> None:
    def impossible(person: Recipient) -> Parcel:
        raise DeliveryFailed(
            FailureKind.PERMANENT, "no domain", code="address", reason=Reason.BAD_ADDRESS
        )

    ledger = MemoryLedger(1)
    run(engine(ledger, People(), parcel_for=impossible))
    assert ledger.exceptions[0].reason is Reason.BAD_ADDRESS


def test_a_provider_that_breaks_is_isolated_and_counts_as_doubtful() -> None:
    ledger, people = MemoryLedger(6), People(script={2: [RuntimeError("canary-9c")]})
    done = run(engine(ledger, people))
    outcome = ledger.exceptions[2]
    assert (outcome.state, outcome.doubtful) == (State.QUEUED, 1)
    assert "canary-9c" not in outcome.detail
    assert isinstance(done, Done)
    assert done.next_retry_at == NOW + timedelta(minutes=1)


def test_a_relay_that_refuses_everybody_pauses_the_batch_after_the_open_groups() -> None:
    script: dict[int, list[Exception | str]] = {
        n: [refusal(FailureKind.TEMPORARY)] for n in range(23)
    }
    ledger, people = MemoryLedger(23), People(script=script)
    paused = run(engine(ledger, people))
    assert paused == Paused(
        until=NOW + timedelta(minutes=1), next_retry_at=NOW + timedelta(minutes=1)
    )
    refused = len(ledger.exceptions)
    assert refused in OPEN
    people.script.clear()
    assert run(engine(ledger, people)) == Done()
    assert len(ledger.exceptions) == refused


def test_a_busy_mailbox_at_a_second_attempt_does_not_hold_up_the_others() -> None:
    script: dict[int, list[Exception | str]] = {0: [refusal(FailureKind.TEMPORARY)]}
    ledger, people = MemoryLedger(12), People(script=script)
    ledger.progress = Progress(size=12, mark=0, started=5)
    assert isinstance(run(engine(ledger, people)), Done)
    assert list(ledger.exceptions) == [0]


def test_a_worker_told_to_stop_leaves_between_two_groups() -> None:
    ledger, people = MemoryLedger(23), People()
    made = engine(ledger, people, should_stop=lambda: people.copies.total() >= 5)
    assert run(made) == Paused(until=NOW)
    assert ledger.progress.mark == ledger.progress.started
    assert ledger.progress.mark in OPEN


def test_the_breather_is_as_long_as_the_provider_asks() -> None:
    asked = Failure(
        kind=FailureKind.THROTTLED, detail="slow down", retry_after=timedelta(seconds=90)
    )
    lost = Failure(kind=FailureKind.UNKNOWN, detail="lost")
    assert breather([asked, asked], 4) == timedelta(seconds=90)
    assert breather([asked], 4) is None
    assert breather([lost] * 4, 4) is None
    assert breather([], 0) is None
