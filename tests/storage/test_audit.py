"""The auditor on a real ledger: each seeded gap is found, a message that goes out raises none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction

from noroshi.actions.context import SYSTEM
from noroshi.actions.finish_dispatch import finish_dispatch
from noroshi.actions.queries.audit import auditing
from noroshi.actions.queries.people import names_in_log
from noroshi.actions.record_publication import publication_verified
from noroshi.actions.run_audit import run_audit
from noroshi.domain.audit.kinds import Gap
from noroshi.domain.events import EventKind
from noroshi.domain.events.sentences import sentence
from noroshi.domain.incident import Stage
from noroshi.domain.message import Message
from noroshi.storage import audit, audit_findings, pages
from noroshi.storage.models import AuditRun, Batch, DeliveryException, Dispatch
from tests.actions.steps import log, opened, reader, said
from tests.actions.waiting import lose_every_job
from tests.cast import World
from tests.storage.batches import REFUSED, came_to

pytestmark = pytest.mark.django_db
_ALIVE = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())"
_OLDER = "UPDATE procrastinate_events SET at = at - interval '5 minutes'"
_DOING = "UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'send_batch'"


def run_sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(autouse=True)
def a_worker_is_alive(db: None) -> None:
    run_sql("DELETE FROM procrastinate_workers")
    run_sql(_ALIVE)


def found(world: World) -> list[Gap]:
    return [finding.kind for finding in run_audit(world.context).findings]


def published(world: World, readers: int = 5) -> Message:
    """An update that is on the pages, and whose batches have their jobs."""
    at = world.clock.now()
    for number in range(readers):
        reader(f"rin{number}@reader.example", at=at, confirmed_at=at)
    message = said(world, opened(world))
    wanted = pages.of_message(message.id)
    assert wanted is not None
    publication_verified(world.context, SYSTEM, wanted, files=3)
    run_sql("DELETE FROM procrastinate_jobs WHERE task_name NOT IN ('send_batch')")
    return message


def the_batch(message: Message) -> Batch:
    return Batch.objects.get(dispatch__rendition__message_id=message.id)


def half_sent(world: World, message: Message) -> Batch:
    """A worker is at it: three of five are known, one of these failed."""
    batch = the_batch(message)
    failed = {batch.members[0]: REFUSED}
    came_to(batch.pk, mark=3, started=4, listed=failed, at=world.clock.now())
    run_sql(_DOING)
    return the_batch(message)


def sent(world: World, message: Message) -> None:
    batch = the_batch(message)
    came_to(batch.pk, mark=5, started=5, listed={batch.members[0]: REFUSED}, at=world.clock.now())
    lose_every_job()
    assert finish_dispatch(world.context, batch.pk)


def test_a_message_on_its_way_to_the_end_raises_no_finding(world: World) -> None:
    message = published(world)
    assert found(world) == []
    world.clock.pass_by(seconds=60)
    half_sent(world, message)
    assert found(world) == []
    world.clock.pass_by(seconds=60)
    sent(world, message)
    for _ in range(5):
        world.clock.pass_by(seconds=60)
        assert found(world) == []
    looked = audit_findings.last_run()
    assert looked is not None
    assert looked.notes["looked_at"]["people"] == 5
    world.clock.pass_by(days=3)
    assert found(world) == [Gap.PROMISE_LATE]
    world.clock.pass_by(minutes=1)
    Batch.objects.update(members=[])  # long after the end: it is looked at again in turn
    assert Gap.UNACCOUNTED in found(world)


def _row_removed(world: World, message: Message) -> None:
    at = Batch.objects.filter(pk=the_batch(message).pk)
    at.update(members=the_batch(message).members[:-1])


def _batch_removed(world: World, message: Message) -> None:
    the_batch(message).delete()


def _stranger(world: World, message: Message) -> None:
    batch = half_sent(world, message)
    between = DeliveryException(
        batch=batch, subscriber_id=batch.members[1], state="failed", reason="refused"
    )
    members = [one for one in batch.members if one != between.subscriber_id]
    Batch.objects.filter(pk=batch.pk).update(members=[*members, members[-1]])
    between.save()


def _beyond_the_bounds(world: World, message: Message) -> None:
    batch = half_sent(world, message)
    DeliveryException.objects.create(
        batch=batch, subscriber_id=batch.last_id + 1, state="failed", reason="refused"
    )


def _position_moved(world: World, message: Message) -> None:
    Batch.objects.filter(pk=half_sent(world, message).pk).update(mark=5, state="done")
    Batch.objects.update(mark=4)


def _job_lost(world: World, message: Message) -> None:
    world.clock.pass_by(minutes=3)
    lose_every_job()


def _stuck(world: World, message: Message) -> None:
    half_sent(world, message)
    world.clock.pass_by(minutes=3)


def _idle(world: World, message: Message) -> None:
    run_sql(_OLDER)


def _no_worker(world: World, message: Message) -> None:
    run_sql("DELETE FROM procrastinate_workers")


def _unplanned(world: World, message: Message) -> None:
    the_batch(message).delete()
    Dispatch.objects.filter(recipients__gt=0).delete()


def _promise_missed(world: World, message: Message) -> None:
    assert message.next_update_at is not None
    sent(world, message)
    world.clock.at = message.next_update_at + timedelta(seconds=1)


def _closed_early(world: World, message: Message) -> None:
    Dispatch.objects.update(finished_at=world.clock.now())


SEEDS = (
    (_row_removed, Gap.UNACCOUNTED),
    (_batch_removed, Gap.UNACCOUNTED),
    (_stranger, Gap.STRANGER),
    (_beyond_the_bounds, Gap.IMPOSSIBLE),
    (_position_moved, Gap.IMPOSSIBLE),
    (_job_lost, Gap.JOB_LOST),
    (_stuck, Gap.STUCK),
    (_idle, Gap.WORKERS_IDLE),
    (_no_worker, Gap.NO_WORKER),
    (_unplanned, Gap.NOT_PLANNED),
    (_promise_missed, Gap.PROMISE_LATE),
    (_closed_early, Gap.ENDED_EARLY),
)


@contextmanager
def undone(world: World) -> Iterator[None]:
    """Whatever happens inside is taken back: the ledger, the clock."""
    at = world.clock.at
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    world.clock.at = at


def looks(world: World) -> set[Gap]:
    """What three looks find, a minute apart."""
    seen = []
    for _ in range(3):
        seen += found(world)
        world.clock.pass_by(seconds=60)
    return set(seen)


def test_each_seeded_gap_is_found_within_two_minutes(world: World) -> None:
    message = published(world)
    missed = []
    for spoil, gap in SEEDS:
        with undone(world):
            spoil(world, message)
            if gap not in looks(world):
                missed.append(spoil.__name__)
    assert missed == []
    with undone(world):
        _row_removed(world, message)
        assert not mutant_that_counts_only_what_is_done(world)
        assert Gap.UNACCOUNTED in found(world)


def mutant_that_counts_only_what_is_done(world: World) -> bool:
    """An auditor that adds up finished batches only, and believes that the rest is still to come.

    Whether it notices that somebody is missing.
    """
    only_done = """
    SELECT coalesce(sum(cardinality(b.members)), 0) > d.recipients AS wrong
      FROM storage_dispatch d LEFT JOIN storage_batch b ON b.dispatch_id = d.id AND b.state = 'done'
     GROUP BY d.id, d.recipients
    """
    return any(row["wrong"] for row in audit.within(2_000, only_done, {}) or ())


def test_a_report_that_is_due_soon_is_found(world: World) -> None:
    incident = opened(world)
    said(world, incident)
    said(world, incident, Stage.RESOLVED)
    world.clock.pass_by(hours=12, minutes=1)
    assert Gap.REPORT_AT_RISK in found(world)
    world.clock.pass_by(hours=12)
    assert Gap.REPORT_LATE in found(world)


def test_a_finding_is_opened_once_and_closed_when_it_is_gone(world: World) -> None:
    run_sql("DELETE FROM procrastinate_workers")
    for _ in range(3):
        assert found(world) == [Gap.NO_WORKER]
    run_sql(_ALIVE)
    assert found(world) == []
    (opened_one,) = log(EventKind.GAP_FOUND)
    (closed,) = log(EventKind.GAP_CLOSED)
    assert opened_one.data["gap"] == closed.data["gap"] == "no_worker"
    (settled,) = auditing(world.context, "ja").settled
    assert settled.until is not None
    assert "ワーカー" in settled.found
    assert sentence(opened_one, "en", names=names_in_log("en")) == (
        "The auditor found: No worker is alive"
    )


def test_a_statement_that_takes_too_long_is_cut_short(db: None) -> None:
    assert audit.within(30, "SELECT pg_sleep(2)", {}) is None
    assert audit.within(2_000, "SELECT 1 AS n", {}) == [{"n": 1}]


def test_a_silent_auditor_is_noticed_by_whoever_asks(world: World) -> None:
    assert not auditing(world.context, "en").is_silent  # it has not begun yet
    found(world)
    world.clock.pass_by(minutes=5)
    assert not auditing(world.context, "en").is_silent
    world.clock.pass_by(seconds=1)
    seen = auditing(world.context, "en")
    assert seen.is_silent
    assert "has not looked for 5 minutes" in seen.wrong[0].found


def test_an_audit_with_a_slow_full_table_query_says_that_it_was_cut_short(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit.sql, "RETRIES", "SELECT pg_sleep(5), %(dispatches)s::bigint[]")
    audited = run_audit(world.context, limit_ms=50)
    assert Gap.CUT_SHORT in {finding.kind for finding in audited.findings}
    assert not audited.is_whole
    assert audited.took_ms < 2_000


def test_one_row_holds_the_last_look(world: World) -> None:
    for _ in range(3):
        found(world)
    assert AuditRun.objects.count() == 1
