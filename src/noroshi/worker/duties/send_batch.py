"""Send one batch of the ledger, or try again what was refused for now."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from noroshi.actions.finish_dispatch import finish_dispatch
from noroshi.actions.queries.plan import current_plan
from noroshi.delivery.attempt import ParcelFor
from noroshi.delivery.contract import Provider
from noroshi.delivery.engine import Engine, Fenced, Paused, run_batch
from noroshi.delivery.retries import run_retries
from noroshi.jobs.names import TaskName, lock_on
from noroshi.jobs.payloads import RetryDeliveries, SendBatch
from noroshi.jobs.queue import defer
from noroshi.kernel.errors import Invalid
from noroshi.storage import ledger
from noroshi.worker.duties.parcels import parcel_maker
from noroshi.worker.duties.patient_ledger import PatientLedger
from noroshi.worker.duties.tools import Toolbox
from noroshi.worker.threads import in_thread

_log = logging.getLogger(__name__)
WHILE_NOT_SET_UP = timedelta(minutes=1)
"""How long a batch waits when the provider's account is not set up, before it looks again."""


async def send_batch(tools: Toolbox, job: SendBatch) -> None:
    """Hand over everybody in the batch who has no outcome yet."""
    resume: datetime | None = None
    retry: datetime | None = None
    try:
        resume, retry = await _run(tools, job.batch_id)
    except Fenced:
        pass  # another worker does the rest, or a correction has closed the batch: then it is over
    except Invalid as problem:
        _log.warning("batch %s waits: %s", job.batch_id, problem)
        resume = tools.context.clock.now() + WHILE_NOT_SET_UP
    if resume:
        await in_thread(lambda: _again(tools, SendBatch(batch_id=job.batch_id), resume))
    if retry:
        await _retry_at(tools, job.batch_id, retry)
    await in_thread(lambda: finish_dispatch(tools.context, job.batch_id))


async def retry_deliveries(tools: Toolbox, job: RetryDeliveries) -> None:
    """Try everybody of the batch whose next attempt is due."""
    later: datetime | None = None
    try:
        async with _engine(tools, job.batch_id) as engine:
            later = await run_retries(job.batch_id, engine)
    except Fenced:
        pass  # as above
    if later:
        await _retry_at(tools, job.batch_id, later)
    await in_thread(lambda: finish_dispatch(tools.context, job.batch_id))


async def _run(tools: Toolbox, batch: int) -> tuple[datetime | None, datetime | None]:
    async with _engine(tools, batch) as engine:
        end = await run_batch(batch, engine)
    return (end.until if isinstance(end, Paused) else None), end.next_retry_at


@asynccontextmanager
async def _engine(tools: Toolbox, batch: int) -> AsyncIterator[Engine]:
    provider, parcels = await in_thread(lambda: _prepared(tools, batch))
    async with provider.open() as session:
        yield Engine(
            ledger=PatientLedger(ledger.StoredLedger(tools.context.clock)),
            session=session,
            parcel_for=parcels,
            clock=tools.context.clock,
            should_stop=tools.should_stop,
        )


def _prepared(tools: Toolbox, batch: int) -> tuple[Provider, ParcelFor]:
    dispatch = ledger.dispatch_of_batch(batch)
    account = tools.provider(dispatch.provider, current_plan().company.mail_from)
    return account, parcel_maker(tools, dispatch)


async def _retry_at(tools: Toolbox, batch: int, at: datetime) -> None:
    await in_thread(lambda: _again(tools, RetryDeliveries(batch_id=batch), at))


def _again(tools: Toolbox, payload: SendBatch | RetryDeliveries, at: datetime) -> None:
    task = TaskName.SEND_BATCH if isinstance(payload, SendBatch) else TaskName.RETRY_DELIVERIES
    lock = lock_on(task, payload.batch_id)
    defer(payload, at=at, clock=tools.context.clock, lock=lock, queueing_lock=lock)
