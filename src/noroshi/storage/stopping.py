"""Stopping what is still to be sent of a text that turned out wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.fanout import Progress
from noroshi.storage import ledger
from noroshi.storage.models import Batch, DeliveryException, RenditionRow

_NOT_SENT = Outcome(state=State.SUPERSEDED, reason=Reason.OVERTAKEN)


def stop(rendition_id: int, *, at: datetime) -> list[int]:
    """Send no further copy of a text; everybody who has one, or may have one, in order.

    Inside the transaction that publishes its correction: a worker that sends at this moment is
    fenced off, and those of its group are counted among the readers, since they may be.
    """
    RenditionRow.objects.filter(pk=rendition_id).update(corrected_at=at)
    batches = Batch.objects.select_for_update(no_key=True).filter(
        dispatch__rendition_id=rendition_id
    )
    return [person for batch in batches.order_by("id") for person in _stopped(batch)]


def _stopped(batch: Batch) -> list[int]:
    known = {
        row.subscriber_id: ledger.outcome_of_row(row)
        for row in DeliveryException.objects.filter(batch=batch)
    }
    settled = _settled(batch, ledger.progress_of_row(batch), known)
    ledger.close(batch.pk, settled)
    outcomes = known | settled
    return [person for person in batch.members if _may_have_it(outcomes.get(person))]


def _settled(batch: Batch, progress: Progress, known: Mapping[int, Outcome]) -> dict[int, Outcome]:
    """A final outcome for everybody who had none."""
    found: dict[int, Outcome] = {}
    for place, person in enumerate(batch.members[progress.mark :], start=progress.mark):
        begun = place < progress.started
        found[person] = _in_flight(1) if begun else _NOT_SENT
    for person, outcome in known.items():
        if outcome.state is State.SENDING or (outcome.state is State.QUEUED and outcome.doubtful):
            found[person] = _in_flight(max(1, outcome.doubtful))
        elif outcome.state is State.QUEUED:
            found[person] = _NOT_SENT
    return found


def _in_flight(doubtful: int) -> Outcome:
    return Outcome(
        state=State.UNKNOWN, reason=Reason.INTERRUPTED, attempts=doubtful, doubtful=doubtful
    )


def _may_have_it(outcome: Outcome | None) -> bool:
    return outcome is None or outcome.state in {State.ACCEPTED, State.UNKNOWN}
