"""A correction reaches exactly those who got the wrong text (R9, promise 1)."""

from __future__ import annotations

import pytest

from noroshi.actions.draft_correction import draft_correction
from noroshi.actions.edit_rendition import NewText, edit_rendition
from noroshi.actions.finish_dispatch import finish_dispatch
from noroshi.actions.publish_update import publish_update
from noroshi.actions.request_approval import request_approval
from noroshi.actions.unsubscribe import unsubscribe
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.events import EventKind
from noroshi.domain.fanout import Progress
from noroshi.domain.incident import Stage
from noroshi.domain.message import Message, MessageKind, Rendition
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.kernel.ids import sign
from noroshi.storage import incidents, ledger, messages, promises
from noroshi.storage.book import StoredLedger
from noroshi.storage.tallies import tally_of
from tests.actions.steps import (
    SOFIE,
    approve_all,
    drafted,
    log,
    opened,
    reader,
    said,
    text_of,
)  # fmt: skip
from tests.cast import World

pytestmark = pytest.mark.django_db

FAILED = Outcome(state=State.FAILED, reason=Reason.REFUSED, attempts=1)
LATER = Outcome(state=State.QUEUED, reason=Reason.DELAYED, attempts=1)
RIGHT = {
    "en": "Card payments in Europe fail for some customers. Refunds work.",
    "ja": "欧州の一部のお客さまで、カード決済に失敗しています。返金には影響ございません。",
}


def readers(world: World, count: int) -> list[int]:
    return [reader(f"rin{n}@reader.example", at=world.clock.now()).id for n in range(count)]


def mail(message: Message) -> Rendition:
    return text_of(message, Channel.EMAIL, "customers")


def batch_of(text: Rendition) -> int:
    (dispatch,) = (d for d in ledger.of_message(text.message_id) if d.rendition_id == text.id)
    return next(
        b for b in ledger.unfinished_batches(text.message_id)
        if ledger.work_on(b)[0].id == dispatch.id
    )  # fmt: skip


def begun(
    world: World, text: Rendition, *, mark: int, started: int, size: int, **out: Outcome
) -> None:
    """A worker has sent to the first ``mark`` people, and begun those up to ``started``."""
    book = StoredLedger(world.clock)
    claim = book.claim(batch_of(text))
    assert claim is not None
    assert book.advance(claim, Progress(size=size, started=started))
    outcomes = {int(person): outcome for person, outcome in out.items()}
    assert book.advance(claim, Progress(size=size, mark=mark, started=started), outcomes)


def corrected(world: World, wrong: Rendition) -> Message:
    """The correction of one text, written, approved and published."""
    actor = world.actor(SOFIE)
    message = draft_correction(world.context, actor, wrong.message_id, texts=[wrong.id])
    for text in messages.renditions(message.id):
        said_so, *_, last = text.body.split("\n\n")
        promise = [] if "{{" in last else [last]
        body = "\n\n".join((said_so, RIGHT[text.key.language], *promise))
        new = NewText(subject=text.subject, body=body, version=text.version)
        edit_rendition(world.context, actor, text.id, new)
    request_approval(world.context, actor, message.id)
    approve_all(world, message)
    return publish_update(world.context, actor, message.id)


def recipients(message: Message) -> list[int]:
    return [p for d in ledger.of_message(message.id) for p in ledger.members(d.id)]


def test_those_who_got_the_wrong_mail_get_its_correction_and_nobody_else(world: World) -> None:
    people = readers(world, 6)
    wrong = mail(said(world, opened(world)))
    late = reader("late@reader.example", at=world.clock.now()).id
    begun(world, wrong, mark=3, started=3, size=6, **{str(people[1]): FAILED})
    assert recipients(corrected(world, wrong)) == [people[0], people[2]]
    assert late not in recipients(messages.of_incident(1)[-1])


def test_those_whose_copy_was_on_its_way_are_told_too(world: World) -> None:
    people = readers(world, 6)
    wrong = mail(said(world, opened(world)))
    begun(world, wrong, mark=2, started=4, size=6)
    assert recipients(corrected(world, wrong)) == people[:4]


def test_nobody_gets_the_wrong_text_after_its_correction_is_out(world: World) -> None:
    people = readers(world, 4)
    wrong = mail(said(world, opened(world)))
    batch = batch_of(wrong)
    book = StoredLedger(world.clock)
    claim = book.claim(batch)
    assert claim is not None
    corrected(world, wrong)
    assert not book.advance(claim, Progress(size=4, started=4))
    assert book.claim(batch) is None
    assert set(book.allowed(batch, people).barred) == set(people)


