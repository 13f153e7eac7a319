"""The ledger: everybody in the snapshot has one outcome, at every step (invariants 6 to 14)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from noroshi.actions.finish_dispatch import finish_dispatch
from noroshi.actions.unsubscribe import unsubscribe
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.events import EventKind
from noroshi.domain.fanout import Progress
from noroshi.domain.incident import Stage
from noroshi.domain.ledger import Claim
from noroshi.domain.message import Message
from noroshi.domain.subscription import Occasion
from noroshi.kernel.ids import sign
from noroshi.storage import ledger, subscribers
from noroshi.storage.book import StoredLedger
from noroshi.storage.ledger import PlannedDispatch
from noroshi.storage.subscribers import SubscriberState
from noroshi.storage.tallies import not_reached, tally_of
from tests.actions.steps import at_once, log, opened, reader, said
from tests.cast import World

pytestmark = pytest.mark.django_db

LATER = Outcome(state=State.QUEUED, reason=Reason.DELAYED, attempts=1)
FAILED = Outcome(state=State.FAILED, reason=Reason.REFUSED, attempts=1)


def some_readers(world: World, count: int) -> list[int]:
    at = world.clock.now()
    return [reader(f"rin{n}@reader.example", at=at).id for n in range(count)]


def mail_of(message: Message) -> PlannedDispatch:
    (dispatch,) = (
        d for d in ledger.of_message(message.id) if d.channel is Channel.EMAIL and d.recipients
    )
    return dispatch


def batch_of(message: Message) -> int:
    (batch,) = ledger.unfinished_batches(message.id)
    return batch


def claimed(world: World, batch: int) -> tuple[StoredLedger, Claim]:
    book = StoredLedger(world.clock)
    claim = book.claim(batch)
    assert claim is not None
    return book, claim


def everybody_once(dispatch: PlannedDispatch) -> bool:
    tally = tally_of(dispatch.id)
    return sum(tally.values()) == dispatch.recipients and min(tally.values()) >= 0


def test_the_snapshot_is_who_is_confirmed_for_that_audience_language_and_scope(
    world: World,
) -> None:
    at = world.clock.now()
    wanted = [
        reader("all@x.example", at=at).id,
        reader("europe@x.example", at=at, regions=("europe", "asia-pacific")).id,
        reader("checkout@x.example", at=at, components=("checkout",)).id,
    ]
    for name, changed in {
        "pending": {"state": SubscriberState.PENDING},
        "gone": {"state": SubscriberState.UNSUBSCRIBED},
        "japanese": {"language": "ja"},
        "admin": {"audience": "it_admins"},
        "america": {"regions": ("united-states",)},
        "invoices": {"components": ("invoices",)},
        "hook": {"channel": Channel.WEBHOOK},
    }.items():
        reader(f"{name}@x.example", at=at, **changed)
    about = Occasion(at=at, components=("checkout",), regions=("europe",))
    found = subscribers.audience_snapshot(Channel.EMAIL, "customers", "en", about=about)
    assert found == wanted


def test_whoever_confirms_after_publication_is_not_in_it(world: World) -> None:
    people = some_readers(world, 2)
    message = said(world, opened(world))
    some_more = reader("late@x.example", at=world.clock.now())
    _, claim = claimed(world, batch_of(message))
    assert list(claim.members) == people
    assert some_more.id not in claim.members


def test_whoever_leaves_in_between_gets_nothing_and_is_listed_with_the_reason(
    world: World,
) -> None:
    stays, leaves = some_readers(world, 2)
    message = said(world, opened(world))
    token = sign(world.context.key, "unsubscribe", str(leaves))
    unsubscribe(world.context, leaves, token)
    allowed = StoredLedger(world.clock).allowed(batch_of(message), [stays, leaves])
    assert set(allowed.people) == {stays}
    assert allowed.barred[leaves].state is State.SUPPRESSED
    assert allowed.barred[leaves].reason is Reason.UNSUBSCRIBED


def test_nobody_who_has_not_confirmed_gets_anything(world: World) -> None:
    (person,) = some_readers(world, 1)
    message = said(world, opened(world))
    pending = reader("p@x.example", at=world.clock.now(), state=SubscriberState.PENDING)
    allowed = StoredLedger(world.clock).allowed(batch_of(message), [person, pending.id])
    assert allowed.barred[pending.id].reason is Reason.NOT_CONFIRMED


def test_nobody_gets_an_update_after_a_newer_one(world: World) -> None:
    old = some_readers(world, 2)
    incident = opened(world)
    first = said(world, incident)
    world.clock.pass_by(minutes=30)
    (new,) = [reader("new@x.example", at=world.clock.now()).id]
    last = said(world, incident, Stage.RESOLVED)
    book = StoredLedger(world.clock)
    overtaken = book.allowed(batch_of(first), old)
    assert not overtaken.people
    assert {(o.state, o.reason) for o in overtaken.barred.values()} == {
        (State.SUPERSEDED, Reason.OVERTAKEN)
    }
    assert set(book.allowed(batch_of(last), [*old, new]).people) == {*old, new}


def test_whom_the_newer_update_is_not_for_still_gets_the_older_one(world: World) -> None:
    (person,) = some_readers(world, 1)
    first = said(world, opened(world))
    world.clock.pass_by(minutes=61)
    other = opened(world, request_key="another incident")
    said(world, other)
    assert set(StoredLedger(world.clock).allowed(batch_of(first), [person]).people) == {person}


def test_everybody_has_one_outcome_at_every_step(world: World) -> None:
    people = some_readers(world, 5)
    message = said(world, opened(world))
    dispatch, batch = mail_of(message), batch_of(message)
    assert tally_of(dispatch.id)[State.QUEUED] == 5
    book, claim = claimed(world, batch)
    assert book.advance(claim, Progress(size=5, started=3))
    assert everybody_once(dispatch)
    assert tally_of(dispatch.id)[State.SENDING] == 3
    waits = Outcome(
        state=State.QUEUED,
        reason=Reason.DELAYED,
        attempts=1,
        next_attempt_at=world.clock.now(),
    )
    exceptions = {people[0]: FAILED, people[2]: waits}
    assert book.advance(claim, Progress(size=5, started=3, mark=3), exceptions)
    assert everybody_once(dispatch)
    assert book.advance(claim, Progress(size=5, started=5, mark=3))
    assert book.advance(claim, Progress(size=5, started=5, mark=5), {})
    assert everybody_once(dispatch)
    assert not finish_dispatch(world.context, batch)  # one copy is still to be tried again
    retry = book.claim_retries(batch, world.clock.now(), 10)
    assert retry is not None
    assert book.retry_done(retry, {people[2]: Outcome(state=State.ACCEPTED, attempts=2)})
    assert everybody_once(dispatch)
    assert (tally_of(dispatch.id)[State.ACCEPTED], tally_of(dispatch.id)[State.FAILED]) == (4, 1)
    assert [listed.subscriber_id for listed in not_reached(dispatch.id)] == [people[0]]
    assert finish_dispatch(world.context, batch)
    assert not finish_dispatch(world.context, batch)
    assert len(log(EventKind.DISPATCH_FINISHED)) == 1


def test_an_exception_is_replaced_and_never_doubled(world: World) -> None:
    (person,) = some_readers(world, 1)
    message = said(world, opened(world))
    book, claim = claimed(world, batch_of(message))
    assert book.advance(claim, Progress(size=1, started=1))
    for outcome in (LATER, FAILED, FAILED):
        assert book.advance(claim, Progress(size=1, started=1, mark=1), {person: outcome})
    (listed,) = not_reached(mail_of(message).id)
    assert listed.outcome == FAILED


def test_a_batch_that_was_taken_over_takes_no_more_from_its_first_worker(world: World) -> None:
    some_readers(world, 2)
    message = said(world, opened(world))
    book, first = claimed(world, batch_of(message))
    _, second = claimed(world, batch_of(message))
    assert second.run == first.run + 1
    assert not book.advance(first, Progress(size=2, started=2))
    assert not book.advance(first, Progress(size=2, started=2, mark=2), {})
    assert book.advance(second, Progress(size=2, started=2))


def test_a_batch_that_is_done_is_not_claimed_again(world: World) -> None:
    some_readers(world, 1)
    message = said(world, opened(world))
    batch = batch_of(message)
    book, claim = claimed(world, batch)
    assert book.advance(claim, Progress(size=1, started=1))
    assert book.advance(claim, Progress(size=1, started=1, mark=1), {})
    assert book.claim(batch) is None
    assert ledger.unfinished_batches(message.id) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_one_is_fenced(world: World) -> None:
    some_readers(world, 1)
    batch = batch_of(said(world, opened(world)))
    book = StoredLedger(world.clock)
    claims = at_once(*(lambda: book.claim(batch) for _ in range(4)))
    runs = sorted(claim.run for claim in claims if isinstance(claim, Claim))
    assert runs == [1, 2, 3, 4]
    stored = [book.advance(c, Progress(size=1, started=1)) for c in claims if isinstance(c, Claim)]
    assert stored.count(None) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_who_try_again_at_once_one_is_fenced(world: World) -> None:
    (person,) = some_readers(world, 1)
    batch = batch_of(said(world, opened(world)))
    book, claim = claimed(world, batch)
    due = Outcome(
        state=State.QUEUED,
        reason=Reason.DELAYED,
        attempts=1,
        next_attempt_at=world.clock.now() - timedelta(minutes=1),
    )
    book.advance(claim, Progress(size=1, started=1))
    book.advance(claim, Progress(size=1, started=1, mark=1), {person: due})
    now = world.clock.now()
    claims = at_once(*(lambda: book.claim_retries(batch, now, 10) for _ in range(3)))
    ended = {person: Outcome(state=State.ACCEPTED, attempts=2)}
    stored = [book.retry_done(c, ended) for c in claims]  # type: ignore[arg-type]
    assert stored.count(True) == 1
    assert book.claim_retries(batch, now, 10) is None


def test_a_dispatch_to_nobody_is_finished_from_the_start(world: World) -> None:
    message = said(world, opened(world))
    assert all(d.finished_at for d in ledger.of_message(message.id))
    assert ledger.unfinished_batches(message.id) == []


def test_the_audience_that_comes_first_in_the_plan_is_written_to_first(world: World) -> None:
    at = world.clock.now()
    reader("admin@x.example", at=at, audience="it_admins")
    reader("rin@x.example", at=at)
    message = said(world, opened(world))
    order = [StoredLedger(world.clock).claim(b) for b in ledger.unfinished_batches(message.id)]
    names = subscribers.named([c.members[0] for c in order if c])
    assert [names[c.members[0]].audience for c in order if c] == ["customers", "it_admins"]
