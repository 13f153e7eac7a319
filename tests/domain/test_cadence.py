"""When to speak next, and what happens while a promise burns down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.cadence import (
    Hold,
    Promise,
    PromiseState,
    Reminder,
    ReminderKind,
    Send,
    Skip,
    cancel,
    may_send,
    next_look,
    next_promise,
    reminders,
    reminders_due,
    report_due,
    report_warnings,
    settle,
)
from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.plan.model import CadenceRule, PromiseWatch, Role

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PAGE = CadenceRule(channel=Channel.STATUS_PAGE, every=30 * MINUTE)
MAIL = CadenceRule(channel=Channel.EMAIL, at_most_every=HOUR, always=(Stage.RESOLVED,))
WATCH = PromiseWatch(
    remind_before=(10 * MINUTE, 5 * MINUTE),
    escalate_after=5 * MINUTE,
    escalate_to=(Role.CUSTOMER_LIAISON, Role.COMMUNICATIONS_MANAGER, Role.EXECUTIVE),
)


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 3, 12, hour, minute, second, tzinfo=UTC)


PROMISE = Promise(
    id=7,
    incident_number=148,
    channel=Channel.STATUS_PAGE,
    made_at=at(14, 45),
    due_at=at(15, 15),
)


@pytest.mark.parametrize(
    ("every", "published", "promised"),
    [
        (30 * MINUTE, at(14, 45), at(15, 15)),
        (30 * MINUTE, at(14, 47), at(15, 15)),
        (30 * MINUTE, at(14, 49, 59), at(15, 15)),
        (20 * MINUTE, at(14, 11), at(14, 30)),
        (5 * MINUTE, at(14, 4), at(14, 9)),
        (5 * MINUTE, at(14, 1), at(14, 5)),
        (90 * timedelta(seconds=1), at(14, 0, 10), at(14, 1)),
        (20 * timedelta(seconds=1), at(14, 0, 10), at(14, 0, 30)),
        (30 * MINUTE, at(23, 50), at(23, 50) + 30 * MINUTE),
    ],
)
def test_the_promise_is_a_round_time(
    every: timedelta, published: datetime, promised: datetime
) -> None:
    assert next_promise(replace(PAGE, every=every), Stage.IDENTIFIED, published) == promised


@given(
    st.datetimes(timezones=st.just(UTC), max_value=at(0, 0).replace(year=9000, tzinfo=None)),
    st.timedeltas(timedelta(seconds=1), timedelta(days=1)),
)
def test_a_promise_is_never_later_than_the_plan_allows_and_never_half_as_soon(
    published: datetime, every: timedelta
) -> None:
    promised = next_promise(replace(PAGE, every=every), Stage.INVESTIGATING, published)
    assert promised is not None
    assert published + every / 2 <= promised <= published + every


@pytest.mark.parametrize("stage", [Stage.RESOLVED, Stage.POSTMORTEM])
def test_nothing_is_promised_when_it_is_over(stage: Stage) -> None:
    assert next_promise(PAGE, stage, at(14, 45)) is None


def test_a_channel_without_cadence_promises_nothing() -> None:
    assert next_promise(MAIL, Stage.IDENTIFIED, at(14, 45)) is None


def test_the_first_mail_goes_at_once() -> None:
    assert may_send(MAIL, Stage.INVESTIGATING, None, at(14, 16)) == Send()


def test_a_second_mail_within_the_hour_waits() -> None:
    held = may_send(MAIL, Stage.IDENTIFIED, at(14, 16), at(14, 52))
    assert isinstance(held, Hold)
    assert held.until == at(15, 16)
    assert held.reason["en"] == "At most one e-mail in 60 min."
    assert held.reason["ja"] == "メールは60分に1回までです。"


def test_after_the_hour_the_mail_goes() -> None:
    assert may_send(MAIL, Stage.IDENTIFIED, at(14, 16), at(15, 16)) == Send()


def test_the_resolution_is_mailed_whatever_the_hour() -> None:
    assert may_send(MAIL, Stage.RESOLVED, at(14, 16), at(14, 17)) == Send()


def test_the_status_page_may_always_speak() -> None:
    assert may_send(PAGE, Stage.IDENTIFIED, at(14, 16), at(14, 16)) == Send()


def test_words_that_would_be_old_before_they_may_go_are_skipped() -> None:
    skipped = may_send(MAIL, Stage.IDENTIFIED, at(14, 16), at(14, 45), next_update_at=at(15, 15))
    assert isinstance(skipped, Skip)
    assert skipped.reason["en"].endswith("The next update comes first.")


def test_words_that_may_go_before_the_next_update_wait() -> None:
    held = may_send(MAIL, Stage.IDENTIFIED, at(14, 16), at(15, 0), next_update_at=at(15, 30))
    assert isinstance(held, Hold)


def test_a_clock_that_was_set_back_holds_no_longer_than_the_rule() -> None:
    held = may_send(MAIL, Stage.IDENTIFIED, at(20, 0), at(14, 0))
    assert isinstance(held, Hold)
    assert held.until == at(15, 0)


def test_a_promise_is_kept_up_to_its_very_moment() -> None:
    kept = settle(PROMISE, at(15, 15))
    assert (kept.state, kept.settled_at, kept.lateness) == (
        PromiseState.KEPT,
        at(15, 15),
        timedelta(0),
    )


def test_a_second_later_it_is_missed() -> None:
    missed = settle(PROMISE, at(15, 15, 1))
    assert (missed.state, missed.lateness) == (PromiseState.MISSED, timedelta(seconds=1))


def test_settling_twice_changes_nothing() -> None:
    kept = settle(PROMISE, at(15, 0))
    assert settle(kept, at(16, 0)) == kept == cancel(kept, at(16, 0))


def test_a_cancelled_promise_is_neither_kept_nor_late() -> None:
    cancelled = cancel(PROMISE, at(16, 0))
    assert (cancelled.state, cancelled.lateness) == (PromiseState.CANCELLED, timedelta(0))


def test_an_open_promise_is_overdue_after_its_moment() -> None:
    assert not PROMISE.is_overdue(at(15, 15))
    assert PROMISE.is_overdue(at(15, 15, 1))
    assert not settle(PROMISE, at(15, 16)).is_overdue(at(15, 17))


def test_the_steps_of_a_promise() -> None:
    assert [(r.step, r.role, r.at) for r in reminders(PROMISE, WATCH)] == [
        ("remind-600", Role.CUSTOMER_LIAISON, at(15, 5)),
        ("remind-300", Role.CUSTOMER_LIAISON, at(15, 10)),
        ("escalate-1", Role.CUSTOMER_LIAISON, at(15, 15)),
        ("escalate-2", Role.COMMUNICATIONS_MANAGER, at(15, 20)),
        ("escalate-3", Role.EXECUTIVE, at(15, 25)),
    ]


def test_a_reminder_from_before_the_promise_moves_to_half_time() -> None:
    short = replace(PROMISE, made_at=at(15, 7))
    assert [r.at for r in reminders(short, WATCH)][:2] == [at(15, 10), at(15, 11)]


def due(now: datetime, *done: str) -> list[tuple[str, bool]]:
    steps = reminders_due(PROMISE, WATCH, now, frozenset(done))
    return [(step.step, step.overtaken) for step in steps]


def test_nobody_is_reminded_early() -> None:
    assert due(at(15, 4, 59)) == []


def test_each_step_comes_at_its_time() -> None:
    assert due(at(15, 5)) == [("remind-600", False)]
    assert due(at(15, 10), "remind-600") == [("remind-300", False)]
    assert due(at(15, 15), "remind-600", "remind-300") == [("escalate-1", False)]


def test_after_a_standstill_one_person_is_called_and_the_rest_is_recorded() -> None:
    assert due(at(23, 0)) == [
        ("remind-600", True),
        ("remind-300", True),
        ("escalate-1", True),
        ("escalate-2", True),
        ("escalate-3", False),
    ]


def test_a_settled_promise_reminds_nobody() -> None:
    for settled in (settle(PROMISE, at(15, 0)), settle(PROMISE, at(16, 0))):
        assert reminders_due(settled, WATCH, at(17, 0), frozenset()) == ()
        assert next_look(settled, WATCH, at(17, 0), frozenset()) is None


def test_the_next_look_is_at_the_next_step() -> None:
    def look(now: datetime, *done: str) -> datetime | None:
        return next_look(PROMISE, WATCH, now, frozenset(done))

    assert look(at(14, 45)) == at(15, 5)
    assert look(at(15, 5), "remind-600") == at(15, 10)
    assert look(at(16, 0), "remind-600") == at(16, 0)
    assert look(at(16, 0), *(r.step for r in reminders(PROMISE, WATCH))) is None


@given(st.lists(st.integers(-86_400, 86_400), max_size=30))
def test_each_step_fires_exactly_once_whatever_the_clock_does(jumps: list[int]) -> None:
    done: frozenset[str] = frozenset()
    fired: list[Reminder] = []
    for seconds in [*jumps, 86_400]:
        now = PROMISE.due_at + timedelta(seconds=seconds)
        steps = reminders_due(PROMISE, WATCH, now, done)
        assert sum(not step.overtaken for step in steps) <= 1
        fired += steps
        done |= {step.step for step in steps}
    assert sorted(step.step for step in fired) == sorted(
        step.step for step in reminders(PROMISE, WATCH)
    )


@given(
    st.lists(st.timedeltas(timedelta(seconds=1), timedelta(hours=2)), min_size=1, max_size=4),
    st.timedeltas(timedelta(seconds=30), timedelta(hours=1)),
)
def test_somebody_is_always_called_before_the_promise_lapses(
    ahead: list[timedelta], length: timedelta
) -> None:
    promise = replace(PROMISE, due_at=PROMISE.made_at + length)
    steps = reminders(promise, replace(WATCH, remind_before=tuple(ahead)))
    first = steps[0]
    assert first.kind is ReminderKind.REMIND
    assert promise.made_at < first.at < promise.due_at


def test_the_report_is_due_after_a_day_with_three_warnings() -> None:
    resolved, day = at(12, 0), 24 * HOUR
    assert report_due(resolved, day) == resolved + day
    assert report_warnings(resolved, day) == (
        resolved + 12 * HOUR,
        resolved + 20 * HOUR,
        resolved + 23 * HOUR,
    )
