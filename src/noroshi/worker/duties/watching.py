"""Beside a batch under way: tell how its account answers, and give way to more urgent work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

from noroshi.actions.report_results import report_results
from noroshi.delivery.carrier import Carrier, Order
from noroshi.domain.channel import AT_RECEIVERS
from noroshi.domain.provider_account import Circuit, ProviderAccount
from noroshi.domain.routing.results import Results
from noroshi.jobs.names import TaskName
from noroshi.jobs.queue import more_urgent_waits
from noroshi.worker.duties.tools import Toolbox

_EVERY: Final = 1.0
"""Seconds between two looks."""


class Watch:
    """Whether a batch should stop between two groups. Make it with ``watching``."""

    def __init__(
        self, tools: Toolbox, carrier: Carrier, order: Order, account: ProviderAccount
    ) -> None:
        self._tools = tools
        self._carrier = carrier
        self._order = order
        self._account = account
        self._give_way = False

    def should_stop(self) -> bool:
        """The worker ends, the account is down, or something more urgent waits for a place."""
        return self._give_way or self._carrier.down or self._tools.should_stop()

    async def look_for_ever(self) -> None:
        """Look each second, until there is a reason to stop."""
        while not self._give_way:
            await asyncio.sleep(_EVERY)
            down = await self.report()
            if down:
                self._carrier.put_off()
            outranked = partial(more_urgent_waits, TaskName.SEND_BATCH, -self._order[0])
            self._give_way = down or await self._tools.call(outranked)
        self._carrier.turns.leave(self._order)

    async def report(self) -> bool:
        """Count what the account answered since the last look; whether it is taken as down."""
        results = self._carrier.results()
        if not results.attempts:
            return False
        if self._account.channel in AT_RECEIVERS:
            results = Results(accepted=results.accepted, permanent=results.permanent)
        told = partial(report_results, self._tools.context, self._account.name, results)
        return await self._tools.call(told) is Circuit.OPEN


@asynccontextmanager
async def watching(
    tools: Toolbox, carrier: Carrier, order: Order, *, account: ProviderAccount
) -> AsyncIterator[Watch]:
    """Watch until the end of the block; what was answered until then is counted."""
    carrier.down = False  # it was chosen a moment ago
    watch = Watch(tools, carrier, order, account)
    looking = asyncio.create_task(watch.look_for_ever())
    try:
        yield watch
        await watch.report()
    finally:
        looking.cancel()
