"""A worker that the others have buried takes nothing back, even if it has not heard of it (R12)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.fanout import Progress
from noroshi.storage import ledger
from noroshi.storage.living import LivingLedger, TakenForDead
from noroshi.storage.models import Batch
from tests.actions.steps import opened, reader, said
from tests.cast import World

pytestmark = pytest.mark.django_db


def a_worker() -> int:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        return int(cursor.fetchone()[0])


def bury(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers WHERE id = %s", [number])


def a_batch(world: World) -> int:
    reader("rin@reader.example", at=world.clock.now())
    (batch,) = ledger.unfinished_batches(said(world, opened(world)).id)
    return batch


def test_a_buried_worker_does_not_claim_a_batch_back(world: World) -> None:
    batch, number = a_batch(world), a_worker()
    book = LivingLedger(world.clock, account="relay", number=lambda: number)
    assert book.claim(batch) is not None
    bury(number)
    with pytest.raises(TakenForDead):
        book.claim(batch)
    assert Batch.objects.get(pk=batch).run == 1  # whoever has it by now was not fenced off


def test_a_buried_worker_does_not_claim_second_attempts_back(world: World) -> None:
    batch, number = a_batch(world), a_worker()
    (person,) = Batch.objects.get(pk=batch).members
    due = world.clock.now()
    later = Outcome(state=State.QUEUED, reason=Reason.DELAYED, attempts=1, next_attempt_at=due)
    ledger.put(batch, {person: later})
    book = LivingLedger(world.clock, account="relay", number=lambda: number)
    assert book.claim_retries(batch, due + timedelta(seconds=1), 10) is not None
    bury(number)
    with pytest.raises(TakenForDead):
        book.claim_retries(batch, due + timedelta(seconds=1), 10)
    assert Batch.objects.get(pk=batch).retry_run == 1


def test_a_buried_worker_is_not_told_again_that_it_may_begin_somebody(world: World) -> None:
    batch, number = a_batch(world), a_worker()
    people = Batch.objects.get(pk=batch).members
    book = LivingLedger(world.clock, account="relay", number=lambda: number)
    assert list(book.allowed(batch, people).people) == people
    bury(number)
    with pytest.raises(TakenForDead):
        book.allowed(batch, people)


def test_what_a_buried_worker_did_still_counts_until_its_batch_is_taken_over(world: World) -> None:
    batch, number = a_batch(world), a_worker()
    book = LivingLedger(world.clock, account="relay", number=lambda: number)
    claim = book.claim(batch)
    assert claim is not None
    bury(number)
    done = Progress(size=1, mark=1, started=1)
    assert book.advance(claim, done) is not None
    Batch.objects.filter(pk=batch).update(run=2)
    assert book.advance(claim, done) is None


def test_where_nobody_counts_workers_everybody_may_claim(world: World) -> None:
    book = LivingLedger(world.clock, account="relay", number=lambda: None)
    assert book.claim(a_batch(world)) is not None
