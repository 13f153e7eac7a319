"""The thread of a worker that keeps the ledger: one connection, kept open, one call at a time.

A fan-out makes hundreds of small calls a second. A new connection for each of them, as other
threads make it, would cost more than the sending.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from noroshi.storage.connections import release
from noroshi.worker.threads import while_away

T = TypeVar("T")

_Job = tuple[Callable[[], Any], asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class LedgerThread:
    """Runs calls of the ledger in order. Patient while the database is away; made once a process."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    async def __call__(self, work: Callable[[], T]) -> T:
        """The result of ``work``, or what it raised. It must bear being done twice."""
        if self._thread is None:
            # A daemon: the process may end while the database keeps a call waiting.
            self._thread = threading.Thread(target=self._serve, name="noroshi-ledger", daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._jobs.put((work, loop, answer))
        return await answer

    def _serve(self) -> None:
        while True:
            work, loop, answer = self._jobs.get()
            try:
                result = while_away(work, forget=release)
            except BaseException as error:  # noqa: BLE001 (whoever asked raises it)
                _tell(loop, answer, _raise, error)
            else:
                _tell(loop, answer, _give, result)


def _tell(
    loop: asyncio.AbstractEventLoop,
    answer: asyncio.Future[Any],
    how: Callable[[asyncio.Future[Any], Any], None],
    what: object,
) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(how, answer, what)


def _give(answer: asyncio.Future[Any], result: object) -> None:
    if not answer.done():
        answer.set_result(result)


def _raise(answer: asyncio.Future[Any], error: BaseException) -> None:
    if not answer.done():
        answer.set_exception(error)
