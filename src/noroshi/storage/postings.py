"""Texts that a named person posts by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.message import Rendition, RenditionKey
from noroshi.domain.posting import Posting
from noroshi.kernel.errors import NotFound
from noroshi.storage.models import PostingRow


def owe(texts: Iterable[Rendition], *, at: datetime) -> int:
    """Write down that these texts wait for somebody to post them; how many."""
    rows = [PostingRow(rendition_id=text.id, owed_at=at) for text in texts]
    return len(PostingRow.objects.bulk_create(rows))


def of_incident(number: int) -> list[Posting]:
    """All postings of an incident, in the order of its messages."""
    rows = _ROWS.filter(rendition__message__incident__number=number)
    return [_posting(row) for row in rows.order_by("rendition__message__number", "rendition_id")]


def get(rendition_id: int, *, lock: bool = False) -> Posting:
    """The posting of a text.

    Raises:
        NotFound: the text is not public yet, or is not posted by hand.
    """
    rows = _ROWS.select_for_update(of=("self",), no_key=True) if lock else _ROWS
    row = rows.filter(rendition_id=rendition_id).first()
    if row is None:
        raise NotFound(
            "There is nothing to post by hand under this number.",
            way_out="Only published texts of channels without a provider are posted by hand.",
        )
    return _posting(row)


def note(rendition_id: int, *, at: datetime, by: str, address: str) -> None:
    """Keep when, by whom and where a text was posted."""
    rows = PostingRow.objects.filter(rendition_id=rendition_id)
    rows.update(posted_at=at, posted_by=by, address=address)


_ROWS = PostingRow.objects.select_related("rendition__message__incident")


def _posting(row: PostingRow) -> Posting:
    text = row.rendition
    return Posting(
        rendition_id=text.pk,
        incident_number=text.message.incident.number,
        message_number=text.message.number,
        stage=Stage(text.message.stage),
        key=RenditionKey(
            audience=text.audience, channel=Channel(text.channel), language=text.language
        ),
        subject=text.subject,
        body=text.body,
        owed_at=row.owed_at,
        posted_at=row.posted_at,
        posted_by=row.posted_by,
        address=row.address,
    )
