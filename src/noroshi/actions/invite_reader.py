"""Invite a reader to a page for one audience, or take the invitation back."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.closed_pages import invited_page
from noroshi.actions.wish import typed
from noroshi.domain.asking import Means
from noroshi.domain.events import EventKind
from noroshi.domain.page_access import domain_of, masked
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import NotFound
from noroshi.storage import events, page_readers
from noroshi.storage.unit_of_work import unit_of_work


def invite_reader(context: Context, actor: Actor, key: str, whom: str) -> str:
    """Let an address, or everybody at a domain, ask for a link; whom that is, as it is kept.

    Nobody is written to: the reader asks for the link when they want to read.

    Raises:
        Invalid: it is neither an address nor a domain, or anybody can get an address there.
        NotFound: there is no such page, or only colleagues may read it.
    """
    actor.must_be_allowed(Deed.INVITE_READERS)
    page, reader = invited_page(key), _whom(context, whom)
    with unit_of_work():
        now = context.clock.now()
        if page_readers.invite(page.key, reader, by=actor.person, at=now):
            _note(context, actor, EventKind.READER_INVITED, page=page.key, reader=reader)
    return reader


def uninvite_reader(context: Context, actor: Actor, key: str, whom: str) -> None:
    """Take an invitation back: sessions and feed addresses that hung on it end at once.

    Raises:
        NotFound: there is no such invitation.
    """
    actor.must_be_allowed(Deed.INVITE_READERS)
    reader = whom.strip().lower()
    with unit_of_work():
        if not page_readers.uninvite(key, reader):
            raise NotFound("Nobody of this name is invited.", way_out="Look at the list.")
        page_readers.forget_uncovered(key)
        _note(context, actor, EventKind.READER_UNINVITED, page=key, reader=reader)


def _whom(context: Context, whom: str) -> str:
    text = whom.strip()
    if "@" in text[1:]:
        return typed(context, Means.EMAIL, text)
    return domain_of(text)


def _note(context: Context, actor: Actor, kind: EventKind, *, page: str, reader: str) -> None:
    events.append(
        at=context.clock.now(),
        kind=kind,
        actor=actor.person,
        data={"page": page, "reader": masked(reader)},
    )
