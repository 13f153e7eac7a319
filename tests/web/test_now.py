"""Now, beside incidents: states to decide on, planned work, promised actions, certificates."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.actions.begin_maintenance import begin_maintenance
from noroshi.actions.lease_checks import lease_checks
from noroshi.actions.make_commitment import make_commitment
from noroshi.actions.note_check import note_check
from noroshi.domain.checks import Fault, Result
from noroshi.domain.incident import Stage
from noroshi.domain.maintenance import WorkState
from noroshi.domain.plan.watching import Check, CheckKind
from noroshi.storage import maintenances
from tests.actions.steps import opened, said
from tests.actions.test_report import out, written
from tests.cast import World
from tests.components.scene import FRONT, look, with_checks
from tests.maintenance import planned as steps
from tests.web import scene
from tests.web.scene import INES, JONAS, SOFIE, YUKI
from tests.web.test_home import home

pytestmark = pytest.mark.django_db

TLS = Check(
    key="api", component="payments-api", kind=CheckKind.TLS, host="api.kitsune.example", port=443
)


def test_a_failing_check_asks_for_a_decision_once_for_all_its_regions(world: World) -> None:
    with_checks(world, replace(FRONT, regions=()))
    look(world, Fault.STATUS, Fault.STATUS, Fault.STATUS)
    page = home(world, SOFIE)
    assert "Nothing burns. One thing is due." in page
    assert "Checkout: show “Major outage”?" in page
    assert "all regions · customers see nothing of it yet · Unexpected HTTP status" in page
    assert "Look and decide" in page
    assert "Look and decide" not in home(world, INES)


def test_a_fault_that_fails_every_check_does_not_drown_the_screen(world: World) -> None:
    everything = [
        replace(FRONT, key=part.key, component=part.key, regions=())
        for part in world.plan.components
    ]
    with_checks(world, *everything)
    look(world, Fault.STATUS, Fault.STATUS, Fault.STATUS)
    page = home(world, SOFIE)
    assert page.count("show “Major outage”?") == 2
    assert f"{len(everything) - 2} more states wait for a decision" in page


def test_a_certificate_that_ends_soon_is_due(world: World) -> None:
    with_checks(world, TLS)
    world.clock.pass_by(minutes=1)
    for days, named in ((40, False), (3, True)):
        world.clock.pass_by(minutes=1)
        (turn,) = lease_checks(world.context, most=1)
        until = world.clock.now() + timedelta(days=days, hours=1)
        look_at = Result(
            at=world.clock.now(), took=timedelta(milliseconds=9), certificate_until=until
        )
        note_check(world.context, turn, look_at)
        assert ("The certificate of api.kitsune.example ends" in home(world, SOFIE)) is named


def test_planned_work_is_quiet_until_it_overruns(world: World) -> None:
    work = steps.announced(world)
    page = home(world, JONAS)
    assert "Kept without you" in page
    assert "Maintenance: Checkout database upgrade in Europe" in page
    assert "next notice 14 March, 14:02 CET" in page
    assert "Nothing burns." in page
    world.clock.at = work.window.starts_at
    begin_maintenance(world.context, world.actor(SOFIE), work.number)
    assert "ends by" in home(world, JONAS)
    world.clock.pass_by(hours=2, minutes=12)
    page = home(world, SOFIE)
    assert "Maintenance takes longer than planned: Checkout database upgrade in Europe" in page
    assert "12 min late" in page
    assert "End or extend it" in page


def test_work_that_a_person_begins_or_has_not_told_of_is_due_in_time(world: World) -> None:
    steps.planned(world)
    assert "and nobody outside knows of it" in home(world, SOFIE)
    work = steps.announced(world, auto_start=False, request_key="by hand")
    assert "Begin the maintenance" not in home(world, SOFIE)
    world.clock.at = work.window.starts_at - timedelta(hours=23)
    assert "Begin the maintenance: Checkout database upgrade in Europe" in home(world, SOFIE)
    maintenances.save(replace(work, state=WorkState.COMPLETED))
    assert "Begin the maintenance" not in home(world, SOFIE)


def test_the_notices_of_one_piece_of_work_wait_in_one_line_until_they_are_approved(
    world: World,
) -> None:
    work = steps.planned(world)
    steps.ask_for_notices(world.context, world.actor(SOFIE), work.number)
    assert "Approve 6 notices: Checkout database upgrade in Europe" in home(world, YUKI)
    page = home(world, SOFIE)
    assert "6 notices wait for approval" in page
    assert "Announce the maintenance" not in page  # first things first
    texts = {text.id: text.digest for _, text in steps.waiting_in(work.number, YUKI)}
    steps.approve_notices(world.context, world.actor(YUKI), work.number, texts)
    assert "notices" not in home(world, YUKI)


def test_an_approved_update_only_has_to_be_published(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    message = scene.asked(world, incident)
    assert "Publish update 1" not in home(world, SOFIE)
    scene.approved(world, message)
    page = home(world, SOFIE)
    assert "Publish update 1: every text is approved" in page
    assert "waits for approval" not in page


def test_a_promised_action_is_due_in_its_last_days_and_late_after_them(world: World) -> None:
    said(world, opened(world), Stage.RESOLVED)
    written(world)
    text = {"en": "We add a second route.", "ja": "予備の経路を追加します。"}
    due = world.clock.now().date() + timedelta(days=4)
    make_commitment(world.context, world.actor(SOFIE), 1, text=text, due=due, owner=JONAS)
    out(world)
    line = "Promised to readers: We add a second route."
    assert line not in home(world, JONAS)
    world.clock.pass_by(days=3)
    assert "tomorrow" in home(world, JONAS).split(line)[0]
    world.clock.pass_by(days=3)
    assert "2 days late" in home(world, JONAS).split(line)[0]
    assert "予備の経路を追加します。" in home(world, JONAS, language="ja")
