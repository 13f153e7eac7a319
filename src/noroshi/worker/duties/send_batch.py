"""Send one batch of the ledger, or try again what was refused for now."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from noroshi.actions.finish_dispatch import finish_dispatch
from noroshi.actions.queries.plan import current_plan
from noroshi.delivery.carrier import Carrier, Order
from noroshi.delivery.contract import Provider
from noroshi.delivery.engine import Engine, Fenced, Paused, run_batch
from noroshi.delivery.load import ParcelFor
from noroshi.delivery.retries import run_retries
from noroshi.jobs.names import TaskName, lock_on
from noroshi.jobs.payloads import RetryDeliveries, SendBatch
from noroshi.jobs.queue import defer, more_urgent_waits
from noroshi.kernel.errors import Invalid
from noroshi.storage import ledger
from noroshi.storage.book import StoredLedger
from noroshi.worker.duties.parcels import parcel_maker
from noroshi.worker.duties.tools import Toolbox

_log = logging.getLogger(__name__)
WHILE_NOT_SET_UP: Final = timedelta(minutes=1)
"""How long a batch waits when the provider's account is not set up, before it looks again."""
_LOOK_AROUND: Final = 1.0
"""Seconds between two looks whether something more urgent waits for a free worker."""


@dataclass(frozen=True, kw_only=True)
class _Prepared:
    """What the work on one batch needs, read once from the tables."""

    account: str
    provider: Provider
    parcels: ParcelFor
    priority: int


async def send_batch(tools: Toolbox, job: SendBatch) -> None:
    """Hand over everybody in the batch who has no outcome yet."""
    resume: datetime | None = None
    retry: datetime | None = None
    priority = 0
    try:
        prepared = await tools.call(partial(_prepare, tools, job.batch_id))
        priority = prepared.priority
        async with _engine(tools, job.batch_id, prepared) as engine:
            end = await run_batch(job.batch_id, engine)
        resume = end.until if isinstance(end, Paused) else None
        retry = end.next_retry_at
    except Fenced:
        pass  # another worker does the rest, or a correction has closed the batch: then it is over
    except Invalid as problem:
        _log.warning("batch %s waits: %s", job.batch_id, problem)
        resume = tools.context.clock.now() + WHILE_NOT_SET_UP
    await tools.call(partial(_after, tools, job, resume=resume, retry=retry, priority=priority))


async def retry_deliveries(tools: Toolbox, job: RetryDeliveries) -> None:
    """Try everybody of the batch whose next attempt is due."""
    later: datetime | None = None
    prepared = await tools.call(partial(_prepare, tools, job.batch_id))
    try:
        async with _engine(tools, job.batch_id, prepared) as engine:
            later = await run_retries(job.batch_id, engine)
    except Fenced:
        pass  # as above
    await tools.call(partial(_after, tools, job, resume=None, retry=later, priority=0))


def _prepare(tools: Toolbox, batch: int) -> _Prepared:
    dispatch = ledger.dispatch_of_batch(batch)
    return _Prepared(
        account=dispatch.provider,
        provider=tools.provider(dispatch.provider, current_plan().company.mail_from),
        parcels=parcel_maker(tools, dispatch),
        priority=ledger.job_priorities([batch])[batch],
    )


@asynccontextmanager
async def _engine(tools: Toolbox, batch: int, prepared: _Prepared) -> AsyncIterator[Engine]:
    order = (-prepared.priority, batch)
    async with tools.post.carrier(prepared.account, lambda: prepared.provider) as carrier:
        watch = _Watch(tools, carrier, order)
        async with watch.looking():
            yield Engine(
                ledger=StoredLedger(tools.context.clock, account=prepared.account),
                carrier=carrier,
                parcel_for=prepared.parcels,
                clock=tools.context.clock,
                order=order,
                should_stop=watch.should_stop,
                call=tools.call,
            )


class _Watch:
    """Looks whether a more urgent batch waits for a free place, and makes this one give way."""

    def __init__(self, tools: Toolbox, carrier: Carrier, order: Order) -> None:
        self._tools = tools
        self._carrier = carrier
        self._order = order
        self._outranked = False

    def should_stop(self) -> bool:
        """The worker ends, or this batch gives way."""
        return self._outranked or self._tools.should_stop()

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[None]:
        """Look each second, until the end of the block."""
        task = asyncio.create_task(self._look())
        try:
            yield
        finally:
            task.cancel()

    async def _look(self) -> None:
        while not self._outranked:
            await asyncio.sleep(_LOOK_AROUND)
            priority = -self._order[0]
            self._outranked = await self._tools.call(
                partial(more_urgent_waits, TaskName.SEND_BATCH, priority)
            )
        self._carrier.turns.leave(self._order)


def _after(
    tools: Toolbox,
    job: SendBatch | RetryDeliveries,
    *,
    resume: datetime | None,
    retry: datetime | None,
    priority: int,
) -> None:
    """Ask for what is left to do, and close the dispatch when nothing is."""
    if resume:
        _again(tools, SendBatch(batch_id=job.batch_id), resume, priority=priority)
    if retry:
        _again(tools, RetryDeliveries(batch_id=job.batch_id), retry, priority=-1)
    finish_dispatch(tools.context, job.batch_id)


def _again(
    tools: Toolbox, payload: SendBatch | RetryDeliveries, at: datetime, *, priority: int
) -> None:
    lock = lock_on(payload.task, payload.batch_id)
    defer(
        payload,
        at=at,
        clock=tools.context.clock,
        lock=lock,
        queueing_lock=lock,
        priority=priority,
    )
