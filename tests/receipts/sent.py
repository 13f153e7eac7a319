"""A message that went out to some readers, as far as the ledger is concerned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Outcome, State
from noroshi.domain.fanout import Progress
from noroshi.domain.ledger import Claim
from noroshi.domain.receipts import ReceiptEvent, ReceiptKind
from noroshi.storage import ledger
from noroshi.storage.book import StoredLedger
from noroshi.storage.receipt_marks import Marks, places
from noroshi.storage.unit_of_work import unit_of_work
from tests.actions.steps import opened, reader, said
from tests.cast import World


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A text, its dispatch, and the readers in it."""

    text_id: int
    dispatch_id: int
    people: tuple[int, ...]

    def told(self, kind: ReceiptKind, person: int, at: datetime, **more: str) -> ReceiptEvent:
        """What a provider tells about one reader's copy."""
        values = {"event_key": f"{kind}-{person}", "account": "acme"} | more
        return ReceiptEvent(
            kind=kind,
            happened_at=at,
            text_id=self.text_id,
            subscriber_id=person,
            **values,  # type: ignore[arg-type]
        )

    def state(self, person: int) -> State:
        """What is known of a reader's copy."""
        found = places([(self.text_id, person)])[self.text_id, person]
        with unit_of_work():
            return Marks([found]).state_of(found)


def planned(world: World, readers: int = 3) -> Sent:
    """Published, but nothing has been handed over."""
    at = world.clock.now()
    people = tuple(reader(f"rin{n}@reader.example", at=at).id for n in range(readers))
    message = said(world, opened(world))
    (dispatch,) = (
        one
        for one in ledger.of_message(message.id)
        if one.channel is Channel.EMAIL and one.recipients
    )
    return Sent(text_id=dispatch.rendition_id, dispatch_id=dispatch.id, people=people)


def sent(world: World, readers: int = 3, *, but: dict[int, Outcome] | None = None) -> Sent:
    """Everybody's copy was handed over; ``but`` names, by place, those with another outcome."""
    one = planned(world, readers)
    listed = {one.people[place]: outcome for place, outcome in (but or {}).items()}
    hand_over(world, one, listed)
    return one


def hand_over(world: World, one: Sent, listed: dict[int, Outcome] | None = None) -> None:
    """Hand every copy over, as a worker does."""
    found = places([(one.text_id, person) for person in one.people])
    for batch in sorted({place.batch for place in found.values()}):
        book = StoredLedger(world.clock, account="acme")
        claim = book.claim(batch)
        assert claim is not None
        finish(book, claim, listed or {})


def finish(book: StoredLedger, claim: Claim, listed: dict[int, Outcome]) -> None:
    """Begin the whole batch, and settle it."""
    size = len(claim.members)
    book.advance(claim, Progress(size=size, started=size))
    book.advance(claim, Progress(size=size, started=size, mark=size), listed)
