"""The states of one person's copy, and the decision about the next attempt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.delivery import (
    MOST_COPIES,
    PROMISES,
    REASONS,
    Failure,
    FailureKind,
    GiveUp,
    Outcome,
    Reason,
    Retry,
    State,
    Tries,
    after_failure,
    backoff,
    decide,
    is_final,
    may_become,
)

NOW = datetime(2026, 3, 12, 14, 16, tzinfo=UTC)
LATER = NOW + timedelta(hours=4)


def failure(kind: FailureKind, retry_after: timedelta | None = None) -> Failure:
    return Failure(kind=kind, detail="450 busy", code="450", retry_after=retry_after)


def test_every_state_says_what_it_promises_in_both_languages() -> None:
    assert all(PROMISES[state]["en"] and PROMISES[state]["ja"] for state in State)


def test_every_reason_has_words_in_both_languages() -> None:
    assert all(REASONS[reason]["en"] and REASONS[reason]["ja"] for reason in Reason)


def test_accepted_promises_no_more_than_the_provider_did() -> None:
    assert "Nobody has confirmed receipt" in PROMISES[State.ACCEPTED]["en"]


@pytest.mark.parametrize("state", State)
def test_a_final_state_is_never_sent_from_again(state: State) -> None:
    assert is_final(state) is not may_become(state, State.SENDING) or state is State.SENDING


def test_unknown_is_resolved_by_an_event_but_never_by_sending_again() -> None:
    assert may_become(State.UNKNOWN, State.ACCEPTED)
    assert not may_become(State.UNKNOWN, State.SENDING)
    assert not may_become(State.ACCEPTED, State.QUEUED)


def test_waits_grow_to_fifteen_minutes() -> None:
    minutes = [backoff(attempts) // timedelta(minutes=1) for attempts in range(1, 8)]
    assert minutes == [1, 2, 4, 8, 15, 15, 15]
    assert backoff(10_000) == timedelta(minutes=15)


def test_a_permanent_refusal_is_the_end() -> None:
    decision = decide(
        failure(FailureKind.PERMANENT), Tries(attempts=1), now=NOW, useful_until=LATER
    )
    assert decision == GiveUp(state=State.FAILED, reason=Reason.REFUSED)


def test_the_provider_may_ask_for_a_longer_wait_but_not_for_a_shorter_one() -> None:
    for asked, expected in ((timedelta(minutes=30), 30), (timedelta(seconds=1), 1)):
        decision = decide(
            failure(FailureKind.THROTTLED, asked), Tries(attempts=1), now=NOW, useful_until=LATER
        )
        assert decision == Retry(at=NOW + timedelta(minutes=expected), reason=Reason.DELAYED)


def test_nothing_is_tried_after_the_message_stopped_being_useful() -> None:
    soon = NOW + timedelta(seconds=30)
    decision = decide(failure(FailureKind.TEMPORARY), Tries(attempts=1), now=NOW, useful_until=soon)
    assert decision == GiveUp(state=State.FAILED, reason=Reason.TOO_LATE)


def test_a_late_copy_that_may_exist_is_unknown_and_not_failed() -> None:
    tries = Tries(attempts=2, doubtful=1)
    decision = decide(failure(FailureKind.TEMPORARY), tries, now=NOW, useful_until=NOW)
    assert decision == GiveUp(state=State.UNKNOWN, reason=Reason.NO_ANSWER)


def test_a_lost_answer_is_tried_once_more_and_then_listed_as_unknown() -> None:
    first = after_failure(
        failure(FailureKind.UNKNOWN), Tries(attempts=1), now=NOW, useful_until=LATER
    )
    assert (first.state, first.doubtful) == (State.QUEUED, 1)
    second = after_failure(
        failure(FailureKind.UNKNOWN), Tries(attempts=2, doubtful=1), now=NOW, useful_until=LATER
    )
    assert (second.state, second.next_attempt_at) == (State.UNKNOWN, None)


@given(st.lists(st.sampled_from(FailureKind), min_size=1, max_size=40))
def test_no_row_of_failures_leads_to_a_third_copy(kinds: list[FailureKind]) -> None:
    tries, now = Tries(attempts=0), NOW
    for kind in kinds:
        now_tried = Tries(attempts=tries.attempts + 1, doubtful=tries.doubtful)
        outcome = after_failure(failure(kind), now_tried, now=now, useful_until=LATER)
        assert outcome.doubtful <= MOST_COPIES
        assert (outcome.next_attempt_at is None) == is_final(outcome.state)
        if outcome.next_attempt_at is None:
            return
        assert now < outcome.next_attempt_at < LATER
        tries = Tries(attempts=outcome.attempts, doubtful=outcome.doubtful)
        now = outcome.next_attempt_at


def test_a_state_other_than_accepted_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="reason"):
        Outcome(state=State.FAILED)


def test_a_wait_without_a_zone_is_refused() -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        Outcome(state=State.QUEUED, reason=Reason.DELAYED, next_attempt_at=naive)
