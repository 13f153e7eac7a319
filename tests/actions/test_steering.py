"""Pausing, resuming and stopping a delivery: nobody is lost, and nothing starts after a stop."""

from __future__ import annotations

import pytest

from noroshi.actions.finish_dispatch import finish_dispatch
from noroshi.actions.pause_dispatch import pause_dispatch
from noroshi.actions.record_publication import publication_verified
from noroshi.actions.resume_dispatch import resume_dispatch
from noroshi.actions.stop_dispatch import stop_dispatch
from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.events import EventKind
from noroshi.domain.message import Message
from noroshi.jobs.names import TaskName
from noroshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from noroshi.storage import copies, ledger, pages, steering, tallies
from noroshi.storage.book import StoredLedger
from noroshi.storage.models import DeliveryException
from tests.actions.steps import INES, MARA, SOFIE, YUKI, at_once, log, opened, reader, said
from tests.actions.waiting import lose_every_job, waiting_jobs
from tests.cast import World
from tests.storage.batches import REFUSED, batches_of, came_to, mail_of, split, write

pytestmark = pytest.mark.django_db
REALLY = pytest.mark.django_db(transaction=True)

TRIALS = 4
WHY = "The text names the wrong region"
LATER = Outcome(state=State.QUEUED, reason=Reason.DELAYED, attempts=1)
PERHAPS = Outcome(state=State.QUEUED, reason=Reason.NO_ANSWER, attempts=1, doubtful=1)
AGAIN = Outcome(state=State.SENDING, reason=Reason.DELAYED, attempts=2)


def out(world: World, count: int = 1) -> Message:
    for n in range(count):
        reader(f"rin{n}@reader.example", at=world.clock.now())
    return said(world, opened(world))


def states(dispatch: int) -> dict[State, int]:
    return {state: n for state, n in tallies.tally_of(dispatch).items() if n}


def test_a_pause_keeps_workers_away_until_it_is_resumed_and_pausing_twice_changes_nothing(
    world: World,
) -> None:
    message = out(world)
    dispatch = mail_of(message)
    (batch,) = batches_of(dispatch.id)
    held = pause_dispatch(world.context, world.actor(MARA), dispatch.id, reason=WHY)
    assert (held.paused_at, held.by, held.reason) == (world.clock.now(), MARA, WHY)
    assert StoredLedger(world.clock).claim(batch.pk) is None
    second = pause_dispatch(world.context, world.actor(SOFIE), dispatch.id, reason="me too")
    assert second == held
    world.clock.pass_by(minutes=5)
    assert ledger.forgotten_batches(published_before=world.clock.now()) == []
    going = resume_dispatch(world.context, world.actor(MARA), dispatch.id)
    assert going.paused_at is None
    assert StoredLedger(world.clock).claim(batch.pk) is not None
    (paused,), (resumed,) = log(EventKind.DISPATCH_PAUSED), log(EventKind.DISPATCH_RESUMED)
    assert (paused.data["left"], paused.data["reason"], paused.actor) == (1, WHY, MARA)
    assert (resumed.data["left"], resumed.incident_number) == (1, message.incident_number)
    with pytest.raises(Conflict, match="not paused"):
        resume_dispatch(world.context, world.actor(YUKI), dispatch.id)


def test_after_a_pause_everybody_left_is_asked_for_but_never_before_the_page(world: World) -> None:
    message = out(world)
    dispatch = mail_of(message)
    (batch,) = batches_of(dispatch.id)
    lose_every_job()
    pause_dispatch(world.context, world.actor(MARA), dispatch.id)
    resume_dispatch(world.context, world.actor(MARA), dispatch.id)
    assert waiting_jobs(TaskName.SEND_BATCH) == []
    wanted = pages.of_message(message.id)
    assert wanted is not None
    publication_verified(world.context, world.actor(SOFIE), wanted, files=1)
    lose_every_job()
    pause_dispatch(world.context, world.actor(MARA), dispatch.id)
    resume_dispatch(world.context, world.actor(MARA), dispatch.id)
    assert [job["batch_id"] for job in waiting_jobs(TaskName.SEND_BATCH)] == [batch.pk]


def test_a_stop_gives_everybody_an_end_and_cancels_every_further_attempt(world: World) -> None:
    dispatch = mail_of(out(world)).id
    first, second, _ = split(dispatch, [range(1, 11), range(11, 21), range(21, 31)])
    now = world.clock.now()
    came_to(first, mark=10, listed={2: REFUSED, 3: LATER, 4: PERHAPS, 5: AGAIN}, at=now)
    came_to(second, mark=4, started=7, at=now)
    halted = stop_dispatch(world.context, world.actor(SOFIE), dispatch, reason=f"  {WHY} ")
    assert (halted.not_sent, halted.unknown) == (1 + 3 + 10, 2 + 3)
    assert states(dispatch) == {
        State.ACCEPTED: 6 + 4,
        State.FAILED: 1,
        State.SUPPRESSED: 14,
        State.UNKNOWN: 5,
    }
    (in_flight,) = copies.copies_of(16, [dispatch])
    assert in_flight.outcome is not None
    assert (in_flight.state, in_flight.outcome.doubtful) == (State.UNKNOWN, 1)
    (never,) = copies.copies_of(25, [dispatch])
    assert never.outcome is not None
    assert (never.state, never.outcome.reason) == (State.SUPPRESSED, Reason.CANCELLED)
    assert not DeliveryException.objects.filter(next_attempt_at__isnull=False).exists()
    assert ledger.batches_to_retry(now=now) == []
    after = steering.steered(dispatch)
    assert (after.stopped_at, after.finished_at, after.by, after.reason) == (now, now, SOFIE, WHY)
    (event,) = log(EventKind.DISPATCH_STOPPED)
    assert (event.data["left"], event.data["reason"]) == (14, WHY)
    assert finish_dispatch(world.context, first) is False
    assert log(EventKind.DISPATCH_FINISHED) == []


