"""A lease on a late answer ends by the database's clock, whatever a worker's own clock says (R10)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.fanout import Progress
from noroshi.storage import ledger
from noroshi.storage.book import StoredLedger
from noroshi.storage.models import DeliveryException
from tests.actions.steps import opened, reader, said
from tests.cast import World

pytestmark = pytest.mark.django_db

AN_HOUR = timedelta(hours=1)
LEASE = timedelta(minutes=11)


def leased(world: World, *, again: bool = False) -> int:
    """A batch whose only copy waits for a late answer, of a first or of a second attempt."""
    reader("rin@reader.example", at=world.clock.now())
    (batch,) = ledger.unfinished_batches(said(world, opened(world)).id)
    book = StoredLedger(world.clock)
    claim = book.claim(batch)
    assert claim is not None
    late = Outcome(
        state=State.SENDING,
        reason=Reason.NO_ANSWER,
        attempts=1,
        doubtful=1,
        next_attempt_at=world.clock.now() + LEASE,
    )
    done = Progress(size=1, mark=1, started=1)
    if again:
        ledger.put(batch, dict.fromkeys(claim.members, late), at=world.clock.now())
        assert book.advance(claim, done) is not None
    else:
        assert book.advance(claim, done, dict.fromkeys(claim.members, late)) is not None
    return batch


@pytest.mark.parametrize("again", [False, True], ids=["first attempt", "second attempt"])
def test_a_worker_whose_clock_is_ahead_does_not_try_beside_the_one_that_waits(
    world: World, again: bool
) -> None:
    batch = leased(world, again=again)
    now = world.clock.pass_by(seconds=AN_HOUR.total_seconds())
    assert ledger.batches_to_retry(now=now) == []
    assert StoredLedger(world.clock).claim_retries(batch, now, 10) is None


@pytest.mark.parametrize("again", [False, True], ids=["first attempt", "second attempt"])
def test_it_ends_even_for_a_worker_whose_clock_is_behind(world: World, again: bool) -> None:
    batch = leased(world, again=again)
    DeliveryException.objects.update(lease_until=Now() - timedelta(seconds=1))
    now = world.clock.now() - AN_HOUR
    assert ledger.batches_to_retry(now=now) == [batch]
    assert StoredLedger(world.clock).claim_retries(batch, now, 10) is not None


def test_the_lease_lasts_as_long_as_was_said(world: World) -> None:
    leased(world)
    soon = Now() + LEASE - timedelta(minutes=1)
    late = Now() + LEASE + timedelta(minutes=1)
    assert DeliveryException.objects.filter(lease_until__gt=soon, lease_until__lt=late).exists()
