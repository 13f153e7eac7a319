"""What became of everybody, counted and by name: the ledger as people read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from noroshi.domain.delivery import Outcome, State
from noroshi.domain.fanout import tally
from noroshi.storage.ledger import outcome_of_row, progress_of_row
from noroshi.storage.models import Batch, DeliveryException


@dataclass(frozen=True, kw_only=True)
class NotReached:
    """Somebody who has not been handed to the provider, and why."""

    subscriber_id: int
    outcome: Outcome


def tally_of(dispatch_id: int) -> Mapping[State, int]:
    """How many recipients of a dispatch are in each state; the sum is the whole snapshot."""
    sums: Counter[State] = Counter(dict.fromkeys(State, 0))
    listed: dict[int, list[State]] = {}
    exceptions = DeliveryException.objects.filter(batch__dispatch_id=dispatch_id)
    for batch_id, state in exceptions.values_list("batch_id", "state"):
        listed.setdefault(batch_id, []).append(State(state))
    for row in Batch.objects.filter(dispatch_id=dispatch_id):
        sums.update(tally(progress_of_row(row), listed.get(row.pk, [])))
    return sums


def not_reached(dispatch_id: int, *, limit: int | None = 500) -> list[NotReached]:
    """The exceptions of a dispatch, each with its reason."""
    rows = DeliveryException.objects.filter(batch__dispatch_id=dispatch_id).order_by("id")
    return [
        NotReached(subscriber_id=row.subscriber_id, outcome=outcome_of_row(row))
        for row in rows[:limit]
    ]
