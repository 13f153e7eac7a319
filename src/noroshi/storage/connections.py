"""Database connections of threads that serve no request, and the loss of one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import InterfaceError, OperationalError, close_old_connections, connections
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

# SQLSTATE classes: 08 connection, 57P shutdown and start-up of the server, 25P03 the server gave up
# our transaction because this process was frozen in the middle of it. Of its resources: 53100 the
# disk is full, 53200 no memory, 53300 no free slot. Somebody makes room, and nobody is lost (R5).
_PASSING = ("08", "57P", "25P03", "53100", "53200", "53300")


@contextmanager
def own_connection() -> Iterator[None]:
    """Around one piece of work in a worker's thread, as Django does it around a request.

    A connection that died meanwhile is dropped before, and none is left behind.
    """
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()


def release() -> None:
    """Give this thread's connection back: a stream that waits for hours needs none."""
    connections.close_all()


async def commit_each_statement(connection: AsyncConnection[TupleRow]) -> None:
    """Set up a connection on which every call is one statement: none holds a lock between two."""
    await connection.set_autocommit(True)


def is_connection_loss(error: BaseException) -> bool:
    """Whether the database went away (a restart, a failover) or has no room at the moment (a full
    disk), so that trying again will help."""
    seen: BaseException | None = error
    while seen is not None:
        if _is_loss(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _is_loss(error: BaseException) -> bool:
    if isinstance(error, psycopg.Error) and error.sqlstate:
        return error.sqlstate.startswith(_PASSING)
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return True
    # Django's own, raised without one of the driver's: "connection already closed".
    return isinstance(error, InterfaceError | OperationalError) and error.__cause__ is None
