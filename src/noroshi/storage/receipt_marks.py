"""The ledger as receipts change it: a bit for each confirmed copy, exceptions for those returned.

Locked in one order: the bits of the batches, then the batches themselves, each by id. So receipts
wait for each other and for the workers that send, but never in a ring.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.fanout import Progress
from noroshi.domain.whereabouts import state_at
from noroshi.storage.models import Batch, BatchReceipts, DeliveryException

Pair = tuple[int, int]
"""Text and subscriber: what names a copy."""

_FIND = """
SELECT e.text, e.subscriber, b.id, array_position(b.members, e.subscriber) - 1,
       cardinality(b.members)
  FROM unnest(%(texts)s::bigint[], %(subscribers)s::bigint[]) AS e(text, subscriber)
  JOIN storage_dispatch AS d ON d.rendition_id = e.text
  JOIN storage_batch AS b ON b.dispatch_id = d.id
   AND (b.last_id = 0 OR e.subscriber BETWEEN b.first_id AND b.last_id)
 WHERE array_position(b.members, e.subscriber) IS NOT NULL
"""
_SAVE = """
UPDATE storage_batchreceipts AS r
   SET delivered = n.bits, count = n.count
  FROM unnest(%(batches)s::bigint[], %(bits)s::bytea[], %(counts)s::int[]) AS n(batch, bits, count)
 WHERE r.batch_id = n.batch
"""
# Confirmed while nobody knew whether they had been taken: the confirmation wins.
_RESOLVE = """
DELETE FROM storage_deliveryexception AS e
 USING storage_batch AS b, storage_batchreceipts AS r
 WHERE e.state = 'unknown' AND b.id = e.batch_id AND r.batch_id = b.id
   AND array_position(b.members, e.subscriber_id) <= b.mark
   AND get_bit(r.delivered, array_position(b.members, e.subscriber_id) - 1) = 1
RETURNING e.id
"""
_REASONS: Mapping[State, Reason] = {
    State.BOUNCED: Reason.REFUSED,
    State.COMPLAINED: Reason.COMPLAINED,
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a copy stands in the ledger."""

    batch: int
    position: int
    size: int
    subscriber: int


def places(pairs: Collection[Pair]) -> dict[Pair, Place]:
    """Where copies stand; a copy that the ledger does not have is missing."""
    if not pairs:
        return {}
    values = {"texts": [one for one, _ in pairs], "subscribers": [one for _, one in pairs]}
    with connection.cursor() as cursor:
        cursor.execute(_FIND, values)
        return {
            (text, person): Place(batch=batch, position=position, size=size, subscriber=person)
            for text, person, batch, position, size in cursor.fetchall()
        }


def resolve_unknown() -> int:
    """Take copies as delivered that nobody knew about when their confirmation came; how many."""
    with connection.cursor() as cursor:
        cursor.execute(_RESOLVE)
        return len(cursor.fetchall())


class Marks:
    """The copies of some batches, locked until the transaction ends.

    ``returned`` says that some of them may have come back: then the batches are locked as well,
    so that no worker writes about the same people in between.
    """

    def __init__(self, found: Iterable[Place], *, returned: Collection[int] = ()) -> None:
        sizes = {place.batch: place.size for place in found}
        people = {place.subscriber for place in found}
        self._bits = _locked_bits(sizes)
        rows = Batch.objects.filter(pk__in=sizes).order_by("pk")
        if returned:
            list(rows.select_for_update(no_key=True).filter(pk__in=returned).values_list("pk"))
        marks = rows.values_list("pk", "mark", "started", "repeated")
        self._progress = {
            pk: Progress(size=sizes[pk], mark=mark, started=started, repeated=repeated)
            for pk, mark, started, repeated in marks
        }
        listed = DeliveryException.objects.filter(batch_id__in=sizes, subscriber_id__in=people)
        self._listed = {(row.batch_id, row.subscriber_id): row for row in listed}
        self._dirty: set[int] = set()
        self._gone: list[int] = []
        self._changed: list[DeliveryException] = []

    def state_of(self, place: Place) -> State:
        """What is known of a copy at this moment."""
        row = self._listed.get((place.batch, place.subscriber))
        return state_at(
            place.position,
            self._progress[place.batch],
            State(row.state) if row else None,
            confirmed=self._is_set(place),
        )

    def confirm(self, place: Place) -> None:
        """The receiving side took the copy; also when the ledger has not noted the attempt."""
        row = self._listed.get((place.batch, place.subscriber))
        if row and row.state == str(State.UNKNOWN):
            self._gone.append(row.pk)
            del self._listed[place.batch, place.subscriber]
        self._set(place, confirmed=True)

    def come_back(self, place: Place, outcome: Outcome, *, account: str, at: datetime) -> None:
        """The copy bounced, or was complained about."""
        row = self._listed.get((place.batch, place.subscriber)) or DeliveryException(
            batch_id=place.batch, subscriber_id=place.subscriber, attempts=1
        )
        row.state, row.reason = str(outcome.state), str(outcome.reason or "")
        row.detail, row.code = outcome.detail[:500], outcome.code[:20]
        row.next_attempt_at, row.account, row.at = None, account[:50], at
        self._listed[place.batch, place.subscriber] = row
        self._changed.append(row)
        self._set(place, confirmed=False)

    def save(self) -> None:
        """Write everything that changed."""
        DeliveryException.objects.filter(pk__in=self._gone).delete()
        DeliveryException.objects.bulk_create(
            {(row.batch_id, row.subscriber_id): row for row in self._changed}.values(),
            update_conflicts=True,
            unique_fields=["batch", "subscriber_id"],
            update_fields=[
                "state", "reason", "detail", "code", "next_attempt_at", "account", "at",
            ],
        )  # fmt: skip
        if self._dirty:
            self._save_bits(sorted(self._dirty))

    def _save_bits(self, batches: list[int]) -> None:
        values: dict[str, list[Any]] = {
            "batches": batches,
            "bits": [bytes(self._bits[one]) for one in batches],
            "counts": [int.from_bytes(self._bits[one]).bit_count() for one in batches],
        }
        with connection.cursor() as cursor:
            cursor.execute(_SAVE, values)

    def _is_set(self, place: Place) -> bool:
        return bool(self._bits[place.batch][place.position >> 3] >> (place.position & 7) & 1)

    def _set(self, place: Place, *, confirmed: bool) -> None:
        # PostgreSQL's get_bit counts the bits of a byte from its right end, as this does.
        mask = 1 << (place.position & 7)
        bits = self._bits[place.batch]
        before = bits[place.position >> 3]
        after = before | mask if confirmed else before & ~mask
        if after != before:
            bits[place.position >> 3] = after
            self._dirty.add(place.batch)


def returned_as(state: State, *, code: str, detail: str) -> Outcome:
    """The outcome of a copy that came back."""
    return Outcome(state=state, reason=_REASONS[state], code=code, detail=detail)


def _locked_bits(sizes: Mapping[int, int]) -> dict[int, bytearray]:
    BatchReceipts.objects.bulk_create(
        [
            BatchReceipts(batch_id=batch, delivered=bytes((sizes[batch] + 7) // 8))
            for batch in sorted(sizes)
        ],
        ignore_conflicts=True,
    )
    rows = BatchReceipts.objects.select_for_update(no_key=True).filter(batch_id__in=sizes)
    return {row.batch_id: bytearray(row.delivered) for row in rows.order_by("batch_id")}
