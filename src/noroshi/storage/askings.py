"""What readers ask for until they have proven whose address it is, and how often they ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from noroshi.domain.asking import Asked, Purpose
from noroshi.domain.channel import Channel
from noroshi.storage.models import AskedCount, Asking

# One statement, so that two web processes at once count two.
_COUNT = """
INSERT INTO storage_askedcount (name, since, count) VALUES (%s, %s, 1)
ON CONFLICT (name, since) DO UPDATE SET count = storage_askedcount.count + 1
RETURNING count
"""


@dataclass(frozen=True, kw_only=True)
class NewAsking:
    """What is kept of a wish."""

    token_hash: str
    purpose: Purpose
    channel: Channel
    address: str
    wish: Mapping[str, Any] = field(default_factory=dict)
    asked_at: datetime


def keep(new: NewAsking) -> int:
    """Keep a wish; its number."""
    row = Asking.objects.create(
        token_hash=new.token_hash,
        purpose=str(new.purpose),
        channel=str(new.channel),
        address=new.address,
        wish=dict(new.wish),
        asked_at=new.asked_at,
    )
    return row.pk


def get(asking_id: int, *, lock: bool = False) -> Asked | None:
    """The wish, if it is still kept."""
    return _one(lock=lock, pk=asking_id)


def by_token(token_hash: str, *, lock: bool = False) -> Asked | None:
    """The wish of whoever holds the token."""
    return _one(lock=lock, token_hash=token_hash)


def by_session(session_hash: str) -> Asked | None:
    """The wish that a session of managing came from."""
    return _one(lock=False, session_hash=session_hash) if session_hash else None


def _one(*, lock: bool, **what: object) -> Asked | None:
    rows = Asking.objects.select_for_update(no_key=True) if lock else Asking.objects
    row = rows.filter(**what).first()
    return _asked(row) if row else None


def is_about(asking_id: int, subscriber_id: int) -> None:
    """Remember whose subscription a wish is about."""
    Asking.objects.filter(pk=asking_id).update(subscriber_id=subscriber_id)


def is_new(asking_id: int) -> None:
    """Let a wish be considered once more."""
    Asking.objects.filter(pk=asking_id).update(subscriber_id=None)


def drop(asking_id: int) -> None:
    """Forget a wish."""
    Asking.objects.filter(pk=asking_id).delete()


def expect_code(asking_id: int, code_hash: str, *, at: datetime | None) -> None:
    """Remember the hash of the code that was sent; "" when it was used. Tries begin anew never."""
    Asking.objects.filter(pk=asking_id).update(code_hash=code_hash, code_sent_at=at)


def count_try(asking_id: int, tries: int) -> None:
    """Remember how often a code was typed."""
    Asking.objects.filter(pk=asking_id).update(tries=tries)


def open_session(asking_id: int, session_hash: str, *, until: datetime) -> None:
    """Let whoever holds the session manage the subscription."""
    Asking.objects.filter(pk=asking_id).update(session_hash=session_hash, session_until=until)


def end_sessions(channel: Channel, address: str) -> None:
    """End every session about an address."""
    rows = Asking.objects.filter(channel=str(channel), address=address).exclude(session_hash="")
    rows.update(session_hash="", session_until=None)


def forget(channel: Channel, address: str) -> None:
    """Remove every wish of an address: its owner has their data erased."""
    Asking.objects.filter(channel=str(channel), address=address).delete()


def forget_old(*, before: datetime) -> int:
    """Remove wishes and counts from before a moment; how many."""
    wishes, _ = Asking.objects.filter(asked_at__lt=before).delete()
    counts, _ = AskedCount.objects.filter(since__lt=before).delete()
    return wishes + counts


def count(name: str, since: datetime) -> int:
    """Count one more in a window; how many there are now."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [name, since])
        row = cursor.fetchone()
    return int(row[0])


def _asked(row: Asking) -> Asked:
    return Asked(
        id=row.pk,
        purpose=Purpose(row.purpose),
        channel=Channel(row.channel),
        address=row.address,
        wish=row.wish,
        asked_at=row.asked_at,
        subscriber_id=row.subscriber_id,
        code_hash=row.code_hash,
        code_sent_at=row.code_sent_at,
        tries=row.tries,
        session_until=row.session_until,
    )
