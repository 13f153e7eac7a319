"""What the engine asks of the ledger. The storage ring's functions are shaped to fit.

Every call is synchronous, is one transaction, and is durable when it returns; the engine calls it
from a thread. Calls that change something are safe to repeat after a lost answer: positions are
absolute, and exceptions replace what was stored for the same person.

The fence: each claim raises the batch's ``run`` and every later write says
``WHERE id = ? AND run = ?``. Zero rows changed means another worker took over: the call returns
None or False and the engine stops at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from noroshi.domain.ledger import Allowed, Answer, Claim, Recipient, RetryClaim

if TYPE_CHECKING:
    from noroshi.domain.delivery import Outcome
    from noroshi.domain.fanout import Progress

__all__ = ["Allowed", "Answer", "Claim", "Ledger", "Recipient", "RetryClaim"]


class Ledger(Protocol):
    """The durable record of who got what."""

    def claim(self, batch: int) -> Claim | None:
        """Take the batch over: ``run = run + 1``. None when it is done, paused or cancelled."""
        ...

    def advance(
        self,
        claim: Claim,
        progress: Progress,
        exceptions: Mapping[int, Outcome] | None = None,
        *,
        ask: Sequence[int] = (),
    ) -> Answer | None:
        """Store the positions and the exceptions below ``mark``, and answer who of ``ask`` may be
        sent to as committed by everybody else; the batch is done when ``mark`` reaches ``size``.

        One call for "that group is done" and "this group begins" at once. None when fenced off.
        """
        ...

    def allowed(self, batch: int, ids: Sequence[int]) -> Allowed:
        """Who of ``ids`` may be sent to at this moment.

        Somebody named in neither part counts as no longer on the list.
        """
        ...

    def settle_late(self, batch: int, person: int, lease: datetime, outcome: Outcome) -> bool:
        """Store the outcome of a straggler that was listed as sending until ``lease``.

        False when it was given to somebody else meanwhile.
        """
        ...

    def claim_retries(self, batch: int, now: datetime, most: int) -> RetryClaim | None:
        """Take over at most ``most`` exceptions that are queued with ``next_attempt_at <= now``,
        or in state sending because an earlier attempt stopped. Raises its own counter
        ``retry_run``, which fences retries only. None when there are none."""
        ...

    def retry_started(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
        """Store that these people's next attempt begins (state sending). False when fenced."""
        ...

    def retry_done(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
        """Store what came of it; an accepted one stops being an exception. False when fenced."""
        ...
