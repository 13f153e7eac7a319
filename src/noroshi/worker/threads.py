"""Synchronous product code in threads, patient with a database that restarts."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from noroshi.storage.connections import is_connection_loss, own_connection
from noroshi.worker.pace import Pace

T = TypeVar("T")

_log = logging.getLogger(__name__)
_PAUSE = 0.5  # seconds between two tries


def patiently(work: Callable[[], T], *, patience: float = Pace.patience) -> T:
    """``work`` on a database connection of its own, again while the database is away.

    ``work`` is repeated as a whole, also when only the answer to its commit was lost: it must bear
    being done twice. After ``patience`` seconds the last error is raised.
    """

    def on_its_own() -> T:
        with own_connection():
            return work()

    return while_away(on_its_own, patience=patience)


def while_away(
    work: Callable[[], T],
    *,
    patience: float = Pace.patience,
    forget: Callable[[], None] | None = None,
) -> T:
    """``work``, again while the database is away; ``forget`` drops the broken connection."""
    give_up_at = time.monotonic() + patience
    while True:
        try:
            return work()
        except Exception as error:
            if not is_connection_loss(error):
                raise
            if forget:
                forget()
            if time.monotonic() > give_up_at:
                raise
            _log.warning("the database is away, trying again: %s", error)
        threading.Event().wait(_PAUSE)


async def in_thread(work: Callable[[], T], *, patience: float = Pace.patience) -> T:
    """For async handlers: ``patiently`` in a thread, off the event loop."""
    return await asyncio.to_thread(patiently, work, patience=patience)
