"""The ledger: who was to get what, and what became of each copy.

``noroshi.storage.book`` is the part of it that noroshi.delivery asks while it sends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, F, Func, IntegerField, Max, OuterRef, Q, Sum
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now

from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.fanout import BATCH_SIZE, Progress, batches
from noroshi.domain.message import Rendition
from noroshi.storage.models import Batch, DeliveryException, Dispatch
from noroshi.storage.subscribers import AudienceQuery

_DONE = "done"
_BATCHES_AT_MOST = 100_000

# Nothing is left in a dispatch when every batch is done and nobody waits for another attempt.
_FINISH = """
UPDATE storage_dispatch AS dispatch
   SET finished_at = %(at)s
 WHERE dispatch.id = (SELECT dispatch_id FROM storage_batch WHERE id = %(batch)s)
   AND dispatch.finished_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM storage_batch AS batch
                    WHERE batch.dispatch_id = dispatch.id AND batch.state <> 'done')
   AND NOT EXISTS (SELECT 1 FROM storage_deliveryexception AS copy
                     JOIN storage_batch AS batch ON batch.id = copy.batch_id
                    WHERE batch.dispatch_id = dispatch.id AND copy.state IN ('queued', 'sending'))
RETURNING dispatch.id
"""


@dataclass(frozen=True, kw_only=True)
class PlannedDispatch:
    """One rendition on its way."""

    id: int
    rendition_id: int
    digest: str
    channel: Channel
    recipients: int
    planned_at: datetime
    finished_at: datetime | None


def plan(
    text: Rendition,
    *,
    people: AudienceQuery | Sequence[int],
    at: datetime,
    useful_until: datetime,
    priority: int = 0,
) -> PlannedDispatch:
    """Write down the recipients of a text, a snapshot of this moment. Nothing is sent by it."""
    row = Dispatch.objects.create(
        rendition_id=text.id,
        digest=text.digest,
        channel=str(text.key.channel),
        recipients=0,
        planned_at=at,
        useful_until=useful_until,
        priority=priority,
    )
    if isinstance(people, AudienceQuery):
        _snapshot(row.pk, people)
    else:
        Batch.objects.bulk_create(
            Batch(
                dispatch=row,
                members=list(batch),
                number=number,
                first_id=min(batch),
                last_id=max(batch),
            )
            for number, batch in enumerate(batches(people))
        )
    size = Func(F("members"), function="cardinality", output_field=IntegerField())
    row.recipients = Batch.objects.filter(dispatch=row).aggregate(n=Sum(size))["n"] or 0
    row.finished_at = None if row.recipients else at
    row.save(update_fields=["recipients", "finished_at"])
    return _dispatch(row)


def _snapshot(dispatch_id: int, people: AudienceQuery) -> None:
    """The batches of a dispatch, made inside the database: a million people take a second."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO storage_batch (dispatch_id, members, number, first_id, last_id, state, run,
                                       mark, started, repeated, retry_run, account)
            SELECT %s, array_agg(id ORDER BY id), batch, min(id), max(id), 'waiting', 0,
                   0, 0, 0, 0, ''
              FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / {BATCH_SIZE} AS batch
                      FROM ({people.sql}) AS audience (id)) AS numbered
             GROUP BY batch ORDER BY batch
            """,  # noqa: S608 - the query was made by Django, its values are parameters
            [dispatch_id, *people.params],
        )


def of_message(message_id: int) -> list[PlannedDispatch]:
    """The dispatches of a message in order of sending."""
    rows = Dispatch.objects.filter(rendition__message_id=message_id).order_by("id")
    return [_dispatch(row) for row in rows]


def members(dispatch_id: int) -> list[int]:
    """Everybody in the snapshot, in order of sending."""
    rows = Batch.objects.filter(dispatch_id=dispatch_id).order_by("id")
    return [person for batch in rows.values_list("members", flat=True) for person in batch]


def work_on(batch_id: int) -> tuple[PlannedDispatch, int]:
    """The dispatch that a batch is a part of, and how urgent the work on the batch is."""
    row = Batch.objects.select_related("dispatch").defer("members").get(pk=batch_id)
    return _dispatch(row.dispatch), job_priority(row.dispatch.priority, row.number)


def unfinished_batches(message_id: int) -> list[int]:
    """The batches of a message that still have people to send to, in order."""
    rows = Batch.objects.filter(dispatch__rendition__message_id=message_id).exclude(state=_DONE)
    return list(rows.order_by("id").values_list("id", flat=True))


def job_priorities(ids: Sequence[int]) -> dict[int, int]:
    """How urgent the work on each batch is; higher goes first.

    Urgent audiences before others; and of equally urgent dispatches the first batches of each
    before the later ones of any: a new incident is not stuck behind a backlog (R17).
    """
    rows = Batch.objects.filter(pk__in=ids).values_list("id", "number", "dispatch__priority")
    return {batch: job_priority(priority, number) for batch, number, priority in rows}


def job_priority(priority: int, number: int) -> int:
    """The priority of the job for a dispatch's ``number``-th batch."""
    return priority * _BATCHES_AT_MOST - min(number, _BATCHES_AT_MOST - 1)


