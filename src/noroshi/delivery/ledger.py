"""What the engine asks of the ledger. The storage ring's functions are shaped to fit.

Every call is synchronous, is one transaction, and is durable when it returns; the engine calls it
from a thread. Calls that change something are safe to repeat after a lost answer: positions are
absolute, and exceptions replace what was stored for the same person.

The fence: each claim raises the batch's ``run`` and every later write says
``WHERE id = ? AND run = ?``. Zero rows changed means another worker took over: the call returns
False and the engine stops at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from noroshi.domain.ledger import Allowed, Claim, Recipient, RetryClaim

if TYPE_CHECKING:
    from noroshi.domain.delivery import Outcome
    from noroshi.domain.fanout import Progress

__all__ = ["Allowed", "Claim", "Ledger", "Recipient", "RetryClaim"]


class Ledger(Protocol):
    """The durable record of who got what."""

    def claim(self, batch: int) -> Claim | None:
        """Take the batch over: ``run = run + 1``. None when it is done or cancelled."""
        ...

    def allowed(self, batch: int, ids: Sequence[int]) -> Allowed:
        """Who of ``ids`` may be sent to at this moment, as committed by everybody else.

        Somebody named in neither part counts as no longer on the list.
        """
        ...

    def started(self, claim: Claim, progress: Progress) -> bool:
        """Store ``started`` and ``repeated``. False when fenced off."""
        ...

    def done(self, claim: Claim, progress: Progress, exceptions: Mapping[int, Outcome]) -> bool:
        """Store ``mark`` and the exceptions in one transaction; the batch is done when ``mark``
        reaches ``size``. False when fenced off."""
        ...

    def claim_retries(self, batch: int, now: datetime, most: int) -> RetryClaim | None:
        """Take over at most ``most`` exceptions that are queued with ``next_attempt_at <= now``,
        or in state sending because an earlier retry stopped. Raises its own counter
        ``retry_run``, which fences retries only. None when there are none."""
        ...

    def retry_started(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
        """Store that these people's next attempt begins (state sending). False when fenced."""
        ...

    def retry_done(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
        """Store what came of it; an accepted one stops being an exception. False when fenced."""
        ...
