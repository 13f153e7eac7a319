"""The worker process: two queues, one rescue, one way out for each way to end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec

from procrastinate import App
from psycopg_pool import PoolTimeout

from noroshi.jobs.names import SLOW_TICKS, QueueName
from noroshi.worker.exits import Exit
from noroshi.worker.handlers import Handlers
from noroshi.worker.overrides import SturdyWorker, reconnect_steadily
from noroshi.worker.pace import Pace
from noroshi.worker.rescue import rescue, tidy_for_ever
from noroshi.worker.tasks import app_for, connector_for

_log = logging.getLogger(__name__)

_SYS_CONCURRENCY = 2 + len(SLOW_TICKS)  # two are always free for those that are quick
_THREAD = "noroshi-job"
_SWITCH = 0.0005  # seconds
_LAST_WORD = 2.0  # seconds after the grace for writing outcomes


Beside = Callable[[], Coroutine[object, object, None]]
"""Work without a queue."""


def _nobody_asks() -> None:
    """Nothing to tell anybody."""


def run(
    handlers: Handlers,
    *,
    database_url: str,
    concurrency: int = 8,
    pace: Pace | None = None,
    on_stop: Callable[[], None] = _nobody_asks,
    beside: Sequence[Beside] = (),
) -> int:
    """Work until SIGTERM or SIGINT; the exit code (see ``Exit``).

    ``on_stop`` is called when the grace begins: long jobs had better come to an end now.
    ``beside`` runs on the same event loop from the beginning, and is cancelled at the end.

    Django must be set up. Where a thread cannot be waited for (its job outlasts the grace, or
    belongs to another worker by now) the process ends here instead of returning: its jobs are then
    taken over like those of any dead worker.
    """
    reconnect_steadily()
    threads = ThreadPoolExecutor(2 * concurrency + _SYS_CONCURRENCY, thread_name_prefix=_THREAD)
    loop = _new_loop()
    loop.set_default_executor(threads)
    # The ledger's thread answers in fractions of a millisecond, if it is let in as often.
    sys.setswitchinterval(_SWITCH)
    code = loop.run_until_complete(
        _open_and_serve(
            handlers,
            database_url=database_url,
            concurrency=concurrency,
            pace=pace or Pace(),
            on_stop=on_stop,
            beside=beside,
        )
    )
    threads.shutdown(wait=False, cancel_futures=True)
    if code is Exit.BURIED or not _threads_ended(within=1.0):
        _leave_at_once(code)
    loop.close()
    return code


def _new_loop() -> asyncio.AbstractEventLoop:
    """The fast event loop where it exists; everything works on Python's own, too."""
    if find_spec("uvloop") is None:  # it is not made for every system
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = import_module("uvloop").new_event_loop()
    return loop


async def _open_and_serve(
    handlers: Handlers,
    *,
    database_url: str,
    concurrency: int,
    pace: Pace,
    on_stop: Callable[[], None],
    beside: Sequence[Beside],
) -> Exit:
    connector = connector_for(database_url, concurrency=concurrency)
    app = app_for(handlers, connector=connector, pace=pace)
    try:
        await app.open_async()
    except PoolTimeout as error:
        _log.error("the database cannot be reached: %s", error)
        return Exit.NO_DATABASE
    workers = _workers(app, concurrency=concurrency, pace=pace)
    try:
        return await _serve(app, workers, pace=pace, on_stop=on_stop, beside=beside)
    finally:
        with suppress(TimeoutError):
            await asyncio.wait_for(app.close_async(), timeout=_LAST_WORD)


def _workers(app: App, *, concurrency: int, pace: Pace) -> tuple[SturdyWorker, SturdyWorker]:
    work = SturdyWorker(app, queue=QueueName.WORK, concurrency=concurrency, pace=pace)

    async def take_over(judge: SturdyWorker) -> None:
        own = [worker.worker_id for worker in (work, judge) if worker.worker_id]
        await rescue(judge, spared=own, pace=pace)

    system = SturdyWorker(
        app, queue=QueueName.SYS, concurrency=_SYS_CONCURRENCY, pace=pace, after_beat=take_over
    )
    return work, system


async def _serve(
    app: App,
    workers: Sequence[SturdyWorker],
    *,
    pace: Pace,
    on_stop: Callable[[], None],
    beside: Sequence[Beside],
) -> Exit:
    asked = _asked_to_stop()
    serving = [asyncio.create_task(worker.run()) for worker in workers]
    aside = [asyncio.create_task(tidy_for_ever(app, pace=pace))]
    aside += [asyncio.create_task(work()) for work in beside]
    ends = [asyncio.create_task(worker.stopping()) for worker in workers]
    ends.append(asyncio.create_task(_wait_for(asked)))
    await asyncio.wait([*ends, *serving], return_when=asyncio.FIRST_COMPLETED)
    on_stop()
    for worker in workers:
        worker.stop()
    buried = any(worker.buried for worker in workers)
    await asyncio.wait(serving, timeout=_LAST_WORD + (0.0 if buried else pace.grace))
    for task in [*ends, *aside, *serving]:
        task.cancel()
    await asyncio.wait([*ends, *aside], timeout=_LAST_WORD)
    return _code(workers, serving, asked=asked.is_set())


def _code(
    workers: Sequence[SturdyWorker], serving: Sequence[asyncio.Task[None]], *, asked: bool
) -> Exit:
    for task in serving:
        if task.done() and not task.cancelled() and (error := task.exception()):
            _log.error("the run loop ended by itself", exc_info=error)
    if any(worker.buried for worker in workers):
        return Exit.BURIED
    return Exit.ASKED if asked else Exit.BROKEN


def _asked_to_stop() -> asyncio.Event:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    return asked


async def _wait_for(event: asyncio.Event) -> None:
    await event.wait()


def _threads_ended(*, within: float) -> bool:
    until = time.monotonic() + within
    for thread in threading.enumerate():
        if thread.name.startswith(_THREAD):
            thread.join(max(0.0, until - time.monotonic()))
    return not any(thread.name.startswith(_THREAD) for thread in threading.enumerate())


def _leave_at_once(code: Exit) -> None:
    """Without waiting for threads, which Python would do at a normal exit."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
