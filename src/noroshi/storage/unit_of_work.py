"""One transaction per action.

Rows are locked FOR NO KEY UPDATE, which lets others refer to them, and in one order: incident,
message, text, and the event log last. So two actions may wait for each other, but never in a ring.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from noroshi.kernel.errors import Conflict


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Everything inside is saved together or not at all."""
    with transaction.atomic():
        yield


def hold(lock: int) -> None:
    """Wait for an advisory lock, and keep it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


@contextmanager
def unique_or(why: str, *, way_out: str = "", **about: str) -> Iterator[None]:
    """Turn a broken uniqueness rule of the database into a Conflict that says ``why``."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Conflict(why, way_out=way_out, **about) from error
