"""Note that a text was posted by hand: when, by whom, and where it can be read (R11)."""

from __future__ import annotations

from urllib.parse import urlsplit

from noroshi.actions.context import Actor, Context
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.domain.posting import Posting, PostingState, state_of
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import events, postings
from noroshi.storage.unit_of_work import unit_of_work

LONGEST_ADDRESS = 500


def note_posting(context: Context, actor: Actor, rendition_id: int, *, address: str) -> Posting:
    """Note it. The same again changes nothing; another address puts the first one right.

    Raises:
        NotFound: the text is not public, or its channel has a provider.
        Conflict: a newer text for the same place is out.
        Invalid: the address is none.
    """
    actor.must_be_allowed(Deed.NOTE_POSTING)
    address = _checked(address)
    with unit_of_work():
        posting = postings.get(rendition_id, lock=True)
        if posting.posted_at and posting.address == address:
            return posting
        others = postings.of_incident(posting.incident_number)
        if state_of(posting, others) is PostingState.OVERTAKEN:
            raise Conflict(
                "A newer text for the same place is out already.",
                way_out="Post the newer one; this one would contradict it.",
            )
        now = context.clock.now()
        postings.note(
            rendition_id,
            at=posting.posted_at or now,
            by=posting.posted_by or actor.person,
            address=address,
        )
        events.append(
            at=now,
            kind=EventKind.POSTING_NOTED,
            actor=actor.person,
            incident=posting.incident_number,
            data={
                "message": posting.message_number,
                "rendition": str(posting.key),
                "address": address,
            },
        )
        return postings.get(rendition_id)


def _checked(address: str) -> str:
    address = address.strip()
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        fine = False
    if not fine or len(address) > LONGEST_ADDRESS or not address.isprintable() or " " in address:
        raise Invalid(
            "This is not the address of a post.",
            way_out="Paste the address as the browser shows it, beginning with https://, "
            "or leave it empty.",
            field="address",
        )
    return address
