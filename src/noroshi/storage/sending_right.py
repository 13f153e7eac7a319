"""The right to send: the database remembers its place, and a file beside the pages who may (R11).

Times here are the database server's own: all workers share that clock, and a drill that moves the
product's clock is no silence.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now

from noroshi.domain.sending import Pointer, Right
from noroshi.storage import accounts
from noroshi.storage.models import Dispatch, SendingRight

_FILE: Final = "sending-right.json"
_KEY: Final = "sending"
_ROW: Final = 1

# Other in a restored dump: the cluster's number or the database's. Other in a copied data
# directory: its path, or the machine that it lies on (readable for the built-in server only).
_PARTS: Final = (
    "SELECT system_identifier::text FROM pg_control_system()",
    "SELECT oid::text FROM pg_database WHERE datname = current_database()",
    "SELECT setting FROM pg_settings WHERE name = 'data_directory'",
    "SELECT pg_read_file('/etc/machine-id', 0, 100, true)",
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Who may send, for people. ``epoch`` rises each time a copy takes over."""

    epoch: int
    granted_at: datetime
    last_seen_at: datetime


def place() -> str:
    """Where this database stands. What the server does not tell us counts as a dash."""
    return sha256("\n".join(_part(query) for query in _PARTS).encode()).hexdigest()[:32]


def right(page_root: Path) -> Right:
    """The right as it is stored, and the world as it is; made when there is none yet."""
    row = _row()
    return Right(
        epoch=row.epoch,
        token=_token(),
        granted_to=row.place,
        here=place(),
        silent=_now() - row.last_seen_at,
        pointer=_pointer(page_root),
    )


def standing() -> Standing:
    """Who may send, as stored."""
    row = _row()
    return Standing(epoch=row.epoch, granted_at=row.granted_at, last_seen_at=row.last_seen_at)


def seen(*, at_most_every: timedelta) -> timedelta | None:
    """Note that somebody is here to send; how long nobody was, None when that was noted lately."""
    if timedelta(0) <= _now() - _row().last_seen_at < at_most_every:
        return None
    with transaction.atomic():
        row = SendingRight.objects.select_for_update().get(pk=_ROW)
        silent = _now() - row.last_seen_at
        if timedelta(0) <= silent < at_most_every:
            return None
        SendingRight.objects.filter(pk=_ROW).update(last_seen_at=Now())
    return silent


def grant_here() -> int:
    """Let this place send from now on; the new epoch."""
    row = _row()
    SendingRight.objects.filter(pk=_ROW).update(
        place=place(), epoch=row.epoch + 1, granted_at=Now()
    )
    return row.epoch + 1


def outdo(page_root: Path) -> None:
    """After a grant: rise above the epoch that the file names."""
    pointer = _pointer(page_root)
    if pointer:
        rows = SendingRight.objects.filter(pk=_ROW, epoch__lte=pointer.epoch)
        rows.update(epoch=pointer.epoch + 1)


def point(page_root: Path) -> None:
    """Write the file that others who publish to the same place read."""
    wanted = Pointer(token=_token(), epoch=_row().epoch)
    if _pointer(page_root) == wanted:
        return
    page_root.mkdir(parents=True, exist_ok=True)
    fresh = page_root / f"{_FILE}.new"
    fresh.write_text(json.dumps(vars(wanted)), encoding="utf-8")
    fresh.replace(page_root / _FILE)


def waiting_dispatches(*, planned_before: datetime | None = None) -> list[int]:
    """Dispatches that would go on by themselves, planned before a moment or all of them."""
    rows = Dispatch.objects.filter(finished_at=None, paused_at=None, stopped_at=None)
    if planned_before:
        rows = rows.filter(planned_at__lt=planned_before)
    return list(rows.order_by("id").values_list("id", flat=True))


def _row() -> SendingRight:
    row = SendingRight.objects.filter(pk=_ROW).first()
    if row is None:
        defaults = {"place": place(), "granted_at": Now(), "last_seen_at": Now()}
        SendingRight.objects.get_or_create(pk=_ROW, defaults=defaults)
        row = SendingRight.objects.get(pk=_ROW)
    return row


def _token() -> str:
    """Names the installation; its copies have the same. The file tells it to nobody who reads."""
    return sha256(accounts.installation_key(_KEY).reveal().encode()).hexdigest()[:32]


def _now() -> datetime:
    found: datetime = _one("SELECT clock_timestamp()")
    return found


def _part(query: str) -> str:
    try:
        with transaction.atomic():
            return str(_one(query) or "-").strip()
    except DatabaseError:
        return "-"  # a managed server that hides it


def _one(query: str) -> Any:  # noqa: ANN401 - a single value of any type
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return row[0] if row else None


def _pointer(page_root: Path) -> Pointer | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        stored = json.loads((page_root / _FILE).read_text(encoding="utf-8"))
        return Pointer(token=str(stored["token"]), epoch=int(stored["epoch"]))
    return None
