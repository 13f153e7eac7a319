"""Whether the database keeps what it has confirmed, through a power cut too (R3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from noroshi.kernel.errors import SetupProblem

_NEEDED: Final = ("fsync", "synchronous_commit", "full_page_writes")
_FORGETFUL: Final = frozenset({"off", "local"})


def forgetful_settings() -> dict[str, str]:
    """The settings with which a confirmed commit may be lost, and their values; empty is good.

    ``synchronous_commit = local`` only matters with standbys, but then a failover may lose commits.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name",
            [list(_NEEDED)],
        )
        return {name: value for name, value in cursor.fetchall() if value in _FORGETFUL}


def must_be_durable() -> None:
    """Refuse a database on which promise 1 cannot be kept.

    Raises:
        SetupProblem: with the settings to change.
    """
    wrong = forgetful_settings()
    if wrong:
        told = ", ".join(f"{name} = {value}" for name, value in wrong.items())
        raise SetupProblem(
            "PostgreSQL may forget what it has confirmed ({settings}), so people could be lost.",
            way_out="Switch it on in postgresql.conf and reload the server.",
            settings=told,
        )


def clock_skew(now: datetime) -> timedelta:
    """How far ``now`` is before the database server's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    there: datetime = row[0] if row else now
    return there - now
