"""The built-in checks: this process takes turns with all others, each check is one's at a time.

It runs beside the queues, because a queue full of mail must not keep it from looking.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from noroshi.actions.context import Context
from noroshi.actions.lease_checks import Turn, follow_plan, lease_checks
from noroshi.actions.note_check import note_check
from noroshi.actions.queries.plan import plan_or_none
from noroshi.domain.checks import Result
from noroshi.net.probing import Prober
from noroshi.worker.threads import in_thread

AT_ONCE: Final = 32
"""Looks under way in one process."""

_EVERY: Final = 1.0
_FOLLOW_EVERY: Final = 3_600.0
_log = logging.getLogger(__name__)


class Watchman:
    """Looks whenever it is a check's turn. ``watch_for_ever`` is cancelled to end it."""

    def __init__(self, context: Context, prober: Prober, *, every: float = _EVERY) -> None:
        self._context = context
        self._prober = prober
        self._every = every
        self._followed = -1
        self._followed_at = 0.0
        self._under_way: set[asyncio.Task[None]] = set()

    async def watch_for_ever(self) -> None:
        """Take turns until cancelled; what goes wrong is logged, and the next turn comes."""
        try:
            while True:
                try:
                    await self.take_turns()
                except Exception:  # noqa: BLE001 - this is the runner of checks
                    _log.exception("the checks could not be run, trying again")
                await asyncio.sleep(self._every)
        finally:
            for task in self._under_way:
                task.cancel()

    async def take_turns(self) -> int:
        """Begin to look at everything whose turn it is; how many."""
        free = AT_ONCE - len(self._under_way)
        now = asyncio.get_running_loop().time()
        turns = await in_thread(lambda: self._turns(free, now))
        for turn in turns:
            task = asyncio.create_task(self._look(turn))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return len(turns)

    async def finish(self) -> None:
        """Wait for the looks that are under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def _turns(self, most: int, now: float) -> list[Turn]:
        plan = plan_or_none()
        version = plan.version if plan else 0
        if version != self._followed or now - self._followed_at > _FOLLOW_EVERY:
            self._followed, self._followed_at = follow_plan(self._context), now
        return lease_checks(self._context, most=most)

    async def _look(self, turn: Turn) -> None:
        _row, _holder, check = turn
        try:
            found = await self._prober.look(check)
            result = Result(
                at=self._context.clock.now(),
                took=found.took,
                fault=found.fault,
                detail=found.detail,
                certificate_until=found.certificate_until,
            )
            await in_thread(lambda: note_check(self._context, turn, result))
        except Exception:  # noqa: BLE001 - one check must not stop the others
            _log.exception("check %s could not be finished; its turn comes again", check.key)
