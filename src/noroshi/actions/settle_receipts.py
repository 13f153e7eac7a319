"""Look once more at receipts that came before the ledger knew of the attempt they are about."""

from __future__ import annotations

from datetime import datetime, timedelta

from noroshi.actions.context import Context
from noroshi.actions.record_receipts import come_back, pair_of
from noroshi.domain.receipts import BELIEVED_FOR, History, what_follows
from noroshi.storage import receipts
from noroshi.storage.receipt_marks import Marks, places, resolve_unknown
from noroshi.storage.receipts import KeptEvent
from noroshi.storage.unit_of_work import unit_of_work

_AT_ONCE = 500


def settle_receipts(context: Context) -> int:
    """Bring the ledger up to what has been told since; how many copies changed. Safe to repeat."""
    with unit_of_work():
        changed = resolve_unknown()
        waiting = receipts.waiting(_AT_ONCE)
        if waiting:
            changed += _settle(waiting, now=context.clock.now())
    return changed


def _settle(waiting: list[KeptEvent], *, now: datetime) -> int:
    told = [(each, each.event) for each in waiting]
    found = places({pair for _, event in told if (pair := pair_of(event))})
    marks = Marks(found.values(), returned={place.batch for place in found.values()})
    settled, changed = [], 0
    for each, event in told:
        pair = pair_of(event)
        place = found.get(pair) if pair else None
        follows = what_follows(event, History(state=marks.state_of(place) if place else None))
        if place and follows.state:
            come_back(marks, place, event, follows.state)
            changed += 1
        if not follows.too_early or _is_old(each.happened_at, now):
            settled.append(each.id)
    marks.save()
    receipts.settled(settled)
    return changed


def _is_old(at: datetime, now: datetime) -> bool:
    return now - at > BELIEVED_FOR + timedelta(days=1)
