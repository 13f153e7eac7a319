"""Planned work from the first plan to its end, by the clock and by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.actions.ask_for_notices import ask_for_notices
from noroshi.actions.begin_maintenance import (
    begin_maintenance,
    resume_maintenance,
    verify_maintenance,
)
from noroshi.actions.cancel_maintenance import cancel_maintenance
from noroshi.actions.change_maintenance import change_maintenance, extend_maintenance
from noroshi.actions.context import SYSTEM
from noroshi.actions.draft_correction import draft_correction
from noroshi.actions.draft_report import draft_report
from noroshi.actions.draft_update import draft_update
from noroshi.actions.end_maintenance import end_maintenance
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.page_state import page_state
from noroshi.actions.update_maintenance import update_maintenance
from noroshi.domain.approvals import Decision
from noroshi.domain.events import EventKind, sentence
from noroshi.domain.incident import ComponentStatus, IncidentState, Stage
from noroshi.domain.maintenance import Purpose, WorkState
from noroshi.domain.message import MessageState
from noroshi.kernel.errors import Conflict, Invalid, NotAllowed
from noroshi.pages.state import MaintenanceView
from noroshi.storage import decisions, events, incidents, maintenances, messages, pages, promises
from tests.cast import World
from tests.maintenance import planned as steps
from tests.maintenance.planned import JONAS, MARA, SOFIE, YUKI, announced, mails, notice, tick

WHERE = ("checkout", "europe")


def public_maintenance(world: World) -> MaintenanceView:
    """The first maintenance on the first page, as readers see it now."""
    return page_state(world.context, world.plan, world.plan.pages[0], version=1).maintenances[0]


def test_work_is_told_before_at_its_start_and_at_its_end_once_each(world: World) -> None:
    steps.rin(world)
    work = announced(world, auto_end=True)
    for hours in (48, 23, 0.5, 0.5, 1, 1, 1):
        world.clock.pass_by(hours=hours)
        tick(world)
        tick(world)
    assert mails(work) == ["announce", "remind", "remind", "start", "end"]
    assert maintenances.get(work.number).state is WorkState.COMPLETED


def test_services_are_under_maintenance_while_it_lasts_and_only_then(world: World) -> None:
    work = announced(world, auto_end=True)
    assert WHERE not in pages.states()
    world.clock.at = work.window.starts_at
    tick(world)
    assert pages.states()[WHERE] is ComponentStatus.UNDER_MAINTENANCE
    world.clock.at = work.window.ends_at
    tick(world)
    assert WHERE not in pages.states()


def test_work_is_no_incident_and_promises_nothing(world: World) -> None:
    work = announced(world)
    world.clock.at = work.window.starts_at
    tick(world)
    assert incidents.listing(tuple(IncidentState)) == []
    assert promises.open_ones() == []


def test_reminders_that_the_worker_slept_through_are_left_out(world: World) -> None:
    steps.rin(world)
    work = announced(world)
    world.clock.at = work.window.starts_at - timedelta(minutes=20)
    tick(world)
    assert mails(work) == ["announce", "remind"]
    kinds = [e.kind for e in events.of_incident(work.number)]
    assert kinds.count(EventKind.NOTICE_SUPERSEDED) == 1


def test_nothing_goes_out_after_the_window_that_should_have_gone_before(world: World) -> None:
    steps.rin(world)
    work = announced(world, auto_end=True)
    world.clock.at = work.window.ends_at + timedelta(hours=5)
    tick(world)
    assert mails(work) == ["announce"]
    assert maintenances.get(work.number).state is WorkState.SCHEDULED  # nobody did it


def test_a_reminder_from_before_the_announcement_is_not_sent(world: World) -> None:
    steps.rin(world)
    work = steps.approved(world, steps.planned(world))
    world.clock.at = work.window.starts_at - timedelta(hours=20)
    publish_update(world.context, world.actor(SOFIE), notice(work, Purpose.ANNOUNCE).message.id)
    tick(world)
    assert mails(work) == ["announce"]


def test_unannounced_work_never_begins_and_somebody_hears_of_it_before(world: World) -> None:
    work = steps.planned(world)
    world.clock.at = work.window.starts_at - timedelta(minutes=59)
    tick(world)
    tick(world)
    assert steps.calls("not_announced") == 1
    world.clock.at = work.window.starts_at
    tick(world)
    assert maintenances.get(work.number).state is WorkState.PLANNED
    assert WHERE not in pages.states()


def test_approving_a_reminder_once_is_enough_when_its_words_are_the_same(world: World) -> None:
    work = steps.planned(world)
    ask_for_notices(world.context, world.actor(SOFIE), work.number)
    both = [n.message for n in maintenances.notices(work.number) if n.purpose is Purpose.REMIND]
    steps.approve_notices(
        world.context,
        world.actor(YUKI),
        work.number,
        {t.id: t.digest for t in messages.renditions(both[0].id)},
    )
    given = [a for t in messages.renditions(both[1].id) for a in decisions.of_text(t.id)]
    assert given
    assert all(a.decision is Decision.APPROVED for a in given)


def test_another_window_voids_every_approval_and_is_told(world: World) -> None:
    steps.rin(world)
    work = announced(world)
    later = replace(
        work.window,
        starts_at=work.window.starts_at + steps.DAY,
        ends_at=work.window.ends_at + steps.DAY,
    )
    change_maintenance(
        world.context, world.actor(SOFIE), work.number, steps.wish(world, window=later)
    )
    tick(world)
    assert mails(work) == ["announce"]
    shown = public_maintenance(world)
    assert shown.scheduled_for == work.window.starts_at  # what customers were told last
    steps.approved(world, work)
    tick(world)
    assert mails(work) == ["announce", "change"]
    shown = public_maintenance(world)
    assert (shown.scheduled_for, shown.revision) == (later.starts_at, 1)


def test_a_notice_of_the_old_window_cannot_be_published(world: World) -> None:
    work = steps.approved(world, steps.planned(world))
    old = notice(work, Purpose.ANNOUNCE)
    longer = replace(work.window, ends_at=work.window.ends_at + timedelta(hours=1))
    change_maintenance(
        world.context, world.actor(SOFIE), work.number, steps.wish(world, window=longer)
    )
    with pytest.raises(Conflict):
        publish_update(world.context, world.actor(SOFIE), old.message.id)


def test_an_overrun_is_seen_called_about_and_shown(world: World) -> None:
    work = announced(world)
    world.clock.at = work.window.starts_at
    tick(world)
    world.clock.at = work.window.ends_at - timedelta(minutes=9)
    tick(world)
    assert steps.calls("ending") == 1
    world.clock.at = work.window.ends_at
    tick(world)
    tick(world)
    assert steps.calls("overrun") == 1
    shown = public_maintenance(world)
    assert shown.overruns
    assert "longer than planned" in shown.body_markdown["en"]
    end_maintenance(world.context, world.actor(MARA), work.number)
    last = events.of_incident(work.number)
    late = [e.data["late_seconds"] for e in last if e.kind is EventKind.MAINTENANCE_COMPLETED]
    assert late == [None]


def test_extended_work_is_told_and_ends_later(world: World) -> None:
    steps.rin(world)
    work = announced(world)
    world.clock.at = work.window.starts_at
    tick(world)
    later = work.window.ends_at + timedelta(hours=1)
    extend_maintenance(world.context, world.actor(SOFIE), work.number, later)
    steps.approved(world, work)
    tick(world)
    assert mails(work) == ["announce", "start", "extend"]
    shown = public_maintenance(world)
    assert shown.scheduled_until == later


def test_cancelled_work_is_told_to_those_who_knew_and_does_not_begin(world: World) -> None:
    steps.rin(world)
    work = announced(world)
    cancel_maintenance(world.context, world.actor(SOFIE), work.number, reason="Parts are missing.")
    steps.approved(world, work)
    world.clock.pass_by(minutes=1)
    tick(world)
    world.clock.at = work.window.starts_at
    tick(world)
    assert mails(work) == ["announce", "cancel"]
    assert WHERE not in pages.states()
    assert public_maintenance(world).cancelled_at


def test_nobody_begins_earlier_than_customers_were_told(world: World) -> None:
    work = announced(world)
    with pytest.raises(Conflict):
        begin_maintenance(world.context, world.actor(MARA), work.number)
    world.clock.at = work.window.starts_at
    begin_maintenance(world.context, world.actor(MARA), work.number)
    verify_maintenance(world.context, world.actor(MARA), work.number)
    assert maintenances.get(work.number).state is WorkState.VERIFYING


def test_a_person_is_asked_to_begin_where_the_clock_may_not(world: World) -> None:
    work = announced(world, auto_start=False)
    world.clock.at = work.window.starts_at
    tick(world)
    assert maintenances.get(work.number).state is WorkState.SCHEDULED
    assert steps.calls("begin") == 1


def test_every_step_leaves_a_sentence_in_both_languages(world: World) -> None:
    work = announced(world)
    world.clock.at = work.window.starts_at
    tick(world)
    verify_maintenance(world.context, world.actor(MARA), work.number)
    resume_maintenance(world.context, world.actor(MARA), work.number)
    update_maintenance(world.context, world.actor(SOFIE), work.number, news=steps.DETAILS)
    end_maintenance(world.context, world.actor(MARA), work.number)
    log = events.of_incident(work.number)
    assert {
        EventKind.MAINTENANCE_PLANNED,
        EventKind.APPROVAL_REQUESTED,
        EventKind.RENDITION_APPROVED,
        EventKind.NOTICE_PUBLISHED,
        EventKind.MAINTENANCE_STARTED,
        EventKind.MAINTENANCE_VERIFYING,
        EventKind.MAINTENANCE_RESUMED,
        EventKind.MESSAGE_DRAFTED,
        EventKind.MAINTENANCE_COMPLETED,
    } <= {event.kind for event in log}
    for event in log:
        for language in ("en", "ja"):
            assert "–" not in sentence(event, language), event


def test_mallory_plans_and_announces_nothing(world: World) -> None:
    nobody = replace(world.actor(JONAS), person="mallory", roles=frozenset())
    with pytest.raises(NotAllowed):
        steps.plan_maintenance(world.context, nobody, steps.wish(world))
    work = steps.approved(world, steps.planned(world))
    with pytest.raises(NotAllowed):
        publish_update(world.context, nobody, notice(work, Purpose.ANNOUNCE).message.id)
    with pytest.raises(NotAllowed):
        begin_maintenance(world.context, nobody, work.number)


def test_every_language_must_be_written_before_anything_is_planned(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        steps.planned(world, details={"en": "Payments may fail."})
    assert refused.value.field == "details"


def test_the_same_form_sent_twice_plans_once(world: World) -> None:
    assert steps.planned(world).number == steps.planned(world).number


def test_what_is_not_approved_at_its_time_stays_and_somebody_was_told(world: World) -> None:
    work = steps.approved(world, steps.planned(world))
    publish_update(world.context, world.actor(SOFIE), notice(work, Purpose.ANNOUNCE).message.id)
    start = notice(work, Purpose.START).message
    decisions.void_of_message(start.id, at=world.clock.now())
    world.clock.at = work.window.starts_at - timedelta(minutes=29)
    tick(world)
    assert steps.calls("not_ready") == 2  # Sofie, and Yuki
    world.clock.at = work.window.starts_at
    tick(world)
    assert maintenances.get(work.number).state is WorkState.IN_PROGRESS
    assert messages.get(start.id).state is MessageState.IN_APPROVAL


def test_what_belongs_to_incidents_cannot_be_done_to_maintenance(world: World) -> None:
    work = announced(world)
    actor, before = world.actor(SOFIE), incidents.get(work.number)
    told = notice(work, Purpose.ANNOUNCE).message
    text = messages.renditions(told.id)[0].id
    for deed in (
        lambda: draft_update(world.context, actor, work.number, stage=Stage.INVESTIGATING),
        lambda: draft_correction(world.context, actor, told.id, texts=[text]),
        lambda: draft_report(world.context, actor, work.number),
    ):
        with pytest.raises(Conflict, match="is maintenance, not an incident"):
            deed()
    assert incidents.get(work.number) == before
    assert len(messages.of_incident(work.number)) == len(maintenances.notices(work.number))


def test_the_clock_does_not_end_work_that_was_extended_a_moment_ago(world: World) -> None:
    work = announced(world, auto_end=True)
    world.clock.at = work.window.starts_at
    tick(world)
    world.clock.at = work.window.ends_at
    later = work.window.ends_at + timedelta(hours=1)
    extend_maintenance(world.context, world.actor(SOFIE), work.number, later)
    with pytest.raises(Conflict):  # it had looked before
        end_maintenance(world.context, SYSTEM, work.number)
    end_maintenance(world.context, world.actor(SOFIE), work.number)
    assert maintenances.get(work.number).state is WorkState.COMPLETED
