"""Second attempts with a ledger in memory: refused for now, no answer, overtaken, crashed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.delivery.engine import Fenced
from noroshi.delivery.ledger import RetryClaim
from noroshi.domain.delivery import FailureKind, Outcome, Reason, State
from tests.delivery.bench import crashes, engine, refusal, retry, run
from tests.delivery.memory import (
    NOW,
    FakeClock,
    Fuse,
    MemoryLedger,
    People,
    lost_or_tripled,
)


def test_a_temporary_refusal_is_data_and_retried_when_due() -> None:
    clock = FakeClock()
    script: Mapping[int, list[Exception | str]] = {
        2: [refusal(FailureKind.TEMPORARY), refusal(FailureKind.TEMPORARY)]
    }
    ledger, people = MemoryLedger(6), People(script=dict(script))
    made = engine(ledger, people, clock=clock)
    run(made)
    assert ledger.exceptions[2].next_attempt_at == NOW + timedelta(minutes=1)
    assert retry(made) is None
    assert people.copies[2] == 0
    clock.pass_by(minutes=1)
    assert retry(made) == clock.at + timedelta(minutes=2)
    clock.pass_by(minutes=2)
    assert retry(made) is None
    assert people.copies == dict.fromkeys(range(6), 1)
    assert ledger.exceptions == {}


def test_a_permanent_refusal_is_final() -> None:
    ledger = MemoryLedger(3)
    people = People(script={1: [refusal(FailureKind.PERMANENT, "550 5.1.1")]})
    made = engine(ledger, people)
    run(made)
    assert ledger.exceptions[1] == Outcome(
        state=State.FAILED,
        reason=Reason.REFUSED,
        detail="550 5.1.1 no",
        code="550 5.1.1",
        attempts=1,
    )
    assert retry(made) is None


def test_a_retry_asks_again_whether_the_person_still_wants_it() -> None:
    clock = FakeClock()
    people = People(script={2: [refusal(FailureKind.TEMPORARY)]})
    ledger = MemoryLedger(4)
    made = engine(ledger, people, clock=clock)
    run(made)
    ledger.unsubscribed.add(2)
    clock.pass_by(minutes=1)
    retry(made)
    assert ledger.exceptions[2].state is State.SUPPRESSED
    assert people.copies[2] == 0


@pytest.mark.parametrize("moment", ["before", "while"])
def test_a_retry_that_was_overtaken_stops(moment: str) -> None:
    class Overtaken(MemoryLedger):
        def retry_started(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
            self.retry_run += moment == "before"
            return super().retry_started(claim, outcomes)

        def retry_done(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
            self.retry_run += 1
            return super().retry_done(claim, outcomes)

    clock, people = FakeClock(), People(script={2: [refusal(FailureKind.TEMPORARY)]})
    ledger = Overtaken(4)
    made = engine(ledger, people, clock=clock)
    run(made)
    clock.pass_by(minutes=1)
    with pytest.raises(Fenced):
        retry(made)
    assert people.copies[2] == (moment == "while")
    assert ledger.exceptions[2].state is (State.QUEUED if moment == "before" else State.SENDING)


def test_a_worker_told_to_stop_asks_to_go_on_with_the_retries() -> None:
    clock, people = FakeClock(), People(script={2: [refusal(FailureKind.TEMPORARY)]})
    made = engine(MemoryLedger(4), people, clock=clock)
    run(made)
    clock.pass_by(minutes=1)
    stopping = engine(made.ledger, people, clock=clock, should_stop=lambda: True)
    assert retry(stopping) == clock.at
    assert people.copies[2] == 1


def test_two_lost_answers_end_as_unknown_with_two_copies_at_most() -> None:
    clock = FakeClock()
    lost = [refusal(FailureKind.UNKNOWN) for _ in range(5)]
    ledger, people = MemoryLedger(4), People(script={1: list(lost)})
    made = engine(ledger, people, clock=clock)
    run(made)
    for _ in range(5):
        clock.pass_by(minutes=20)
        retry(made)
    assert ledger.exceptions[1].state is State.UNKNOWN
    assert people.copies[1] == 2
    assert len(people.ids[1]) == 1


@settings(max_examples=100, deadline=None)
@given(
    stops=st.lists(st.integers(0, 30), max_size=8),
    kinds=st.lists(st.lists(st.sampled_from(FailureKind), max_size=4), min_size=6, max_size=6),
)
def test_crashes_while_retrying_keep_the_promise_too(
    stops: list[int], kinds: list[list[FailureKind]]
) -> None:
    fuse, clock = Fuse(), FakeClock()
    ledger = MemoryLedger(6, fuse=fuse)
    people = People(
        fuse=fuse, script={n: [refusal(kind) for kind in each] for n, each in enumerate(kinds)}
    )
    made = engine(ledger, people, clock=clock)
    for stop in [*stops, *[10**9] * 40]:
        fuse.replace(stop)
        clock.pass_by(minutes=16)
        try:
            run(made)
            retry(made)
        except BaseException as error:
            if not crashes(error):
                raise
        if stop == 10**9 and ledger.progress.mark == 6 and not ledger.open_exceptions():
            break
    assert lost_or_tripled(ledger, people) == []
    assert not ledger.open_exceptions()
    assert people.copies.total() + len(ledger.exceptions) >= 6
