"""Which copy of an installation may send (R11): restored, cloned, silent for hours."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection

from noroshi.actions.note_alive import note_alive
from noroshi.actions.queries.sending import may_send, why_not
from noroshi.actions.resume_dispatch import resume_dispatch
from noroshi.actions.take_over_sending import take_over_sending
from noroshi.domain.events import EventKind
from noroshi.domain.sending import REFUSALS, Pointer, Right, Why, refusal
from noroshi.jobs.names import TaskName
from noroshi.jobs.payloads import LookAtTimers
from noroshi.kernel.errors import Conflict, Invalid, NotAllowed
from noroshi.storage import ledger, sending_right, steering
from noroshi.storage.models import SendingRight
from noroshi.worker.duties.presence import Presence
from noroshi.worker.duties.timers import look_at_timers
from noroshi.worker.duties.tools import Toolbox
from tests.actions.steps import SOFIE, YUKI, log, opened, reader, said
from tests.actions.waiting import lose_every_job, waiting_jobs
from tests.cast import World

pytestmark = pytest.mark.django_db
HERE = Right(epoch=2, token="ours", granted_to="a", here="a", silent=timedelta(0))


def as_if_copied() -> None:
    """As if this database had been restored elsewhere: it remembers another place."""
    SendingRight.objects.update(place="another machine")


def as_if_silent(**time: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE storage_sendingright SET last_seen_at = now() - %s", [timedelta(**time)]
        )


@pytest.mark.parametrize(
    ("right", "why"),
    [
        (HERE, None),
        (Right(**{**vars(HERE), "here": "b"}), Why.COPY),
        (Right(**{**vars(HERE), "pointer": Pointer(token="theirs", epoch=1)}), Why.OTHER_DIRECTORY),
        (Right(**{**vars(HERE), "pointer": Pointer(token="ours", epoch=3)}), Why.TAKEN_OVER),
        (Right(**{**vars(HERE), "pointer": Pointer(token="ours", epoch=1)}), None),
        (Right(**{**vars(HERE), "silent": timedelta(minutes=16)}), Why.JUST_BEGUN),
        (Right(**{**vars(HERE), "silent": timedelta(minutes=14)}), None),
    ],
)
def test_a_right_is_refused_for_one_reason_at_a_time(right: Right, why: Why | None) -> None:
    assert refusal(right) == why


@pytest.mark.parametrize("why", list(Why))
def test_every_refusal_has_a_way_out_in_both_languages(why: Why) -> None:
    refused = REFUSALS[why]
    assert set(refused.why) == set(refused.way_out) == {"en", "ja"}


def test_the_first_start_may_send_and_leaves_a_pointer_that_names_nobody(world: World) -> None:
    assert note_alive(world.context)
    assert may_send(world.context)
    written = (world.context.page_root / "sending-right.json").read_text(encoding="utf-8")
    assert json.loads(written)["epoch"] == 1
    assert sending_right.place() not in written


def test_a_restored_copy_sends_nothing_until_a_person_says_so(world: World) -> None:
    reader(at=world.clock.now())
    message = said(world, opened(world))
    (dispatch,) = (d for d in ledger.of_message(message.id) if d.recipients)
    note_alive(world.context)
    as_if_copied()
    refused = may_send(world.context)
    assert not refused
    assert "looks like a copy" in REFUSALS[Why.COPY].why["en"]
    assert not note_alive(world.context)
    with pytest.raises(NotAllowed):
        take_over_sending(world.context, world.actor(SOFIE), reason="A drill")
    with pytest.raises(Invalid):
        take_over_sending(world.context, world.actor(YUKI), reason=" ")
    assert take_over_sending(world.context, world.actor(YUKI), reason="The old machine burnt") == 1
    assert may_send(world.context)
    # The other copy may have sent it: nothing that waits goes on by itself.
    assert steering.steered(dispatch.id).paused_at
    (moved,) = log(EventKind.INSTALLATION_MOVED)
    assert moved.data["reason"] == "The old machine burnt"
    with pytest.raises(Conflict):
        take_over_sending(world.context, world.actor(YUKI), reason="Again")
    resume_dispatch(world.context, world.actor(SOFIE), dispatch.id)
    assert steering.steered(dispatch.id).is_running


def test_where_two_copies_publish_to_one_place_the_older_one_stops(world: World) -> None:
    note_alive(world.context)
    as_if_copied()
    take_over_sending(world.context, world.actor(YUKI), reason="Moved")
    # What the first copy has in its own database: the place it always had, and the old epoch.
    SendingRight.objects.update(epoch=1)
    assert why_not(world.context) is Why.TAKEN_OVER
    assert not note_alive(world.context)


def test_after_a_night_without_anybody_old_messages_wait_for_a_person(world: World) -> None:
    """R11: nobody is sent anything older than 15 minutes, and each incident reminds once."""
    reader(at=world.clock.now())
    message = said(world, opened(world))
    (dispatch,) = (d for d in ledger.of_message(message.id) if d.recipients)
    note_alive(world.context)
    lose_every_job()
    world.clock.pass_by(hours=12)
    as_if_silent(hours=12)
    assert why_not(world.context) is Why.JUST_BEGUN  # nothing starts before it was looked at
    look_at_timers(Toolbox(context=world.context), LookAtTimers())
    held = steering.steered(dispatch.id)
    assert held.paused_at
    assert held.reason == "It was waiting while Noroshi was down."
    assert may_send(world.context)
    assert [event.data["left"] for event in log(EventKind.DISPATCH_PAUSED)] == [1]
    reminders = [job["incident_number"] for job in waiting_jobs(TaskName.NOTIFY_COLLEAGUE)]
    assert len(reminders) <= 1


def test_what_was_planned_a_moment_ago_goes_out_after_a_silence(world: World) -> None:
    note_alive(world.context)
    as_if_silent(hours=12)
    reader(at=world.clock.now())
    message = said(world, opened(world))
    note_alive(world.context)
    assert all(not steering.steered(d.id).paused_at for d in ledger.of_message(message.id))


def test_a_jump_of_the_database_s_clock_is_no_silence(world: World) -> None:
    reader(at=world.clock.now())
    message = said(world, opened(world))
    world.clock.pass_by(hours=1)
    presence = Presence()
    assert presence.note(world.context)
    as_if_silent(hours=24)
    assert presence.note(world.context)
    assert all(not steering.steered(d.id).paused_at for d in ledger.of_message(message.id))


def test_the_answer_is_asked_for_anew_after_five_seconds_and_after_a_sleep(world: World) -> None:
    presence = Presence()
    assert presence.may_send(world.context)
    as_if_copied()
    assert presence.may_send(world.context)
    world.clock.pass_by(seconds=5)
    assert not presence.may_send(world.context)