def test_a_worker_that_was_sending_stores_nothing_after_the_stop(world: World) -> None:
    dispatch = mail_of(out(world, 4))
    (batch,) = batches_of(dispatch.id)
    claim = StoredLedger(world.clock).claim(batch.pk)
    assert claim is not None
    assert write(batch.pk, claim.run, started=2)
    stop_dispatch(world.context, world.actor(SOFIE), dispatch.id, reason=WHY)
    assert not write(batch.pk, claim.run, started=4)
    assert not write(batch.pk, claim.run, mark=2)
    assert StoredLedger(world.clock).claim(batch.pk) is None
    assert states(dispatch.id) == {State.UNKNOWN: 2, State.SUPPRESSED: 2}


@REALLY
def test_whoever_wins_nobody_is_begun_after_the_stop_and_nobody_is_lost(world: World) -> None:
    dispatch = mail_of(out(world)).id
    for _ in range(TRIALS):
        begun = race_of_workers_and_a_stop(world, dispatch)
        found = states(dispatch)
        assert sum(found.values()) == 60
        assert set(found) <= {State.ACCEPTED, State.UNKNOWN, State.SUPPRESSED}
        nothing = {
            person
            for person in copies.everybody_in(dispatch)
            if copies.copies_of(person, [dispatch])[0].state is State.SUPPRESSED
        }
        assert nothing.isdisjoint(begun)
        assert len(begun) + len(nothing) == 60


def race_of_workers_and_a_stop(world: World, dispatch: int) -> list[int]:
    """Who was begun, by two workers who send while Sofie stops it."""
    batches = split(dispatch, [range(1, 31), range(31, 61)])
    begun: list[int] = []

    def work(batch: int) -> None:
        claim = StoredLedger(world.clock).claim(batch)
        for hi in range(5, 31, 5) if claim else ():
            if not write(batch, claim.run, started=hi):
                return
            begun.extend(claim.members[hi - 5 : hi])
            if not write(batch, claim.run, mark=hi):
                return

    def halt() -> object:
        return stop_dispatch(world.context, world.actor(SOFIE), dispatch, reason=WHY)

    results = at_once(halt, *(lambda batch=batch: work(batch) for batch in batches))
    assert not [r for r in results if isinstance(r, Exception)], results
    return begun


@REALLY
def test_two_people_who_stop_at_once_stop_once(world: World) -> None:
    dispatch = mail_of(out(world, 3)).id
    results = at_once(
        *(
            lambda who=who: stop_dispatch(
                world.context, world.actor(who), dispatch, reason=f"{WHY}, says {who}"
            )
            for who in (SOFIE, MARA)
        )
    )
    assert sorted(type(r).__name__ for r in results) == ["Conflict", "Halted"]
    assert len(log(EventKind.DISPATCH_STOPPED)) == 1


def test_a_stop_needs_a_reason_that_means_something(world: World) -> None:
    dispatch = mail_of(out(world)).id
    for reason in ("", "   ", "too short", "\u0007\u0007\u0007 \n "):
        with pytest.raises(Invalid) as refused:
            stop_dispatch(world.context, world.actor(SOFIE), dispatch, reason=reason)
        assert refused.value.field == "reason"
    assert states(dispatch) == {State.QUEUED: 1}


def test_what_has_ended_cannot_be_steered_and_a_stop_cannot_be_undone(world: World) -> None:
    stopped = mail_of(out(world)).id
    stop_dispatch(world.context, world.actor(SOFIE), stopped, reason=WHY)
    sofie = world.actor(SOFIE)
    for deed in (
        lambda: pause_dispatch(world.context, sofie, stopped),
        lambda: resume_dispatch(world.context, sofie, stopped),
        lambda: stop_dispatch(world.context, sofie, stopped, reason=WHY),
    ):
        with pytest.raises(Conflict, match="stopped") as refused:
            deed()
        assert refused.value.way_out
    with pytest.raises(NotFound):
        pause_dispatch(world.context, sofie, 10_000_000)


def test_what_has_run_to_its_end_cannot_be_paused(world: World) -> None:
    dispatch = mail_of(out(world)).id
    (batch,) = batches_of(dispatch)
    came_to(batch.pk, mark=1)
    assert finish_dispatch(world.context, batch.pk)
    for deed in (pause_dispatch, resume_dispatch):
        with pytest.raises(Conflict, match="ended already"):
            deed(world.context, world.actor(SOFIE), dispatch)
    with pytest.raises(Conflict, match="correction"):
        stop_dispatch(world.context, world.actor(SOFIE), dispatch, reason=WHY)


def test_only_those_who_lead_steer(world: World) -> None:
    dispatch = mail_of(out(world)).id
    ines = world.actor(INES)
    for deed in (
        lambda: pause_dispatch(world.context, ines, dispatch),
        lambda: resume_dispatch(world.context, ines, dispatch),
        lambda: stop_dispatch(world.context, ines, dispatch, reason=WHY),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert steering.steered(dispatch).by == ""
