"""Promises of the next update: made, reminded of, kept or missed (R4, invariant 20)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from noroshi.actions.watch_promises import watch_promises
from noroshi.domain.cadence import Promise, PromiseState
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Stage
from noroshi.jobs.names import TaskName
from noroshi.kernel.errors import Conflict
from noroshi.storage import incidents, promises
from noroshi.storage.unit_of_work import unique_or
from tests.actions.steps import at_once, declared, log, opened, said
from tests.actions.waiting import waiting_jobs
from tests.cast import World

pytestmark = pytest.mark.django_db

STEPS = (EventKind.PROMISE_REMINDED, EventKind.PROMISE_ESCALATED)


def called() -> list[tuple[str, str]]:
    """Which step called whom, in order."""
    return [(str(e.data["step"]), str(e.data["person"])) for e in log(*STEPS)]


def test_declaring_promises_the_first_update_of_its_class(world: World, now: datetime) -> None:
    declared(world)
    (promise,) = promises.open_ones(1)
    assert promise.due_at == now + timedelta(minutes=10)
    assert promise.channel is Channel.STATUS_PAGE


def test_a_class_without_a_first_update_promises_nothing(world: World) -> None:
    declared(world, severity=1)
    assert promises.open_ones(1) == []


def test_the_first_promise_counts_from_the_failure_but_is_not_broken_when_it_is_made(
    world: World, now: datetime
) -> None:
    declared(world, started_at=now - timedelta(minutes=4))
    declared(world, started_at=now - timedelta(hours=4), request_key="two")
    assert promises.open_ones(1)[0].due_at == now + timedelta(minutes=6)
    assert promises.open_ones(2)[0].due_at == now


def test_each_update_keeps_a_promise_and_makes_the_next(world: World, now: datetime) -> None:
    incident = opened(world)
    world.clock.pass_by(minutes=9)
    said(world, incident)
    first, second = promises.of_incident(1)
    assert (first.state, second.state) == (PromiseState.KEPT, PromiseState.OPEN)
    assert second.due_at == datetime(2026, 3, 12, 13, 40, tzinfo=now.tzinfo)
    (kept,) = log(EventKind.PROMISE_KEPT)
    assert kept.data["late_seconds"] == 0


def test_a_late_update_misses_the_promise_by_whole_minutes(world: World) -> None:
    incident = opened(world)
    world.clock.pass_by(minutes=12, seconds=10)
    said(world, incident)
    (missed,) = log(EventKind.PROMISE_MISSED)
    assert missed.data["late_seconds"] == 130
    assert promises.of_incident(1)[0].lateness == timedelta(minutes=2, seconds=10)


def test_the_very_second_is_in_time(world: World) -> None:
    incident = opened(world)
    world.clock.pass_by(minutes=10)
    said(world, incident)
    assert promises.of_incident(1)[0].state is PromiseState.KEPT


def test_the_last_update_settles_and_promises_no_more(world: World) -> None:
    incident = opened(world)
    said(world, incident)
    world.clock.pass_by(minutes=20)
    said(world, incident, Stage.RESOLVED)
    assert promises.open_ones() == []
    world.clock.pass_by(hours=5)
    assert watch_promises(world.context) == 0


def test_a_channel_has_one_open_promise(world: World, now: datetime) -> None:
    declared(world)
    again = Promise(incident_number=1, channel=Channel.STATUS_PAGE, due_at=now, made_at=now)
    with pytest.raises(Conflict), unique_or("There is one."):
        promises.make(again)


def test_the_liaison_is_reminded_and_then_the_next_ones_are_called_each_once(
    world: World, now: datetime
) -> None:
    incident = opened(world)
    said(world, incident)  # promises 13:30
    for _ in range(60):
        world.clock.pass_by(minutes=1)
        watch_promises(world.context)
        watch_promises(world.context)
    assert called() == [
        ("remind-600", "Sofie Brandt"),
        ("remind-300", "Sofie Brandt"),
        ("remind-60", "Sofie Brandt"),
        ("escalate-1", "Yuki Tanabe"),
        ("escalate-2", "Mara Lindqvist"),
        ("escalate-3", "Henrik Olsen"),
    ]
    at = [event.at for event in log(*STEPS)]
    assert at[:4] == [now + timedelta(minutes=m) for m in (18, 23, 27, 28)]


def test_a_promise_that_lapsed_while_nobody_looked_calls_one_person(world: World) -> None:
    said(world, opened(world))
    world.clock.pass_by(hours=3)
    assert watch_promises(world.context) == 6
    jobs = waiting_jobs(TaskName.NOTIFY_COLLEAGUE)
    told = [job for job in jobs if str(job["kind"]).startswith("promise_")]
    assert [(job["person"], job["kind"]) for job in told] == [("henrik-olsen", "promise_escalate")]


def test_a_clock_that_is_set_back_calls_nobody_twice(world: World) -> None:
    said(world, opened(world))
    world.clock.pass_by(minutes=29)
    first = watch_promises(world.context)
    world.clock.pass_by(minutes=-25)
    assert watch_promises(world.context) == 0
    world.clock.pass_by(minutes=25)
    assert watch_promises(world.context) == 0
    assert first == len(called()) == 4


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_each_step_once(world: World) -> None:
    said(world, opened(world))
    for minutes in (20, 5, 4, 6, 6):
        world.clock.pass_by(minutes=minutes)
        results = at_once(*(lambda: watch_promises(world.context) for _ in range(2)))
        assert all(isinstance(r, int) for r in results), results
    steps = [step for step, _ in called()]
    assert sorted(steps) == sorted(set(steps))
    assert len(steps) == 6


@pytest.mark.django_db(transaction=True)
def test_a_promise_that_is_kept_at_this_moment_is_not_escalated_afterwards(world: World) -> None:
    incident = opened(world)
    said(world, incident)
    for _ in range(3):
        world.clock.pass_by(minutes=31)
        at_once(
            lambda: said(world, incidents.get(1), Stage.IDENTIFIED),
            lambda: watch_promises(world.context),
        )
    for settled in log(EventKind.PROMISE_MISSED):
        late = [
            e
            for e in log(*STEPS)
            if e.id > settled.id and e.data["due_at"] == settled.data["due_at"]
        ]
        assert late == []


def test_without_a_plan_there_is_nothing_to_watch(db: None) -> None:
    assert promises.open_ones() == []
