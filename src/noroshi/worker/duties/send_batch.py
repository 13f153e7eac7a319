"""Send one batch of the ledger, or try again what was refused for now."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from noroshi.actions.choose_account import AllDown, choose_account
from noroshi.actions.finish_dispatch import finish_dispatch
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.provider_accounts import candidates_of
from noroshi.actions.queries.sending import may_send
from noroshi.delivery.engine import Done, End, Engine, Fenced, Paused, run_batch
from noroshi.delivery.load import Pace, ParcelFor
from noroshi.delivery.retries import run_retries
from noroshi.domain.channel import AT_RECEIVERS, Channel
from noroshi.domain.fanout import GROUP_SIZE, Sizes
from noroshi.domain.provider_account import Circuit, ProviderAccount
from noroshi.domain.verdict import No
from noroshi.jobs.names import lock_on
from noroshi.jobs.payloads import RetryDeliveries, SendBatch
from noroshi.jobs.queue import defer
from noroshi.kernel.errors import Invalid
from noroshi.storage import ledger
from noroshi.storage.living import LivingLedger, TakenForDead
from noroshi.storage.pacing import portion, reserve
from noroshi.worker.duties.parcels import parcel_maker
from noroshi.worker.duties.tools import Toolbox
from noroshi.worker.duties.watching import watching
from noroshi.worker.identity import IDENTITY

_log = logging.getLogger(__name__)
WHILE_NOT_SET_UP: Final = timedelta(minutes=1)
"""How long a batch waits when the provider's account is not set up, before it looks again."""
_KEPT_TEXT: Final = 10.0
_KEPT_LEAVE: Final = 4.0
_KEPT_ACCOUNT: Final = 1.0
"""Seconds for which a compiled text, the leave to send, and the choice of an account need not be
asked for again."""
_TICKETS: Final = 128
"""Shares are kept to within a 128th."""
_NEXT_ACCOUNT: Final = timedelta(seconds=5)
"""How soon a batch is given to an account again where there is another one."""
_PROBE: Final = 5
"""So many people find out whether an account works again that was taken as down."""


@dataclass(frozen=True, kw_only=True)
class _Prepared:
    """What the work on one batch needs, read from the tables."""

    account: ProviderAccount
    sender: str
    parcels: ParcelFor
    priority: int


class _MayNotSend(Exception):
    """This installation is not the one that sends (R11)."""


async def send_batch(tools: Toolbox, job: SendBatch) -> None:
    """Hand over everybody in the batch who has no outcome yet."""
    end = await _work(tools, job.batch_id, run_batch)
    resume = end.until if isinstance(end, Paused) else None
    retry = None if end is None else end.next_retry_at
    await tools.call(partial(_after, tools, job.batch_id, resume=resume, retry=retry))


async def retry_deliveries(tools: Toolbox, job: RetryDeliveries) -> None:
    """Try everybody of the batch whose next attempt is due."""

    async def retries(batch: int, engine: Engine) -> Done:
        return Done(next_retry_at=await run_retries(batch, engine))

    end = await _work(tools, job.batch_id, retries)
    if isinstance(end, Paused):
        retry: datetime | None = end.until
    else:
        retry = None if end is None else end.next_retry_at
    await tools.call(partial(_after, tools, job.batch_id, resume=None, retry=retry))


async def _work(
    tools: Toolbox, batch: int, run: Callable[[int, Engine], Awaitable[End]]
) -> End | None:
    """Do it now, or say when to try again; None when somebody else has the batch."""
    now = tools.context.clock.now()
    try:
        prepared = await tools.call(partial(_prepare, tools, batch))
        async with _engine(tools, batch, prepared) as engine:
            end = await run(batch, engine)
        return await _sooner_elsewhere(tools, prepared.account, end)
    except (Fenced, TakenForDead):
        return None  # another worker does the rest, or a correction has closed it: it is over
    except AllDown as down:
        return Paused(until=down.retry_at)
    except (Invalid, _MayNotSend) as problem:
        _log.warning("batch %s waits: %s", batch, problem)
        return Paused(until=now + WHILE_NOT_SET_UP)


