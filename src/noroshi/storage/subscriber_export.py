"""Subscribers read one after the other, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from noroshi.domain.channel import Channel
from noroshi.storage.models import SubscriberRow
from noroshi.storage.subscribers import Subscriber, SubscriberState, subscriber_of_row

_CHUNK = 5_000


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which subscribers; an empty part means all. Erased ones are never among them."""

    audience: str = ""
    channel: Channel | None = None
    states: tuple[SubscriberState, ...] = ()
    with_suppressed: bool = True


def count(choice: Choice) -> int:
    """How many there are."""
    return _rows(choice).count()


def each(choice: Choice) -> Iterator[Subscriber]:
    """Every one, oldest first, by a cursor of the server: nothing is kept here."""
    for row in _rows(choice).order_by("id").iterator(chunk_size=_CHUNK):
        yield subscriber_of_row(row)


def _rows(choice: Choice) -> QuerySet[SubscriberRow]:
    rows = SubscriberRow.objects.exclude(suppressed="erased")
    if choice.audience:
        rows = rows.filter(audience=choice.audience)
    if choice.channel:
        rows = rows.filter(channel=str(choice.channel))
    if choice.states:
        rows = rows.filter(state__in=[str(state) for state in choice.states])
    return rows if choice.with_suppressed else rows.filter(suppressed="")
