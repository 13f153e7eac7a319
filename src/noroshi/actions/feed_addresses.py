"""Feed addresses: programs cannot sign in, so their address carries a token that can be ended."""

from __future__ import annotations

from noroshi.actions.context import Context
from noroshi.actions.queries.closed_pages import Reader, closed_page
from noroshi.actions.queries.links import page_url
from noroshi.domain.events import EventKind
from noroshi.domain.page_access import MOST_FEEDS, Pass, Proof, masked
from noroshi.kernel.errors import Conflict, NotFound
from noroshi.kernel.ids import new_token, token_hash
from noroshi.storage import events, page_readers
from noroshi.storage.unit_of_work import unit_of_work


def make_feed_address(context: Context, reader: Reader, *, language: str) -> str:
    """A new address below which feeds and JSON can be fetched; shown once, kept as a hash.

    Raises:
        Conflict: the reader has five already.
    """
    page, now, token = closed_page(reader.page), context.clock.now(), new_token()
    with unit_of_work():
        if len(feeds_of(reader)) >= MOST_FEEDS:
            raise Conflict(
                "You have five addresses for this page already.", way_out="End one of them first."
            )
        given = Pass(
            id=0,
            page=page.key,
            proof=Proof.FEED,
            address=reader.address,
            person=reader.person,
            language=language,
            at=now,
            until=None,
        )
        page_readers.grant(given, token_hash(token))
        _note(context, EventKind.FEED_ADDRESS_MADE, reader)
    return f"{page_url(context, page)}feed/{token}/"


def end_feed_address(context: Context, reader: Reader, number: int) -> None:
    """Let one of the reader's own addresses end at once.

    Raises:
        NotFound: the reader has no such address.
    """
    with unit_of_work():
        if number not in {one.id for one in feeds_of(reader)}:
            raise NotFound("There is no such address.")
        page_readers.drop(number)
        _note(context, EventKind.FEED_ADDRESS_ENDED, reader)


def feeds_of(reader: Reader) -> tuple[Pass, ...]:
    """The addresses that the reader has."""
    return page_readers.feeds(reader.page, address=reader.address, person=reader.person)


def _note(context: Context, kind: EventKind, reader: Reader) -> None:
    events.append(
        at=context.clock.now(),
        kind=kind,
        actor=reader.person or "reader",
        data={"page": reader.page, "reader": reader.person or masked(reader.address)},
    )
