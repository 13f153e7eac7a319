"""Follow the event log as it grows, over PostgreSQL's LISTEN/NOTIFY."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import psycopg
from asgiref.sync import sync_to_async
from django.db import DatabaseError, connection

from noroshi.storage import events
from noroshi.storage.connections import release
from noroshi.storage.events import CHANNEL

HEARTBEAT = 15.0
"""Seconds of silence after which a sign of life is given."""


class LostConnection(Exception):
    """The database is away. What was missed is in the event log."""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """A new entry of the event log. Read the entry itself for more."""

    event_id: int
    kind: str
    incident_number: int | None


async def announcements() -> AsyncIterator[Announcement | None]:
    """New entries as they are committed.

    None as soon as it listens, because something may have been missed before; and every 15 s
    when there is nothing.

    Raises:
        LostConnection: the connection broke.
    """
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    try:
        live = await psycopg.AsyncConnection.connect(**parameters, autocommit=True)
        async with live:
            await live.execute(f"LISTEN {CHANNEL}")
            yield None
            while True:
                heard = False
                async for notice in live.notifies(timeout=HEARTBEAT, stop_after=1):
                    heard = True
                    yield _announcement(notice.payload)
                if not heard:
                    yield None
    except psycopg.OperationalError as error:
        raise LostConnection from error


async def missed(event_id: int) -> list[Announcement]:
    """What was announced after an entry, oldest first; the connection is given back at once.

    Raises:
        LostConnection: the database is away.
    """
    return await sync_to_async(_missed)(event_id)


def _missed(event_id: int) -> list[Announcement]:
    try:
        found = events.after(event_id)
    except DatabaseError as error:
        raise LostConnection from error
    finally:
        release()
    return [
        Announcement(event_id=e.id, kind=str(e.kind), incident_number=e.incident_number)
        for e in found
    ]


def _announcement(payload: str) -> Announcement:
    told = json.loads(payload)
    return Announcement(event_id=told["id"], kind=told["kind"], incident_number=told["incident"])
