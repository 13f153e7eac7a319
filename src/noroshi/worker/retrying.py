"""When a job is tried again: a pure decision from the error and the tries so far."""

from __future__ import annotations

import asyncio
import logging

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.exceptions import ConnectorException, JobAborted
from procrastinate.jobs import Job

from noroshi.jobs.payloads import UnreadablePayload
from noroshi.kernel.errors import Refusal
from noroshi.storage.connections import is_connection_loss

_log = logging.getLogger(__name__)
TRIES = 8  # after 1, 2, 4 ... 64 s: about two minutes in all
_POINTLESS = (Refusal, UnreadablePayload)
_CUT = (asyncio.CancelledError, JobAborted)


class TryAgain(RetryDecision):
    """Another try; only tries that ``count`` bring the job nearer to being given up."""

    def __init__(self, *, after: int, count: bool = True) -> None:
        super().__init__(retry_in={"seconds": after})
        self.count = count


class Persistent(BaseRetryStrategy):
    """The retry strategy of every task.

    - cut off by a shutdown, or by a database that went away: again, as often as it takes
    - refused, or unreadable: never, it would end the same way
    - any other error: again after 1, 2, 4 ... seconds, then given up where people see it
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> TryAgain | None:
        """None gives the job up."""
        if isinstance(exception, _CUT):
            return TryAgain(after=0, count=False)
        if isinstance(exception, ConnectorException) or is_connection_loss(exception):
            return TryAgain(after=1, count=False)
        if isinstance(exception, _POINTLESS) or job.attempts + 1 >= TRIES:
            return None
        _log.warning(
            "%s failed and is tried again in %s s",
            job.task_name,
            2**job.attempts,
            exc_info=exception,
        )
        return TryAgain(after=2**job.attempts)


class OnlyIfCut(Persistent):
    """For ticks: the next one is due anyway, so an error is not worth another try."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> TryAgain | None:
        """None gives this tick up."""
        decision = super().get_retry_decision(exception=exception, job=job)
        return decision if decision and not decision.count else None
