"""The ledger: who was to get what, and what became of each copy.

``StoredLedger`` is what noroshi.delivery asks while it sends. Every call is one transaction, is
durable when it returns, and is safe to repeat after a lost answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Func, IntegerField, Q, QuerySet

from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.fanout import Progress
from noroshi.domain.ledger import Allowed, Claim, Recipient, RetryClaim
from noroshi.domain.message import MessageKind, Rendition
from noroshi.kernel.clock import Clock
from noroshi.kernel.secret import Secret
from noroshi.storage.models import (
    Batch,
    DeliveryException,
    Dispatch,
    RenditionRow,
    SubscriberRow,
)
from noroshi.storage.subscribers import SubscriberState

_DOING, _DONE = "doing", "done"


@dataclass(frozen=True, kw_only=True)
class PlannedDispatch:
    """One rendition on its way."""

    id: int
    rendition_id: int
    digest: str
    channel: Channel
    provider: str
    recipients: int
    planned_at: datetime
    finished_at: datetime | None


def plan(
    text: Rendition,
    *,
    provider: str,
    batches: Iterable[Sequence[int]],
    at: datetime,
    useful_until: datetime,
) -> PlannedDispatch:
    """Write down the recipients of a text. Nothing is sent by it."""
    members = [list(batch) for batch in batches]
    row = Dispatch.objects.create(
        rendition_id=text.id,
        digest=text.digest,
        channel=str(text.key.channel),
        provider=provider,
        recipients=sum(len(batch) for batch in members),
        planned_at=at,
        useful_until=useful_until,
        finished_at=None if members else at,
    )
    Batch.objects.bulk_create(Batch(dispatch=row, members=batch) for batch in members)
    return _dispatch(row)


def of_message(message_id: int) -> list[PlannedDispatch]:
    """The dispatches of a message in order of sending."""
    rows = Dispatch.objects.filter(rendition__message_id=message_id).order_by("id")
    return [_dispatch(row) for row in rows]


def members(dispatch_id: int) -> list[int]:
    """Everybody in the snapshot, in order of sending."""
    rows = Batch.objects.filter(dispatch_id=dispatch_id).order_by("id")
    return [person for batch in rows.values_list("members", flat=True) for person in batch]


def dispatch_of_batch(batch_id: int) -> PlannedDispatch:
    """The dispatch that a batch is a part of."""
    return _dispatch(Dispatch.objects.get(batches__id=batch_id))


def unfinished_batches(message_id: int) -> list[int]:
    """The batches of a message that still have people to send to, in order."""
    rows = Batch.objects.filter(dispatch__rendition__message_id=message_id).exclude(state=_DONE)
    return list(rows.order_by("id").values_list("id", flat=True))


def forgotten_batches(*, published_before: datetime) -> list[int]:
    """Batches not done of messages that went out before a moment, oldest first."""
    rows = Batch.objects.exclude(state=_DONE).filter(dispatch__planned_at__lt=published_before)
    return list(rows.order_by("id").values_list("id", flat=True))


def batches_to_retry(*, now: datetime) -> list[int]:
    """Batches with a copy whose next attempt is due, or whose retry was interrupted."""
    rows = DeliveryException.objects.filter(_due(now)).order_by("batch_id")
    return list(rows.values_list("batch_id", flat=True).distinct())


def finish(dispatch_id: int, *, at: datetime) -> bool:
    """Note that every copy of a dispatch has a final outcome; False if not, or known already."""
    waiting = Batch.objects.filter(dispatch_id=dispatch_id).exclude(state=_DONE)
    retrying = DeliveryException.objects.filter(
        batch__dispatch_id=dispatch_id, state__in=[str(State.QUEUED), str(State.SENDING)]
    )
    if waiting.exists() or retrying.exists():
        return False
    rows = Dispatch.objects.filter(pk=dispatch_id, finished_at=None)
    return bool(rows.update(finished_at=at))


def close(batch: int, outcomes: Mapping[int, Outcome]) -> None:
    """Give everybody who has none a final outcome, and fence off whoever works on the batch."""
    rows = Batch.objects.filter(pk=batch)
    size = Func(F("members"), function="cardinality", output_field=IntegerField())
    rows.update(
        run=F("run") + 1, retry_run=F("retry_run") + 1, mark=size, started=size, state=_DONE
    )
    _put(batch, outcomes)


class StoredLedger:
    """The ledger of this installation, as noroshi.delivery.ledger describes it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def claim(self, batch: int) -> Claim | None:
        """Take the batch over from whoever had it; None when it is done."""
        rows = Batch.objects.filter(pk=batch).exclude(state=_DONE)
        # In one transaction: two workers that both read the later run would both be unfenced.
        with transaction.atomic():
            mine = rows.update(run=F("run") + 1, state=_DOING, claimed_at=self._clock.now())
            if not mine:
                return None
            row = Batch.objects.select_related("dispatch").get(pk=batch)
        return Claim(
            batch=batch,
            run=row.run,
            members=row.members,
            progress=progress_of_row(row),
            useful_until=row.dispatch.useful_until,
        )

    def allowed(self, batch: int, ids: Sequence[int]) -> Allowed:
        """Who may be written to at this very moment, and why others may not."""
        overtaken = _overtaken(batch, ids)
        people, barred = {}, {}
        for row in SubscriberRow.objects.filter(pk__in=ids):
            if row.state != str(SubscriberState.CONFIRMED):
                barred[row.pk] = Outcome(state=State.SUPPRESSED, reason=_why_not(row))
            elif row.pk in overtaken:
                barred[row.pk] = Outcome(state=State.SUPERSEDED, reason=Reason.OVERTAKEN)
            else:
                people[row.pk] = _recipient(row)
        return Allowed(people=people, barred=barred)

    def started(self, claim: Claim, progress: Progress) -> bool:
        """Make it durable that the people before ``progress.started`` may have a copy."""
        return bool(_mine(claim).update(started=progress.started, repeated=progress.repeated))

    def done(self, claim: Claim, progress: Progress, exceptions: Mapping[int, Outcome]) -> bool:
        """Make the outcomes before ``progress.mark`` durable."""
        state = _DONE if progress.mark == progress.size else _DOING
        with transaction.atomic():
            if not _mine(claim).update(mark=progress.mark, state=state):
                return False
            _put(claim.batch, exceptions)
        return True

    def claim_retries(self, batch: int, now: datetime, most: int) -> RetryClaim | None:
        """Take over copies of the batch that are to be tried again now."""
        with transaction.atomic():
            # The lock first: what is due must not be read before another worker's last write.
            rows = Batch.objects.select_for_update(of=("self",), no_key=True).select_related(
                "dispatch"
            )
            row = rows.get(pk=batch)
            due = DeliveryException.objects.filter(_due(now), batch_id=batch)
            found = list(due.order_by("next_attempt_at", "id")[:most])
            if not found:
                return None
            row.retry_run += 1
            row.save(update_fields=["retry_run"])
        return RetryClaim(
            batch=batch,
            run=row.retry_run,
            due={exception.subscriber_id: outcome_of_row(exception) for exception in found},
            useful_until=row.dispatch.useful_until,
        )

    def retry_started(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
        """Make it durable that these people's next attempt begins."""
        return self._store_retries(claim, outcomes)

    def retry_done(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
        """Make durable what came of it."""
        return self._store_retries(claim, outcomes)

    def _store_retries(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
        with transaction.atomic():
            batch = Batch.objects.select_for_update(no_key=True).filter(
                pk=claim.batch, retry_run=claim.run
            )
            if not batch.exists():
                return False
            _put(claim.batch, outcomes)
        return True


def _overtaken(batch: int, ids: Sequence[int]) -> set[int]:
    """Those of ``ids`` to whom a newer update of the incident is on its way the same way.

    Nobody gets update k after k+1; the final report neither overtakes nor is overtaken. Nobody
    gets a text whose correction is out.
    """
    text = RenditionRow.objects.select_related("message").get(dispatch__batches__id=batch)
    if text.corrected_at:
        return set(ids)
    if text.message.kind != str(MessageKind.UPDATE):
        return set()
    newer = Batch.objects.filter(
        dispatch__rendition__message__incident_id=text.message.incident_id,
        dispatch__rendition__message__number__gt=text.message.number,
        dispatch__rendition__message__kind=str(MessageKind.UPDATE),
        dispatch__rendition__audience=text.audience,
        dispatch__rendition__channel=text.channel,
        members__overlap=list(ids),
    )
    return {person for members in newer.values_list("members", flat=True) for person in members}


def _mine(claim: Claim) -> QuerySet[Batch]:
    return Batch.objects.filter(pk=claim.batch, run=claim.run)


def _due(now: datetime) -> Q:
    interrupted = Q(state=str(State.SENDING))
    return interrupted | Q(state=str(State.QUEUED), next_attempt_at__lte=now)


def _put(batch: int, outcomes: Mapping[int, Outcome]) -> None:
    accepted = [person for person, out in outcomes.items() if out.state is State.ACCEPTED]
    DeliveryException.objects.filter(batch_id=batch, subscriber_id__in=accepted).delete()
    DeliveryException.objects.bulk_create(
        (
            _exception(batch, person, outcome)
            for person, outcome in outcomes.items()
            if outcome.state is not State.ACCEPTED
        ),
        update_conflicts=True,
        unique_fields=["batch", "subscriber_id"],
        update_fields=[
            "state", "reason", "detail", "code", "attempts", "doubtful", "next_attempt_at",
        ],
    )  # fmt: skip


def _exception(batch: int, person: int, outcome: Outcome) -> DeliveryException:
    return DeliveryException(
        batch_id=batch,
        subscriber_id=person,
        state=str(outcome.state),
        reason=str(outcome.reason or ""),
        detail=outcome.detail[:500],
        code=outcome.code[:20],
        attempts=outcome.attempts,
        doubtful=outcome.doubtful,
        next_attempt_at=outcome.next_attempt_at,
    )


def outcome_of_row(row: DeliveryException) -> Outcome:
    """The stored exception as a value."""
    return Outcome(
        state=State(row.state),
        reason=Reason(row.reason) if row.reason else None,
        detail=row.detail,
        code=row.code,
        attempts=row.attempts,
        doubtful=row.doubtful,
        next_attempt_at=row.next_attempt_at,
    )


def progress_of_row(row: Batch) -> Progress:
    """The stored positions as a value."""
    return Progress(
        size=len(row.members), mark=row.mark, started=row.started, repeated=row.repeated
    )


def _recipient(row: SubscriberRow) -> Recipient:
    return Recipient(
        id=row.pk,
        address=row.address,
        language=row.language,
        secret=Secret(row.secret) if row.secret else None,
    )


def _why_not(row: SubscriberRow) -> Reason:
    left = row.state == str(SubscriberState.UNSUBSCRIBED)
    return Reason.UNSUBSCRIBED if left else Reason.NOT_CONFIRMED


def _dispatch(row: Dispatch) -> PlannedDispatch:
    return PlannedDispatch(
        id=row.pk,
        rendition_id=row.rendition_id,
        digest=row.digest,
        channel=Channel(row.channel),
        provider=row.provider,
        recipients=row.recipients,
        planned_at=row.planned_at,
        finished_at=row.finished_at,
    )
