"""Pausing, resuming and stopping a dispatch: the rows behind the buttons.

Locks are taken in one order: the dispatch, then its batches by their ids. Workers lock one batch at
a time and never a dispatch after it, so they wait for a stop but never in a ring with it. While a
stop runs, a worker that wants to begin its next group waits for the lock, and is fenced off as
soon as it gets it: nothing starts after the stop.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason, State
from noroshi.kernel.errors import NotFound
from noroshi.storage.models import Batch, Dispatch

_DONE = "done"

# Everybody beyond the mark has no outcome: those before ``started`` may have a copy.
_SETTLE_THE_REST = """
INSERT INTO storage_deliveryexception
       (batch_id, subscriber_id, state, reason, detail, code, attempts, doubtful, account, at)
SELECT b.id, m.person,
       CASE WHEN m.place > b.started THEN %(not_sent)s ELSE %(in_flight)s END,
       CASE WHEN m.place > b.started THEN %(cancelled)s ELSE %(interrupted)s END,
       '', '',
       begun.times, begun.times, CASE WHEN m.place > b.started THEN '' ELSE b.account END, %(at)s
  FROM storage_batch b
 CROSS JOIN LATERAL unnest(b.members) WITH ORDINALITY AS m(person, place)
 CROSS JOIN LATERAL (SELECT CASE WHEN m.place > b.started THEN 0
                                 WHEN m.place > b.repeated THEN 1 ELSE 2 END AS times) begun
 WHERE b.dispatch_id = %(dispatch)s AND b.state <> 'done' AND m.place > b.mark
    ON CONFLICT (batch_id, subscriber_id) DO NOTHING
"""

# A retry under way, or one after a lost answer, may be a copy; the others were refused.
_SETTLE_RETRIES = """
UPDATE storage_deliveryexception e
   SET state = CASE WHEN open.copies > 0 THEN %(in_flight)s ELSE %(not_sent)s END,
       reason = CASE WHEN open.copies = 0 THEN %(cancelled)s
                     WHEN e.state = 'sending' THEN %(interrupted)s ELSE e.reason END,
       doubtful = open.copies, next_attempt_at = NULL, at = %(at)s
  FROM (SELECT one.id, CASE WHEN one.state = 'sending' THEN greatest(1, one.doubtful)
                            ELSE one.doubtful END AS copies
          FROM storage_deliveryexception one JOIN storage_batch b ON b.id = one.batch_id
         WHERE b.dispatch_id = %(dispatch)s AND one.state IN ('queued', 'sending')) open
 WHERE e.id = open.id AND e.state IN ('queued', 'sending')
"""

_FENCE_OFF = """
UPDATE storage_batch
   SET run = run + 1, retry_run = retry_run + 1,
       mark = cardinality(members), started = cardinality(members),
       done_at = CASE WHEN state = 'done' THEN done_at ELSE %(at)s END, state = 'done'
 WHERE dispatch_id = %(dispatch)s
"""

_SETTLED_BY_THE_STOP = """
SELECT count(*) FILTER (WHERE e.state = %(not_sent)s AND e.reason = %(cancelled)s),
       count(*) FILTER (WHERE e.state = %(in_flight)s AND e.at = %(at)s)
  FROM storage_deliveryexception e JOIN storage_batch b ON b.id = e.batch_id
 WHERE b.dispatch_id = %(dispatch)s
"""


@dataclass(frozen=True, kw_only=True)
class Steered:
    """A dispatch, and whether a person holds it. ``by`` and ``reason`` are of the last deed."""

    id: int
    rendition_id: int
    channel: Channel
    recipients: int
    priority: int
    planned_at: datetime
    useful_until: datetime
    finished_at: datetime | None
    paused_at: datetime | None
    stopped_at: datetime | None
    by: str
    reason: str

    @property
    def is_running(self) -> bool:
        """Some copies have no final outcome yet, and nobody holds them."""
        return self.finished_at is None and self.paused_at is None


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Who steers, when, and why."""

    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Halted:
    """What a stop has settled: people who get nothing, and people who may have a copy."""

    not_sent: int
    unknown: int


