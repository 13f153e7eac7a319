"""The handlers as procrastinate tasks."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import cast

from procrastinate import App, PsycopgConnector

from noroshi.jobs.names import PERIODIC, lock_on
from noroshi.storage.connections import commit_each_statement
from noroshi.storage.network import NOTICE_A_CUT
from noroshi.worker.handlers import Handler, Handlers
from noroshi.worker.pace import Pace
from noroshi.worker.retrying import OnlyIfCut, Persistent
from noroshi.worker.threads import patiently

_CONNECTIONS_BESIDE_JOBS = 4  # two fetch loops, two heartbeats
_FOREVER = 10 * 365 * 86_400.0


def connector_for(database_url: str, *, concurrency: int) -> PsycopgConnector:
    """The worker's pool: its own, because Django's connections belong to threads.

    Every call is one statement and commits by itself. Between a statement and a COMMIT of its own
    the process could freeze, keep the lock on its row of heartbeats, and never be taken for dead.
    """
    return PsycopgConnector(
        conninfo=database_url,
        kwargs={"application_name": "noroshi worker", **NOTICE_A_CUT},
        configure=commit_each_statement,
        min_size=2,
        max_size=concurrency + _CONNECTIONS_BESIDE_JOBS,
        timeout=5.0,
        reconnect_timeout=_FOREVER,
    )


def app_for(handlers: Handlers, *, connector: PsycopgConnector, pace: Pace) -> App:
    """A procrastinate app that knows the handlers and the ticks. Every task can be retried."""
    app = App(connector=connector)
    for name, handler in handlers.items():
        task = app.task(
            name=str(name),
            queue=str(name.queue),
            retry=OnlyIfCut() if name in PERIODIC else Persistent(),
        )(_callable(handler, patience=pace.patience))
        if cron := PERIODIC.get(name):
            once = lock_on(name, "tick")
            app.periodic(cron=cron, queueing_lock=once, lock=once)(task)
    return app


def _callable(handler: Handler, *, patience: float) -> Callable[..., object]:
    """What procrastinate calls: on the event loop if it is a coroutine function, else in a thread."""
    if inspect.iscoroutinefunction(handler.call):

        async def on_the_loop(**stored: object) -> None:
            await cast("Awaitable[None]", handler.call(handler.payload.from_json(stored)))

        return on_the_loop

    def in_a_thread(**stored: object) -> None:
        payload = handler.payload.from_json(stored)
        if patiently(lambda: handler.call(payload), patience=patience) is not None:
            msg = f"the handler of {payload.task} returned something: is it async?"
            raise TypeError(msg)

    return in_a_thread
