"""Texts with a set time, crashes in the middle, and incidents that are entered afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from noroshi.actions import publish_notices as notices
from noroshi.actions.call_off_schedule import call_off_schedule
from noroshi.actions.enter_past_incident import PastIncident, PastUpdate, enter_past_incident
from noroshi.actions.publish_past_incident import ask_for_past_incident, publish_past_incident
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.page_state import page_state
from noroshi.actions.queries.review import reviews
from noroshi.actions.schedule_message import schedule_message
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, Stage
from noroshi.domain.maintenance import local
from noroshi.domain.message import Message, MessageState
from noroshi.kernel.errors import Conflict, Invalid, NotAllowed
from noroshi.storage import events, incidents, messages
from noroshi.storage.connections import release
from noroshi.storage.models import Dispatch
from noroshi.storage.unit_of_work import unit_of_work
from tests.actions import steps as incident_steps
from tests.actions.first import before_the_others
from tests.cast import World, make_world
from tests.maintenance import planned as steps
from tests.maintenance.planned import MARA, SOFIE, announced, mails, tick


def scheduled(world: World, *, minutes: float = 20, approve: bool = True) -> Message:
    """A holding text that is to go out in a while."""
    incident = incident_steps.opened(world)
    message = incident_steps.drafted(world, incident)
    at = world.clock.now() + timedelta(minutes=minutes)
    schedule_message(world.context, world.actor(SOFIE), message.id, at=at)
    incident_steps.request_approval(world.context, world.actor(SOFIE), message.id)
    if approve:
        incident_steps.approve_all(world, messages.get(message.id))
    return messages.get(message.id)


def test_an_approved_update_goes_out_at_its_time_and_promises_from_there(world: World) -> None:
    message = scheduled(world)
    assert message.next_update_at
    assert message.publish_at
    assert message.next_update_at > message.publish_at
    world.clock.pass_by(minutes=19)
    tick(world)
    assert messages.get(message.id).state is MessageState.IN_APPROVAL
    world.clock.pass_by(minutes=1)
    tick(world)
    tick(world)
    out = messages.get(message.id)
    assert (out.state, out.published_by) == (MessageState.PUBLISHED, SOFIE)


def test_what_is_not_approved_is_warned_of_and_does_not_go_out(world: World) -> None:
    message = scheduled(world, minutes=40, approve=False)
    world.clock.pass_by(minutes=11)
    tick(world)
    tick(world)
    assert steps.calls("not_ready") == 2  # Sofie, who set the time, and Yuki
    world.clock.pass_by(minutes=29)
    tick(world)
    kept = messages.get(message.id)
    assert (kept.state, kept.publish_at) == (MessageState.IN_APPROVAL, None)
    kinds = [e.kind for e in events.of_incident(message.incident_number)]
    assert EventKind.SCHEDULE_CALLED_OFF in kinds


def test_a_set_time_can_be_called_off(world: World) -> None:
    message = scheduled(world)
    call_off_schedule(world.context, world.actor(SOFIE), message.id)
    world.clock.pass_by(minutes=25)
    tick(world)
    assert messages.get(message.id).state is MessageState.IN_APPROVAL


def test_mara_may_not_set_a_time(world: World) -> None:
    message = scheduled(world)
    later = world.clock.now() + timedelta(hours=1)
    with pytest.raises(NotAllowed):
        schedule_message(world.context, world.actor(MARA), message.id, at=later)


def test_a_wall_clock_that_jumps_is_not_guessed() -> None:
    for text in ("2026-03-29T02:30", "2026-10-25T02:30"):
        with pytest.raises(Invalid):
            local(datetime.fromisoformat(text), "Europe/Berlin")
    assert local(datetime.fromisoformat("2026-10-25T03:30"), "Europe/Berlin").hour == 2


@pytest.mark.parametrize(
    ("text", "zone"),
    [("0001-01-01T00:00", "Asia/Tokyo"), ("9999-12-31T23:00", "America/New_York")],
)
def test_a_time_at_the_ends_of_the_calendar_is_a_typing_error(text: str, zone: str) -> None:
    with pytest.raises(Invalid):
        local(datetime.fromisoformat(text), zone)


def test_a_crash_before_the_end_of_the_transaction_sends_nothing_and_the_next_look_once(
    world: World,
) -> None:
    steps.rin(world)
    work = announced(world)
    world.clock.at = work.window.starts_at - timedelta(minutes=30)
    with pytest.raises(ZeroDivisionError):
        _crashing(lambda: tick(world))
    assert mails(work) == ["announce"]
    tick(world)
    tick(world)
    assert mails(work) == ["announce", "remind"]


def _crashing(do: Callable[[], object]) -> None:
    with unit_of_work():
        do()
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_send_a_reminder_once(now: datetime, tmp_path: Path) -> None:
    world = make_world(now, tmp_path)
    steps.rin(world)
    work = announced(world)
    world.clock.at = work.window.starts_at - timedelta(minutes=30)
    start = threading.Barrier(2)

    def look() -> None:
        start.wait()
        try:
            notices.publish_notices(world.context)
        finally:
            release()

    both = [threading.Thread(target=look) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert mails(work) == ["announce", "remind"]


def past(world: World) -> PastIncident:
    ended = world.clock.now() - timedelta(days=1)
    words = {
        "subject": {"en": "Resolved: payments failed", "ja": "【復旧】お支払いの不具合"},
        "body": {
            "en": "We are sorry: card payments failed in Europe for an hour. Everything works.",
            "ja": "ご迷惑をおかけし、申し訳ございませんでした。"
            "欧州でカード決済ができない状態でしたが、復旧しました。",
        },
    }
    return PastIncident(
        title=incident_steps.TITLE,
        severity=3,
        scope=incident_steps.EUROPE,
        started_at=ended - timedelta(hours=1),
        resolved_at=ended,
        updates=(PastUpdate(stage=Stage.RESOLVED, at=ended, **words),),
        request_key="past",
    )


def entered(world: World) -> Incident:
    return enter_past_incident(world.context, world.actor(SOFIE), past(world))


def approve(world: World, incident: Incident) -> None:
    for message in ask_for_past_incident(world.context, world.actor(SOFIE), incident.number):
        incident_steps.approve_all(world, message)


def shown(world: World) -> list[int]:
    state = page_state(world.context, world.plan, world.plan.pages[0], version=1)
    return [incident.number for incident in state.incidents]


def test_an_incident_entered_afterwards_is_public_only_when_approved(world: World) -> None:
    incident = entered(world)
    with pytest.raises(Conflict):
        publish_past_incident(world.context, world.actor(SOFIE), incident.number)
    approve(world, incident)
    assert shown(world) == []
    publish_past_incident(world.context, world.actor(SOFIE), incident.number)
    state = page_state(world.context, world.plan, world.plan.pages[0], version=1)
    view = state.incidents[0]
    assert view.added_at == world.clock.now()
    assert view.updates[0].at == incident.resolved_at


def test_an_incident_entered_afterwards_writes_to_nobody(world: World) -> None:
    steps.rin(world)
    incident = entered(world)
    approve(world, incident)
    publish_past_incident(world.context, world.actor(SOFIE), incident.number)
    assert Dispatch.objects.count() == 0
    assert incidents.get(incident.number).report_due_at is None


@pytest.mark.django_db(transaction=True)
def test_words_that_change_while_it_is_published_never_go_out(
    now: datetime, tmp_path: Path
) -> None:
    world = make_world(now, tmp_path)
    incident = entered(world)
    approve(world, incident)
    (message,) = messages.of_incident(incident.number)
    text = messages.renditions(message.id)[0]
    words = "These words nobody has approved."
    with (
        before_the_others(lambda: incident_steps.edited(world, MARA, text, words)),
        pytest.raises(Conflict),
    ):
        publish_past_incident(world.context, world.actor(SOFIE), incident.number)
    assert messages.get(message.id).state is MessageState.IN_APPROVAL


def test_its_updates_cannot_be_published_one_by_one(world: World) -> None:
    incident = entered(world)
    approve(world, incident)
    message = messages.of_incident(incident.number)[0]
    with pytest.raises(Conflict):
        publish_update(world.context, world.actor(SOFIE), message.id)


def test_it_stands_in_the_uptime_bars_and_in_no_review(world: World) -> None:
    incident = entered(world)
    approve(world, incident)
    publish_past_incident(world.context, world.actor(SOFIE), incident.number)
    state = page_state(world.context, world.plan, world.plan.pages[0], version=1)
    checkout = next(part for part in state.components if part.key == "checkout")
    assert sum(day.outage_seconds for day in checkout.history) == 3600
    assert reviews(world.context, language="en") == ()