def steered(dispatch_id: int, *, lock: bool = False) -> Steered:
    """A dispatch as it stands; with ``lock`` nobody else steers or finishes it meanwhile.

    Raises:
        NotFound: there is none of that id.
    """
    rows = Dispatch.objects.select_for_update(no_key=True) if lock else Dispatch.objects
    row = rows.filter(pk=dispatch_id).first()
    if row is None:
        raise NotFound("There is no such delivery.", way_out="Go back to the incident.")
    return _steered(row)


def of_incident(number: int) -> list[Steered]:
    """The dispatches of an incident that have recipients, newest first."""
    return _newest(Dispatch.objects.filter(rendition__message__incident__number=number))


def of_message(message_id: int) -> list[Steered]:
    """The dispatches of a message in order of sending, also those without recipients."""
    rows = Dispatch.objects.filter(rendition__message_id=message_id).order_by("id")
    return [_steered(row) for row in rows]


def under_way() -> list[Steered]:
    """The dispatches of all incidents that have not ended, newest first."""
    return _newest(Dispatch.objects.filter(finished_at=None))


def pause(dispatch_id: int, hand: Hand) -> None:
    """Let no further group begin."""
    _note(dispatch_id, hand, paused_at=hand.at)


def resume(dispatch_id: int, hand: Hand) -> list[int]:
    """Let it go on; the batches that still have people to send to, in order."""
    _note(dispatch_id, hand, paused_at=None)
    rows = Batch.objects.filter(dispatch_id=dispatch_id).exclude(state=_DONE)
    return list(rows.order_by("id").values_list("id", flat=True))


def stop(dispatch_id: int, hand: Hand) -> Halted:
    """Give everybody without a final outcome one, and fence off every worker; for good.

    Inside one transaction, with the dispatch locked by ``steered``.
    """
    rows = Batch.objects.select_for_update(no_key=True).filter(dispatch_id=dispatch_id)
    list(rows.order_by("id").values_list("id", flat=True))
    given: dict[str, int | str | datetime] = {
        "dispatch": dispatch_id,
        "at": hand.at,
        "not_sent": str(State.SUPPRESSED),
        "cancelled": str(Reason.CANCELLED),
        "in_flight": str(State.UNKNOWN),
        "interrupted": str(Reason.INTERRUPTED),
    }
    with connection.cursor() as cursor:
        for statement in (_SETTLE_THE_REST, _SETTLE_RETRIES, _FENCE_OFF, _SETTLED_BY_THE_STOP):
            cursor.execute(statement, given)
        not_sent, unknown = cursor.fetchone() or (0, 0)
    _note(dispatch_id, hand, paused_at=None, stopped_at=hand.at, finished_at=hand.at)
    return Halted(not_sent=not_sent, unknown=unknown)


def _note(dispatch_id: int, hand: Hand, **changed: datetime | None) -> None:
    Dispatch.objects.filter(pk=dispatch_id).update(
        steered_by=hand.by, steering_reason=hand.reason[:300], **changed
    )


def _newest(rows: QuerySet[Dispatch]) -> list[Steered]:
    return [_steered(row) for row in rows.filter(recipients__gt=0).order_by("-id")]


def _steered(row: Dispatch) -> Steered:
    return Steered(
        id=row.pk,
        rendition_id=row.rendition_id,
        channel=Channel(row.channel),
        recipients=row.recipients,
        priority=row.priority,
        planned_at=row.planned_at,
        useful_until=row.useful_until,
        finished_at=row.finished_at,
        paused_at=row.paused_at,
        stopped_at=row.stopped_at,
        by=row.steered_by,
        reason=row.steering_reason,
    )
