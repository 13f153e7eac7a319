"""Which function does which task.

The product's list is made by the caller of ``noroshi.worker.main.run`` with ``by_name``::

    by_name(
        handle(PlanFanOut, fan_out.plan),       # synchronous: runs in a thread
        handle(SendBatch, deliveries.send),     # async: runs on the worker's event loop
    )

A synchronous handler gets a database connection of its own and is run again while the database is
away. An async one must not touch the database on the event loop: see ``threads.in_thread``. Work
that may take longer than the grace of a shutdown (10 s) has to be async, so that it can be cut.
Every handler must bear being run twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from noroshi.jobs.names import TaskName
from noroshi.jobs.payloads import Payload

P = TypeVar("P", bound=Payload)


@dataclass(frozen=True, kw_only=True)
class Handler:
    """A function and the payload it takes; make one with ``handle``, which checks they fit."""

    payload: type[Payload]
    call: Callable[[Any], Awaitable[None] | None]


Handlers = Mapping[TaskName, Handler]


def handle(
    payload: type[P], call: Callable[[P], None] | Callable[[P], Coroutine[Any, Any, None]]
) -> Handler:
    """``call`` does the task of ``payload``."""
    return Handler(payload=payload, call=call)


def by_name(*handlers: Handler) -> Handlers:
    """The handlers by task.

    Raises:
        ValueError: two functions for one task.
    """
    table = {handler.payload.task: handler for handler in handlers}
    if len(table) != len(handlers):
        msg = "two handlers for one task"
        raise ValueError(msg)
    return table
