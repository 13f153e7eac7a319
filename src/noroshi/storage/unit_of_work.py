"""One transaction per action.

Rows are locked FOR NO KEY UPDATE, which lets others refer to them, and in one order: incident,
message, text, and the event log last. So two actions may wait for each other, but never in a ring.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, connection, transaction

from noroshi.kernel.errors import Conflict, NoRoom

_DISK_FULL = "53100"  # PostgreSQL's word for it


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Everything inside is saved together or not at all.

    Raises:
        NoRoom: the disk of the database is full.
    """
    try:
        with transaction.atomic():
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) == _DISK_FULL:
            raise _no_room() from error
        raise


def _no_room() -> NoRoom:
    return NoRoom(
        {
            "en": "The disk of the database is full. This was not saved.",
            "ja": "データベースのディスクに空きがないため、保存できませんでした。",
        },
        way_out={
            "en": "Make room on it, then try again.",
            "ja": "空き容量を増やしてから、もう一度お試しください。",
        },
    )


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
