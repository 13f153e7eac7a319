"""Batches as tests want them: of any size, and as far as a worker would have come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.message import Message
from noroshi.storage import ledger, steering
from noroshi.storage.models import Batch, DeliveryException, Dispatch
from noroshi.storage.steering import Steered

REFUSED = Outcome(
    state=State.FAILED, reason=Reason.REFUSED, code="550", detail="No such user", attempts=1
)


def mail_of(message: Message) -> Steered:
    """The dispatch of the mails in English to customers."""
    (found,) = (
        dispatch
        for dispatch in steering.of_message(message.id)
        if dispatch.channel is Channel.EMAIL and dispatch.recipients
    )
    return found


def batches_of(dispatch_id: int) -> list[Batch]:
    """The batches of a dispatch, in order."""
    return list(Batch.objects.filter(dispatch_id=dispatch_id).order_by("id"))


def split(dispatch_id: int, parts: Sequence[Sequence[int]]) -> list[int]:
    """Give the dispatch these members instead, in batches; the ids of the batches."""
    DeliveryException.objects.filter(batch__dispatch_id=dispatch_id).delete()
    Batch.objects.filter(dispatch_id=dispatch_id).delete()
    Dispatch.objects.filter(pk=dispatch_id).update(
        recipients=sum(len(part) for part in parts), finished_at=None, stopped_at=None
    )
    rows = Batch.objects.bulk_create(
        Batch(
            dispatch_id=dispatch_id,
            members=list(part),
            number=number,
            first_id=min(part),
            last_id=max(part),
        )
        for number, part in enumerate(parts)
    )
    return [row.pk for row in rows]


def came_to(
    batch: int,
    *,
    mark: int,
    started: int | None = None,
    listed: Mapping[int, Outcome] | None = None,
    at: datetime | None = None,
) -> None:
    """As if a worker had come so far, through the account "relay"."""
    row = Batch.objects.get(pk=batch)
    row.mark, row.started = mark, max(mark, started or 0)
    done = mark == len(row.members)
    row.state, row.account = ("done" if done else "doing"), "relay"
    row.claimed_at, row.done_at = at, (at if done else None)
    row.run += 1
    row.save()
    ledger.put(batch, listed or {}, account="relay", at=at)


def write(batch: int, run: int, **positions: int) -> bool:
    """What every write of a worker is: it counts only while nobody else has claimed the batch."""
    return bool(Batch.objects.filter(pk=batch, run=run).update(**positions))
