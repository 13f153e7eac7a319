"""One person's copies: where the person stands in each dispatch, and what came back later."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Outcome, State
from noroshi.domain.fanout import Progress
from noroshi.domain.whereabouts import state_at
from noroshi.storage.ledger import outcome_of_row
from noroshi.storage.models import (
    Batch,
    DeliveryException,
    ProviderEvent,
    SubscriberRow,
)

# Batches of older releases have no bounds; they are looked through.
_PLACE = """
SELECT b.id, b.dispatch_id, array_position(b.members, %(person)s::bigint) - 1,
       cardinality(b.members), b.mark, b.started, b.repeated, b.account, b.claimed_at, b.done_at,
       (SELECT get_bit(r.delivered, array_position(b.members, %(person)s::bigint) - 1) = 1
          FROM storage_batchreceipts r
         WHERE r.batch_id = b.id
           AND array_position(b.members, %(person)s::bigint) <= 8 * length(r.delivered))
  FROM storage_batch b
 WHERE b.dispatch_id = ANY(%(dispatches)s)
   AND (b.last_id = 0 OR %(person)s BETWEEN b.first_id AND b.last_id)
   AND %(person)s::bigint = ANY(b.members)
"""
_MOST_FOUND = 50
_NEVER_BEGUN = frozenset({State.QUEUED, State.SUPPRESSED, State.SUPERSEDED})


class _Row(NamedTuple):
    batch_id: int
    dispatch_id: int
    place: int
    size: int
    mark: int
    started: int
    repeated: int
    account: str
    claimed_at: datetime | None
    done_at: datetime | None
    confirmed: bool | None


@dataclass(frozen=True, kw_only=True)
class Copy:
    """What became of one person's copy.

    ``outcome`` is the exception; None when there is none, and the state follows from the place in
    the batch. It was handed over, or settled, between ``since`` and ``until``; None: not known, or
    not yet.
    """

    dispatch_id: int
    state: State
    outcome: Outcome | None
    account: str
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Told:
    """Something that a provider told about a copy later."""

    rendition_id: int
    kind: str
    at: datetime
    account: str
    code: str
    detail: str


def copies_of(person: int, dispatches: Collection[int]) -> list[Copy]:
    """The copies of a person in some dispatches; whoever is in none of a dispatch has none."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, {"person": person, "dispatches": list(dispatches)})
        rows = [_Row(*row) for row in cursor.fetchall()]
    listed = {
        row.batch_id: row
        for row in DeliveryException.objects.filter(
            subscriber_id=person, batch_id__in=[row.batch_id for row in rows]
        )
    }
    return [_copy(row, listed.get(row.batch_id)) for row in rows]


def told_about(person: int, renditions: Collection[int]) -> list[Told]:
    """What was told later about a person's copies, oldest first."""
    rows = ProviderEvent.objects.filter(text_id__in=list(renditions), subscriber_id=person)
    return [
        Told(
            rendition_id=row.text_id or 0,
            kind=row.kind,
            at=row.happened_at,
            account=row.account,
            code=row.code,
            detail=row.detail,
        )
        for row in rows.order_by("happened_at", "id")
    ]


def everybody_in(dispatch_id: int) -> list[int]:
    """All members of a dispatch, in order of sending."""
    rows = Batch.objects.filter(dispatch_id=dispatch_id).order_by("id")
    return [person for members in rows.values_list("members", flat=True) for person in members]


def ids_of(address: str) -> list[int]:
    """The subscribers with an address, on any channel and of any audience.

    Upper and lower case of a mail address are one: nobody has two mailboxes that differ in it.
    """
    known = Q(address=address) | Q(channel=str(Channel.EMAIL), address=address.lower())
    rows = SubscriberRow.objects.filter(known, channel__in=[str(one) for one in Channel])
    return list(rows.order_by("id").values_list("id", flat=True)[:_MOST_FOUND])


def suppressed_at(person: int) -> datetime | None:
    """Since when nothing is sent to a person because of bounces, complaints or an erasure."""
    rows = SubscriberRow.objects.filter(pk=person).exclude(suppressed="")
    return rows.values_list("suppressed_at", flat=True).first()


def _copy(row: _Row, listed: DeliveryException | None) -> Copy:
    progress = Progress(size=row.size, mark=row.mark, started=row.started, repeated=row.repeated)
    held = State(listed.state) if listed else None
    state = state_at(row.place, progress, held, confirmed=bool(row.confirmed))
    begun = state not in _NEVER_BEGUN
    return Copy(
        dispatch_id=row.dispatch_id,
        state=state,
        outcome=outcome_of_row(listed) if listed else None,
        account=(listed.account if listed else "") or (row.account if begun else ""),
        since=row.claimed_at if begun else None,
        until=listed.at if listed else row.done_at,
    )