async def _sooner_elsewhere(tools: Toolbox, account: ProviderAccount, end: End) -> End:
    """A batch whose account must be left alone need not wait where another account works (R6)."""
    if not isinstance(end, Paused):
        return end
    others = await tools.call(partial(_others_work, tools, account))
    soon = tools.context.clock.now() + _NEXT_ACCOUNT
    return replace(end, until=min(end.until, soon)) if others else end


def _others_work(tools: Toolbox, account: ProviderAccount) -> bool:
    return any(
        each.account.enabled
        and each.account.name != account.name
        and each.standing.circuit is not Circuit.OPEN
        for each in candidates_of(tools.context, account.channel)
    )


def _prepare(tools: Toolbox, batch: int) -> _Prepared:
    verdict = tools.kept.get("leave", lambda: may_send(tools.context), seconds=_KEPT_LEAVE)
    if isinstance(verdict, No):
        raise _MayNotSend(verdict.reason["en"])
    dispatch, priority = ledger.work_on(batch)
    return _Prepared(
        account=_account(tools, dispatch.channel, batch),
        sender=tools.kept.get("sender", _sender, seconds=_KEPT_TEXT),
        parcels=tools.kept.get(
            dispatch.id, lambda: parcel_maker(tools, dispatch), seconds=_KEPT_TEXT
        ),
        priority=priority,
    )


def _account(tools: Toolbox, channel: Channel, batch: int) -> ProviderAccount:
    ticket = batch % _TICKETS
    key = (channel, ticket)
    account = tools.kept.get(
        key, lambda: choose_account(tools.context, channel, ticket=ticket), seconds=_KEPT_ACCOUNT
    )
    if account.is_probe:
        tools.kept.forget(key)  # one batch finds out, not all of this second
    return account


def _sender() -> str:
    return current_plan().company.mail_from


@asynccontextmanager
async def _engine(tools: Toolbox, batch: int, prepared: _Prepared) -> AsyncIterator[Engine]:
    account, order = prepared.account, (-prepared.priority, batch)
    key = (account.name, account.version, prepared.sender)
    opened = partial(tools.through, account, prepared.sender)  # reads its secrets from the tables
    rate = account.rate_per_second
    group = min(GROUP_SIZE, portion(rate), _PROBE if account.is_probe else GROUP_SIZE)
    async with (
        tools.post.carrier(key, lambda: tools.call(opened)) as carrier,
        watching(tools, carrier, order, account=account) as watch,
    ):
        yield Engine(
            ledger=LivingLedger(tools.context.clock, account=account.name, number=IDENTITY.tell),
            carrier=carrier,
            parcel_for=prepared.parcels,
            clock=tools.context.clock,
            sizes=Sizes(group=group),
            order=order,
            most_groups=1 if account.is_probe else None,
            receivers_vary=account.channel in AT_RECEIVERS,
            should_stop=watch.should_stop,
            pace=partial(_pace, tools, account),
            call=tools.call,
        )


async def _pace(tools: Toolbox, account: ProviderAccount, count: int) -> Pace | None:
    rate = account.rate_per_second
    if rate is None:
        return None
    slot = await tools.call(partial(reserve, account.name, count, rate=rate))
    start = time.monotonic() + slot.starts_in.total_seconds()
    return Pace(start=start, interval=slot.interval.total_seconds())


def _after(tools: Toolbox, batch: int, *, resume: datetime | None, retry: datetime | None) -> None:
    """Ask for what is left to do, and close the dispatch when nothing is."""
    if resume:
        _again(tools, SendBatch(batch_id=batch), resume)
    if retry:
        _again(tools, RetryDeliveries(batch_id=batch), retry)
    finish_dispatch(tools.context, batch)


def _again(tools: Toolbox, payload: SendBatch | RetryDeliveries, at: datetime) -> None:
    fresh = isinstance(payload, SendBatch)
    batch = payload.batch_id
    lock = lock_on(payload.task, batch)
    defer(
        payload,
        at=at,
        clock=tools.context.clock,
        lock=lock,
        queueing_lock=lock,
        # Second attempts go behind first ones.
        priority=ledger.job_priorities([batch])[batch] if fresh else -1,
    )
