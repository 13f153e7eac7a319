"""Everything that reaches into procrastinate and psycopg_pool. Look here first when either moves.

Written against procrastinate 3.10.0 and psycopg_pool 3.3; pinned in pyproject.toml for this file.
What is overridden, and what the stock behaviour does to us (all measured):

``_persist_job_status``      writes any outcome, also of a worker that was frozen and replaced
``_update_heartbeat``        does not notice that it was buried; any error ends the worker
``_start_side_tasks``        a lost listener or deferrer ends the worker with status 0
``_fetch_and_process_jobs``  a database restart ends the worker with status 0
``_shutdown``                stops the heartbeat while jobs still use their grace, so others take them
``AttemptWithBackoff``       doubles the pause between reconnects: 8 to 20 s after a short outage
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, LiteralString

import procrastinate
from procrastinate import exceptions, job_context, jobs, retry, worker
from procrastinate.middleware import AsyncCallNext
from psycopg_pool import base as pool_base

from noroshi.jobs.board import REASON
from noroshi.jobs.names import QueueName
from noroshi.worker import statements
from noroshi.worker.identity import IDENTITY
from noroshi.worker.pace import Pace
from noroshi.worker.retrying import TryAgain

_log = logging.getLogger(__name__)

_PAUSE = 0.3  # seconds between two tries while the database is away
_UNKNOWN_TASK = 30  # seconds; a newer release may be rolling out that knows it
_REASON_LENGTH = 500


def reconnect_steadily() -> None:
    """Let connection pools of this process try again at a steady pace after an outage."""
    pool_base.AttemptWithBackoff.INITIAL_DELAY = _PAUSE
    pool_base.AttemptWithBackoff.DELAY_BACKOFF = 1.0
    # One warning for each attempt of each connection; our own lines say that the database is away.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)


class SturdyWorker(worker.Worker):
    """Serves one queue; outlives its database, and knows when it has been replaced.

    ``steady`` counts the beats since the last irregular one (an outage, a freeze, a sleeping
    laptop): a worker that was itself away has no right to call others dead.
    """

    def __init__(
        self,
        app: procrastinate.App,
        *,
        queue: QueueName,
        concurrency: int,
        pace: Pace,
        after_beat: Callable[[SturdyWorker], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(
            app=app,
            queues=[str(queue)],
            name=str(queue),
            concurrency=concurrency,
            fetch_job_polling_interval=pace.poll,
            shutdown_graceful_timeout=pace.grace,
            install_signal_handlers=False,
            # The stock start deletes workers that look stalled, without asking who was away.
            stalled_worker_timeout=pace.keep_finished,
            worker_middleware=[_note_reason],
        )
        self.pace = pace
        self.queue = queue
        self.buried = False
        self.steady = 0
        self.reasons: dict[int, str] = {}
        self._unheard: set[int] = set()
        self._after_beat = after_beat
        self._beating: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Work until told to stop."""
        await super().run()  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        """Take no further jobs; those that run get their grace."""
        super().stop()  # type: ignore[no-untyped-call]

    async def stopping(self) -> None:
        """Returns when this worker begins to stop, whoever asked; its jobs may still run."""
        await self._stop_event.wait()

    # --- staying alive ---------------------------------------------------------------------------

    def _start_side_tasks(self) -> list[asyncio.Task[Any]]:
        self._beating = asyncio.create_task(self._update_heartbeat(), name="heartbeat")
        self._beating.add_done_callback(self._stop_without_heartbeat)
        side = [self._forever(self._listen, name="listener")]
        if self.queue is QueueName.SYS:
            side.append(self._forever(self._periodic_deferrer, name="deferrer"))
        else:
            IDENTITY.number = self.worker_id
        return side

    def _stop_without_heartbeat(self, beating: asyncio.Task[None]) -> None:
        if not beating.cancelled():
            self.stop()

    def _forever(self, work: Callable[[], Awaitable[None]], *, name: str) -> asyncio.Task[None]:
        async def again_and_again() -> None:
            while True:
                try:
                    await work()
                except exceptions.ConnectorException as error:
                    _log.info("%s: the database is away: %s", name, error.__cause__ or error)
                await asyncio.sleep(_PAUSE)
                self._new_job_event.set()  # whatever was announced meanwhile went unheard

        return asyncio.create_task(again_and_again(), name=name)

    async def _listen(self) -> None:
        await self.app.job_manager.listen_for_jobs(
            on_notification=self._handle_notification, queues=self.queues
        )

    async def _fetch_and_process_jobs(self) -> None:
        try:
            await super()._fetch_and_process_jobs()  # type: ignore[no-untyped-call]
        except exceptions.ConnectorException as error:
            _log.warning("the database is away: %s", error.__cause__ or error)
            await asyncio.sleep(_PAUSE)

    async def _shutdown(self, side_tasks: list[asyncio.Task[Any]]) -> None:
        try:
            await super()._shutdown(side_tasks)
        except exceptions.ConnectorException as error:
            _log.warning("left without saying goodbye to the database: %s", error)
        finally:
            if self._beating:
                self._beating.cancel()

    # --- the heartbeat ---------------------------------------------------------------------------

    async def _update_heartbeat(self) -> None:
        while not self.buried:
            await asyncio.sleep(self.pace.heartbeat)
            if self.worker_id is None:
                return
            try:
                await self._beat()
                await self._put_back_unheard()
                if self._after_beat:
                    await self._after_beat(self)
            except exceptions.ConnectorException as error:
                self.steady = 0
                _log.warning("no heartbeat, the database is away: %s", error.__cause__ or error)

    async def _beat(self) -> None:
        rows = await self._rows(statements.BEAT, worker=self.worker_id)
        if not rows:
            self.buried = True
            self.shutdown_graceful_timeout = 0.0  # its jobs belong to others by now
            _log.error("this worker was taken for dead and replaced; leaving")
            return
        regular = rows[0]["gap"] < self.pace.stalled - self.pace.heartbeat
        self.steady = self.steady + 1 if regular else 0

    async def _put_back_unheard(self) -> None:
        """Jobs seen at two beats in a row as ours that we do not run: the answer was lost."""
        held = {row["id"] for row in await self._rows(statements.MINE, worker=self.worker_id)}
        unheard = held - {context.job.id for context in self._running_jobs.values()}
        if lost := sorted(unheard & self._unheard):
            await self._rows(statements.PUT_BACK, worker=self.worker_id, jobs=lost)
            _log.warning("put back jobs whose start was never heard of: %s", lost)
        self._unheard = unheard

    # --- outcomes --------------------------------------------------------------------------------

    async def _persist_job_status(  # noqa: PLR0917  # the signature of procrastinate
        self,
        job: jobs.Job,
        status: jobs.Status,
        retry_decision: retry.RetryDecision | None,
        context: job_context.JobContext,  # noqa: ARG002
        job_result: job_context.JobResult | None,  # noqa: ARG002
    ) -> None:
        job_id = job.id or 0  # only a job that was never stored has none
        reason = self.reasons.pop(job_id, "")
        self._job_ids_to_abort.pop(job_id, None)
        if job.task_name not in self.app.tasks:
            retry_decision = TryAgain(after=_UNKNOWN_TASK)
        if retry_decision:
            await self._write(statements.TRY_AGAIN, job_id, **_again(retry_decision))
        elif status is jobs.Status.SUCCEEDED and self.queue is QueueName.SYS:
            # A tick a second would pile up.
            await self._write(statements.FINISH_AND_FORGET, job_id)
        else:
            note = {REASON: reason} if reason else {}
            await self._write(statements.FINISH, job_id, status=status.value, note=note)
            if self.queue is QueueName.SYS:
                await self._rows(statements.FORGET_EARLIER_FAILURES, task=job.task_name, job=job_id)

    async def _write(self, outcome: LiteralString, job_id: int, **values: object) -> None:
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + self.pace.patience
        while not self.buried and loop.time() < give_up_at:
            try:
                if not await self._rows(outcome, job=job_id, worker=self.worker_id, **values):
                    _log.warning("outcome of job %s refused: no longer ours", job_id)
                return
            except exceptions.ConnectorException as error:
                _log.warning("outcome of job %s waits for the database: %s", job_id, error)
                await asyncio.sleep(_PAUSE)

    async def _rows(self, query: LiteralString, **values: object) -> list[dict[str, Any]]:
        return await self.app.connector.execute_query_all_async(query, **values)


def _again(decision: retry.RetryDecision) -> dict[str, object]:
    counts = not isinstance(decision, TryAgain) or decision.count
    return {"at": decision.retry_at or datetime.max.replace(tzinfo=UTC), "count": int(counts)}


async def _note_reason(
    call_next: AsyncCallNext, context: job_context.JobContext, of: worker.Worker
) -> object:
    try:
        return await call_next()
    except BaseException as error:
        if isinstance(of, SturdyWorker) and context.job.id is not None:
            of.reasons[context.job.id] = f"{type(error).__name__}: {error}"[:_REASON_LENGTH]
        raise
