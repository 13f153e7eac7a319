"""Built-in checks: from a look to what customers see, and time in which nobody looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.actions.judge_hold import accept_hold, dismiss_hold
from noroshi.actions.lease_checks import lease_checks
from noroshi.actions.note_check import note_check
from noroshi.actions.queries.uptime import bars
from noroshi.actions.run_audit import run_audit
from noroshi.domain.audit.kinds import Gap
from noroshi.domain.checks import Fault, Health, Result
from noroshi.domain.events import EventKind
from noroshi.domain.holds import Standing
from noroshi.domain.incident import ComponentStatus
from noroshi.domain.plan.watching import Check
from noroshi.jobs.names import TaskName
from noroshi.jobs.payloads import NotifyColleague
from noroshi.kernel.errors import Conflict, NotAllowed
from noroshi.storage import checks, holds, pages
from noroshi.worker.duties import notices
from noroshi.worker.duties.tools import Toolbox
from tests.actions.steps import INES, SOFIE, log
from tests.actions.waiting import lose_every_job, waiting_jobs
from tests.cast import World
from tests.components.scene import AT_ONCE, FRONT, look, state, with_checks

pytestmark = pytest.mark.django_db

DOWN = Fault.NO_CONNECTION
OUT, FINE = ComponentStatus.MAJOR_OUTAGE, ComponentStatus.OPERATIONAL


def test_a_failing_check_asks_a_person_before_customers_see_it(world: World) -> None:
    with_checks(world, FRONT)
    assert look(world, None, DOWN, DOWN, DOWN) is Health.FAILING
    (hold,) = holds.everything()
    assert (hold.standing, state()) == (Standing.PROPOSED, FINE)
    accept_hold(world.context, world.actor(SOFIE), hold.id)
    assert state() is OUT
    look(world, None, None)
    assert (state(), holds.everything()) == (FINE, [])
    kinds = (EventKind.CHECK_FAILED, EventKind.COMPONENT_ACCEPTED, EventKind.CHECK_RECOVERED)
    assert [event.kind for event in log(*kinds)] == list(kinds)


def test_customers_see_it_at_once_where_the_plan_says_so(world: World) -> None:
    with_checks(world, AT_ONCE)
    wanted = pages.newest()
    look(world, DOWN, DOWN, DOWN)
    assert state() is OUT
    assert pages.newest() != wanted
    assert [status for _, status, _ in pages.changes_since(world.clock.now())] == [OUT]


def test_what_a_person_dismissed_stays_so_until_it_fails_anew(world: World) -> None:
    with_checks(world, AT_ONCE)
    look(world, DOWN, DOWN, DOWN)
    (hold,) = holds.everything()
    dismiss_hold(world.context, world.actor(SOFIE), hold.id, reason="The check is wrong")
    look(world, DOWN, DOWN)
    assert state() is FINE
    with pytest.raises(Conflict):
        dismiss_hold(world.context, world.actor(SOFIE), hold.id, reason="Again")
    look(world, None, None, DOWN, DOWN, DOWN)
    assert state() is OUT


def test_ines_of_legal_decides_nothing_about_components(world: World) -> None:
    with_checks(world, FRONT)
    look(world, DOWN, DOWN, DOWN)
    with pytest.raises(NotAllowed):
        accept_hold(world.context, world.actor(INES), holds.everything()[0].id)


def test_two_workers_never_look_at_the_same_check_and_a_dead_one_gives_it_back(
    world: World,
) -> None:
    with_checks(world, FRONT)
    world.clock.pass_by(minutes=1)
    (first,) = lease_checks(world.context, most=10)
    assert lease_checks(world.context, most=10) == []
    world.clock.pass_by(minutes=1)
    (second,) = lease_checks(world.context, most=10)
    late = Result(at=world.clock.now(), took=timedelta(0), fault=DOWN)
    assert note_check(world.context, first, late) is None
    assert note_check(world.context, second, replace(late, fault=None)) is Health.PASSING
    (known,) = checks.running()
    assert len(known.record.results) == 1


def _day(world: World, back: int) -> ComponentStatus | None:
    days = bars(world.clock.now()).days("checkout", ("europe",), zone="UTC")
    return days[-1 - back].status


def _hourly(check: Check) -> Check:
    return replace(check, every=timedelta(hours=1))


def _watch_for(world: World, hours: int) -> None:
    for _ in range(hours):
        world.clock.pass_by(hours=1)
        for turn in lease_checks(world.context, most=10):
            note_check(
                world.context, turn, Result(at=world.clock.now(), took=timedelta(milliseconds=9))
            )


def test_a_day_on_which_the_worker_was_down_is_a_gap_and_never_green(world: World) -> None:
    with_checks(world, _hourly(FRONT))
    _watch_for(world, 36)  # from the afternoon of the 12th into the 14th
    world.clock.pass_by(days=3)  # nobody looks
    _watch_for(world, 30)
    shown = [_day(world, back) for back in range(6)]
    assert shown == [FINE, FINE, None, None, None, FINE]
    known = bars(world.clock.now())
    hole = max(known.holes("checkout", ("europe",)), key=lambda hole: hole.end - hole.start)
    assert hole.end - hole.start == timedelta(days=3, hours=1)


def test_coverage_of_a_day_without_a_break_is_one_pair_of_numbers(world: World) -> None:
    with_checks(world, _hourly(FRONT))
    _watch_for(world, 60)
    (seen,) = checks.coverage(since=world.clock.now() - timedelta(days=9), now=world.clock.now())[
        "checkout"
    ]
    assert len(seen.seen) == 1


def test_a_region_without_a_check_is_said_by_hand_and_has_no_gaps(world: World) -> None:
    with_checks(world, FRONT)
    world.clock.pass_by(days=2)
    known = bars(world.clock.now())
    assert known.holes("checkout", ("united-states",)) == ()
    assert known.holes("invoices", ("europe",)) == ()
    assert known.holes("checkout", ("europe", "united-states")) != ()


def test_a_check_that_leaves_the_plan_lets_go_and_asks_for_no_coverage(world: World) -> None:
    with_checks(world, AT_ONCE)
    look(world, DOWN, DOWN, DOWN)
    with_checks(world)
    assert (state(), checks.running()) == (FINE, [])
    ended = world.clock.now()
    world.clock.pass_by(days=1)
    assert all(hole.end <= ended for hole in bars(world.clock.now()).holes("checkout", ("europe",)))


def test_people_hear_once_that_a_certificate_ends_and_the_state_stays(world: World) -> None:
    lose_every_job()
    with_checks(world, AT_ONCE)
    for _ in range(2):
        world.clock.pass_by(minutes=1)
        (turn,) = lease_checks(world.context, most=10)
        until = world.clock.now().replace(day=20, hour=0, minute=0)
        result = Result(at=world.clock.now(), took=timedelta(0), certificate_until=until)
        note_check(world.context, turn, result)
    (event,) = log(EventKind.CERTIFICATE_ENDS)
    assert event.data["day"] == "2026-03-20"
    assert state() is FINE
    (job,) = waiting_jobs(TaskName.NOTIFY_COLLEAGUE)
    tools = Toolbox(context=world.context)
    mail = notices.notice(tools, NotifyColleague.from_json(job))
    assert mail is not None
    assert mail.address == "mara.lindqvist@kitsune-cloud.example"
    assert b"Subject: A certificate ends on" in mail.content
    assert Gap.CERTIFICATE_ENDS in {one.kind for one in run_audit(world.context).findings}
    # A new certificate settles it: nobody is told of the old one any more.
    world.clock.pass_by(minutes=1)
    (turn,) = lease_checks(world.context, most=10)
    renewed = world.clock.now() + timedelta(days=90)
    note_check(
        world.context,
        turn,
        Result(at=world.clock.now(), took=timedelta(0), certificate_until=renewed),
    )
    assert notices.notice(tools, NotifyColleague.from_json(job)) is None
    assert Gap.CERTIFICATE_ENDS not in {one.kind for one in run_audit(world.context).findings}


def test_a_look_that_is_under_way_says_nothing_of_the_new_address(world: World) -> None:
    with_checks(world, AT_ONCE)
    world.clock.pass_by(minutes=1)
    (turn,) = lease_checks(world.context, most=10)
    with_checks(world, replace(AT_ONCE, url="https://new.kitsune-cloud.example/"))
    late = Result(at=world.clock.now(), took=timedelta(0), fault=DOWN)
    assert note_check(world.context, turn, late) is None
    assert checks.running()[0].record.results == ()