def forgotten_batches(*, published_before: datetime) -> list[int]:
    """Batches not done of messages that went out before a moment, oldest first."""
    rows = Batch.objects.exclude(state=_DONE).filter(
        dispatch__planned_at__lt=published_before,
        dispatch__finished_at=None,
        dispatch__paused_at=None,
    )
    return list(rows.order_by("id").values_list("id", flat=True))


def perhaps_over(*, published_before: datetime) -> list[int]:
    """A batch of each open dispatch whose batches are all done: nobody may have closed it, as the
    worker died between its last outcome and that."""
    undone = Batch.objects.filter(dispatch=OuterRef("pk")).exclude(state=_DONE)
    rows = Dispatch.objects.filter(
        ~Exists(undone), finished_at=None, planned_at__lt=published_before, recipients__gt=0
    )
    found = rows.annotate(last=Max("batches__id")).order_by("id").values_list("last", flat=True)
    return [batch for batch in found if batch is not None]


def batches_to_retry(*, now: datetime) -> list[int]:
    """Batches with a copy whose next attempt is due, or whose retry was interrupted."""
    rows = DeliveryException.objects.filter(due(now), batch__dispatch__paused_at=None)
    rows = rows.order_by("batch_id")
    return list(rows.values_list("batch_id", flat=True).distinct())


def finish(batch_id: int, *, at: datetime) -> PlannedDispatch | None:
    """Close the dispatch of a batch when nothing is left in it; None if something is, or if it
    was closed before."""
    with connection.cursor() as cursor:
        cursor.execute(_FINISH, {"batch": batch_id, "at": at})
        closed = cursor.fetchone()
    return _dispatch(Dispatch.objects.get(pk=closed[0])) if closed else None


def close(batch: int, outcomes: Mapping[int, Outcome]) -> None:
    """Give everybody who has none a final outcome, and fence off whoever works on the batch."""
    rows = Batch.objects.filter(pk=batch)
    size = Func(F("members"), function="cardinality", output_field=IntegerField())
    rows.update(
        run=F("run") + 1, retry_run=F("retry_run") + 1, mark=size, started=size, state=_DONE
    )
    put(batch, outcomes)


def due(now: datetime) -> Q:
    """Copies whose next attempt is due, or whose attempt was interrupted and is doubtful.

    A lease ends by the database's clock: whoever's clock is ahead must not try beside the worker
    that still waits for an answer (R10).
    """
    interrupted = Q(state=str(State.SENDING), next_attempt_at=None)
    waiting = Q(state=str(State.QUEUED), next_attempt_at__lte=now)
    leased = Q(lease_until=None, next_attempt_at__lte=now) | Q(lease_until__lte=Now())
    return interrupted | waiting | (Q(state=str(State.SENDING)) & leased)


def put(
    batch: int,
    outcomes: Mapping[int, Outcome],
    *,
    account: str = "",
    at: datetime | None = None,
) -> None:
    """Store outcomes in place of what was known; an accepted one stops being an exception."""
    accepted = [person for person, out in outcomes.items() if out.state is State.ACCEPTED]
    DeliveryException.objects.filter(batch_id=batch, subscriber_id__in=accepted).delete()
    DeliveryException.objects.bulk_create(
        (
            _exception(batch, person, outcome, account=account, at=at)
            for person, outcome in outcomes.items()
            if outcome.state is not State.ACCEPTED
        ),
        update_conflicts=True,
        unique_fields=["batch", "subscriber_id"],
        update_fields=[
            "state", "reason", "detail", "code", "attempts", "doubtful", "next_attempt_at",
            "account", "at", "lease_until",
        ],
    )  # fmt: skip


def _exception(
    batch: int, person: int, outcome: Outcome, *, account: str, at: datetime | None
) -> DeliveryException:
    return DeliveryException(
        batch_id=batch,
        subscriber_id=person,
        state=str(outcome.state),
        reason=str(outcome.reason or ""),
        detail=outcome.detail[:500].replace("\0", " "),
        code=outcome.code[:20].replace("\0", " "),
        attempts=outcome.attempts,
        doubtful=outcome.doubtful,
        next_attempt_at=outcome.next_attempt_at,
        account=account,
        at=at,
        lease_until=_lease(outcome, at),
    )


def _lease(outcome: Outcome, at: datetime | None) -> CombinedExpression | None:
    if outcome.state is not State.SENDING or outcome.next_attempt_at is None or at is None:
        return None
    return Now() + (outcome.next_attempt_at - at)


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


def _dispatch(row: Dispatch) -> PlannedDispatch:
    return PlannedDispatch(
        id=row.pk,
        rendition_id=row.rendition_id,
        digest=row.digest,
        channel=Channel(row.channel),
        recipients=row.recipients,
        planned_at=row.planned_at,
        finished_at=row.finished_at,
    )
