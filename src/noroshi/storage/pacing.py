"""Exact rate limits that all workers share: one row an account, one statement a reservation.

A generic cell rate algorithm without a burst allowance: every reservation takes the next free
moments, one message each 1/rate seconds, by the database's clock. So in no second, however many
workers there are, more messages may start than the rate (and one at its edge). Time in which nobody
sends is not saved up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

_AHEAD: Final = timedelta(seconds=0.5)
_MOST: Final = 500

# clock_timestamp() moves on within a transaction, now() does not; after waiting for the row's lock
# the expressions are evaluated anew.
_RESERVE = """
UPDATE storage_providerpace p
   SET next_free_at = greatest(p.next_free_at, clock_timestamp()) + make_interval(secs => %(seconds)s)
  FROM storage_provideraccountrow a
 WHERE a.id = p.account_id AND a.name = %(name)s
RETURNING p.next_free_at - make_interval(secs => %(seconds)s), p.next_free_at - make_interval(secs => %(seconds)s) - clock_timestamp()
"""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """When reserved messages may start: the first in ``starts_in``, each next ``interval`` later.

    ``starts_at`` is the first moment on the database's clock; None when there is no limit.
    """

    starts_in: timedelta = timedelta(0)
    interval: timedelta = timedelta(0)
    starts_at: datetime | None = None


def portion(rate: float | None) -> int:
    """How many messages to reserve at once: about half a second's, so that nobody waits long for
    what another worker reserved and does not use."""
    if rate is None:
        return _MOST
    return max(1, min(_MOST, int(rate * _AHEAD.total_seconds())))


def reserve(account_name: str, count: int, *, rate: float | None) -> Slot:
    """Reserve the next ``count`` moments of an account; ``rate`` is per second, None: no limit.

    Call it outside of a transaction: the row stays locked until the end of one.

    Raises:
        ValueError: count or rate is not above 0.
    """
    if count < 1 or (rate is not None and rate <= 0):
        msg = f"{count} messages at {rate} a second cannot be reserved"
        raise ValueError(msg)
    if rate is None:
        return Slot()
    row = _reserved(account_name, count / rate)
    if row is None:
        return Slot()  # a provider without an account row has no shared limit
    starts_at, starts_in = row
    return Slot(
        starts_in=max(starts_in, timedelta(0)),
        interval=timedelta(seconds=1 / rate),
        starts_at=starts_at,
    )


def _reserved(name: str, seconds: float) -> tuple[datetime, timedelta] | None:
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, {"name": name, "seconds": seconds})
        row: tuple[datetime, timedelta] | None = cursor.fetchone()
        return row
