"""What became of everybody, counted and by name: the ledger as people read it.

Every count is one statement on the positions of the batches and on the exceptions. The members
themselves are not read, so a dispatch to a million people is counted in milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.storage.ledger import outcome_of_row
from noroshi.storage.models import Batch, BatchReceipts, DeliveryException, Dispatch

_OPEN = (str(State.QUEUED), str(State.SENDING))

# A receipt may come first and the complaint later: such a copy is in the bitmap and listed too.
_CONFIRMED_AND_LISTED = """
SELECT count(*)
  FROM storage_batch b
  JOIN storage_batchreceipts r ON r.batch_id = b.id
  JOIN storage_deliveryexception e ON e.batch_id = b.id
 CROSS JOIN LATERAL (SELECT array_position(b.members, e.subscriber_id) - 1 AS place) p
 WHERE b.dispatch_id = %s
   AND p.place < 8 * length(r.delivered) AND get_bit(r.delivered, p.place) = 1
"""


@dataclass(frozen=True, kw_only=True)
class NotReached:
    """Somebody who has not been handed to the provider, and why."""

    id: int = 0
    subscriber_id: int
    outcome: Outcome
    account: str = ""
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Why:
    """What people who were not simply handed over have in common."""

    state: State
    reason: Reason
    code: str = ""  # as the provider gave it


@dataclass(frozen=True, kw_only=True)
class Failures:
    """How many people share a ``why``, and what the provider said to one of them."""

    why: Why
    count: int
    example: str
    next_attempt_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Share:
    """What went through one account. ``handed`` goes by the account that a batch used last."""

    account: str
    handed: int
    listed: int


@dataclass(frozen=True, kw_only=True)
class Course:
    """When the sending of a dispatch began, and when its last batch was done."""

    began_at: datetime | None
    done_at: datetime | None


def tally_of(dispatch_id: int) -> Mapping[State, int]:
    """How many recipients of a dispatch are in each state; the sum is the whole snapshot.

    As the ledger has it: a copy that was confirmed by a receipt counts as accepted here, see
    ``confirmed``.
    """
    everybody = Dispatch.objects.values_list("recipients", flat=True).get(pk=dispatch_id)
    rows = Batch.objects.filter(dispatch_id=dispatch_id)
    moved = rows.aggregate(mark=Sum("mark", default=0), started=Sum("started", default=0))
    sums = dict.fromkeys(State, 0)
    exceptions = _listed(dispatch_id).values_list("state").annotate(n=Count("id")).order_by()
    for state, count in exceptions:
        sums[State(state)] += count
    listed = sum(sums.values())
    sums[State.QUEUED] += everybody - moved["started"]
    sums[State.SENDING] += moved["started"] - moved["mark"]
    sums[State.ACCEPTED] += moved["mark"] - listed
    return sums


def confirmed(dispatch_id: int) -> int:
    """How many copies that nothing else is known of were confirmed by the receiving side."""
    rows = BatchReceipts.objects.filter(batch__dispatch_id=dispatch_id)
    all_of_them: int = rows.aggregate(n=Sum("count", default=0))["n"]
    if not all_of_them:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_CONFIRMED_AND_LISTED, [dispatch_id])
        row = cursor.fetchone()
    return all_of_them - (row[0] if row else 0)


def not_reached(dispatch_id: int, *, limit: int | None = 500) -> list[NotReached]:
    """The exceptions of a dispatch, each with its reason."""
    return [_entry(row) for row in _listed(dispatch_id).order_by("id")[:limit]]


def failures(dispatch_id: int) -> list[Failures]:
    """The exceptions by what they have in common, the largest group first."""
    rows = (
        _listed(dispatch_id)
        .values("state", "reason", "code")
        .annotate(n=Count("id"), example=Max("detail"), soonest=Min("next_attempt_at"))
        .order_by("-n", "state", "reason", "code")
    )
    return [
        Failures(
            why=Why(state=State(row["state"]), reason=Reason(row["reason"]), code=row["code"]),
            count=row["n"],
            example=row["example"],
            next_attempt_at=row["soonest"],
        )
        for row in rows
    ]


def people_with(dispatch_id: int, why: Why, *, after: int = 0, most: int = 100) -> list[NotReached]:
    """Some of the people with a ``why``, in order; ``after`` is the id of the last one shown."""
    rows = _listed(dispatch_id).filter(
        state=str(why.state), reason=str(why.reason), code=why.code, pk__gt=after
    )
    return [_entry(row) for row in rows.order_by("id")[:most]]


def shares(dispatch_id: int) -> list[Share]:
    """What each account took, and what is listed with its name; the largest first."""
    marks = Batch.objects.filter(dispatch_id=dispatch_id, mark__gt=0).values_list("account")
    moved: dict[str, int] = dict(marks.annotate(n=Sum("mark")).order_by())
    of_batch = _listed(dispatch_id).values_list("batch__account").annotate(n=Count("id"))
    for account, count in of_batch.order_by():
        moved[account] = moved.get(account, 0) - count
    own = _listed(dispatch_id).values_list("account").annotate(n=Count("id")).order_by()
    listed: dict[str, int] = dict(own)
    names = sorted(moved.keys() | listed.keys(), key=lambda name: (-moved.get(name, 0), name))
    return [
        Share(account=name, handed=max(0, moved.get(name, 0)), listed=listed.get(name, 0))
        for name in names
        if name
    ]


def retrying(dispatch_id: int) -> tuple[int, datetime | None]:
    """How many people wait for another attempt, and when the next one is due."""
    rows = _listed(dispatch_id).filter(state__in=_OPEN)
    found = rows.aggregate(n=Count("id"), soonest=Min("next_attempt_at"))
    return found["n"], found["soonest"]


def course(dispatch_id: int) -> Course:
    """When the first batch was taken up, and when the last one was done."""
    rows = Batch.objects.filter(dispatch_id=dispatch_id)
    found = rows.aggregate(began=Min("claimed_at"), done=Max("done_at"))
    return Course(began_at=found["began"], done_at=found["done"])


def _listed(dispatch_id: int) -> QuerySet[DeliveryException]:
    return DeliveryException.objects.filter(Q(batch__dispatch_id=dispatch_id))


def _entry(row: DeliveryException) -> NotReached:
    return NotReached(
        id=row.pk,
        subscriber_id=row.subscriber_id,
        outcome=outcome_of_row(row),
        account=row.account,
        at=row.at,
    )
