"""Exchange the mailed link for a session; leave the page again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noroshi.actions.context import Context
from noroshi.actions.queries.closed_pages import invited_page
from noroshi.domain.events import EventKind
from noroshi.domain.page_access import SESSION_LIVES, Pass, Proof, masked
from noroshi.kernel.errors import Refusal
from noroshi.kernel.ids import new_token, token_hash
from noroshi.storage import events, page_readers
from noroshi.storage.unit_of_work import unit_of_work


class LinkIsOver(Refusal):
    """The link was used, is too old, or never was one: nobody is told which."""

    status = 410


@dataclass(frozen=True, kw_only=True)
class Session:
    """The right to read one page in one browser."""

    token: str
    until: datetime


def enter_page(context: Context, key: str, token: str) -> Session:
    """Use the link up, and let its holder read the page for 30 days.

    Raises:
        LinkIsOver: it does not work (any more), or the reader is not invited any more.
        NotFound: there is no such page.
    """
    page, now = invited_page(key), context.clock.now()
    session = new_token()
    with unit_of_work():
        link = page_readers.take(page.key, Proof.LINK, token_hash(token))
        is_good = link is not None and link.works(now)
        if link is not None and is_good and page_readers.is_invited(page.key, link.address):
            until = now + SESSION_LIVES
            given = Pass(
                id=0,
                page=page.key,
                proof=Proof.SESSION,
                address=link.address,
                person="",
                language=link.language,
                at=now,
                until=until,
            )
            page_readers.grant(given, token_hash(session))
            events.append(
                at=now,
                kind=EventKind.PAGE_ENTERED,
                actor="reader",
                data={"page": page.key, "reader": masked(link.address)},
            )
            return Session(token=session, until=until)
    raise LinkIsOver("This link does not work any more.", way_out="Ask for a new one.")


def link_works(context: Context, key: str, token: str) -> bool:
    """Whether a link would open the page now; looking at it does not use it up."""
    found = page_readers.held(key, Proof.LINK, token_hash(token))
    return (
        found is not None
        and found.works(context.clock.now())
        and page_readers.is_invited(key, found.address)
    )


def leave_page(key: str, token: str) -> None:
    """End a session; nothing happens when there is none."""
    with unit_of_work():
        page_readers.take(key, Proof.SESSION, token_hash(token))