def test_a_refused_copy_that_was_to_be_tried_again_is_not_sent_and_not_corrected(
    world: World,
) -> None:
    people = readers(world, 2)
    wrong = mail(said(world, opened(world)))
    batch = batch_of(wrong)
    begun(world, wrong, mark=2, started=2, size=2, **{str(people[0]): LATER})
    assert recipients(corrected(world, wrong)) == [people[1]]
    assert StoredLedger(world.clock).claim_retries(batch, world.clock.pass_by(days=1), 10) is None


def test_everybody_of_the_wrong_text_has_one_outcome_afterwards(world: World) -> None:
    readers(world, 6)
    wrong = mail(said(world, opened(world)))
    (dispatch,) = (d for d in ledger.of_message(wrong.message_id) if d.rendition_id == wrong.id)
    begun(world, wrong, mark=2, started=4, size=6)
    corrected(world, wrong)
    tally = tally_of(dispatch.id)
    assert sum(tally.values()) == 6
    assert (tally[State.ACCEPTED], tally[State.UNKNOWN], tally[State.SUPERSEDED]) == (2, 2, 2)


def test_who_has_unsubscribed_since_gets_no_correction(world: World) -> None:
    people = readers(world, 2)
    wrong = mail(said(world, opened(world)))
    begun(world, wrong, mark=2, started=2, size=2)
    unsubscribe(world.context, people[0], sign(world.context.key, "unsubscribe", str(people[0])))
    message = corrected(world, wrong)
    batch = ledger.unfinished_batches(message.id)[0]
    assert list(StoredLedger(world.clock).allowed(batch, people).people) == [people[1]]


def test_it_neither_keeps_nor_makes_a_promise_and_moves_no_stage(world: World) -> None:
    readers(world, 1)
    wrong = mail(said(world, opened(world)))
    before = (promises.of_incident(1), incidents.get(1))
    corrected(world, wrong)
    assert (promises.of_incident(1), incidents.get(1)) == before
    assert len(log(EventKind.CORRECTION_PUBLISHED)) == 1


def test_a_wrong_text_on_the_page_brings_the_other_languages_of_the_page(world: World) -> None:
    published = said(world, opened(world))
    page = text_of(published, Channel.STATUS_PAGE, "customers")
    message = draft_correction(world.context, world.actor(SOFIE), published.id, texts=[page.id])
    keys = {str(text.key) for text in messages.renditions(message.id)}
    assert keys == {"status_page.customers.en", "status_page.customers.ja"}
    assert message.kind is MessageKind.CORRECTION


def test_a_draft_has_blanks_that_keep_it_from_going_out(world: World) -> None:
    readers(world, 1)
    wrong = mail(said(world, opened(world)))
    actor = world.actor(SOFIE)
    message = draft_correction(world.context, actor, wrong.message_id, texts=[wrong.id])
    with pytest.raises(Invalid):
        request_approval(world.context, actor, message.id)


def test_only_published_updates_are_corrected_and_only_their_own_texts(world: World) -> None:
    incident = opened(world)
    actor = world.actor(SOFIE)
    first = said(world, incident)
    other = drafted(world, incident, Stage.IDENTIFIED)
    text = messages.renditions(other.id)[0].id
    with pytest.raises(Conflict):
        draft_correction(world.context, actor, other.id, texts=[text])
    for wrong_choice in ([], [text]):
        with pytest.raises(Invalid):
            draft_correction(world.context, actor, first.id, texts=wrong_choice)


def test_the_next_update_is_not_silenced_by_a_correction(world: World) -> None:
    readers(world, 1)
    published = said(world, opened(world))
    begun(world, mail(published), mark=1, started=1, size=1)
    before = messages.last_published_at(1, Channel.EMAIL, ["customers"])
    world.clock.pass_by(minutes=5)
    corrected(world, mail(published))
    assert messages.last_published_at(1, Channel.EMAIL, ["customers"]) == before


def test_a_correction_can_go_out_while_the_promised_time_has_passed(world: World) -> None:
    readers(world, 1)
    published = said(world, opened(world))
    begun(world, mail(published), mark=1, started=1, size=1)
    world.clock.pass_by(hours=2)
    assert promises.next_due(1, after=world.clock.now()) is None
    assert recipients(corrected(world, mail(published)))


def test_a_stopped_dispatch_is_over_as_soon_as_its_worker_looks(world: World) -> None:
    readers(world, 3)
    wrong = mail(said(world, opened(world)))
    batch = batch_of(wrong)
    begun(world, wrong, mark=1, started=2, size=3)
    corrected(world, wrong)
    assert finish_dispatch(world.context, batch)
    assert ledger.work_on(batch)[0].finished_at == world.clock.now()
