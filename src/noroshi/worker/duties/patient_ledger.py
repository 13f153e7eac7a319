"""The ledger with patience: while the database restarts, a batch waits instead of failing.

A failed batch would be taken up again with its last group in doubt, and its people written to a
second time. Every call of the ledger bears being repeated (noroshi.delivery.ledger).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from noroshi.delivery.ledger import Ledger
from noroshi.domain.delivery import Outcome
from noroshi.domain.fanout import Progress
from noroshi.domain.ledger import Allowed, Claim, RetryClaim
from noroshi.worker.threads import patiently


class PatientLedger:
    """Asks ``inner``, again and again while the database is away. For threads without a request."""

    def __init__(self, inner: Ledger) -> None:
        self._inner = inner

    def claim(self, batch: int) -> Claim | None:
        """See Ledger; so for all of these."""
        return patiently(lambda: self._inner.claim(batch))

    def allowed(self, batch: int, ids: Sequence[int]) -> Allowed:
        return patiently(lambda: self._inner.allowed(batch, ids))

    def started(self, claim: Claim, progress: Progress) -> bool:
        return patiently(lambda: self._inner.started(claim, progress))

    def done(self, claim: Claim, progress: Progress, exceptions: Mapping[int, Outcome]) -> bool:
        return patiently(lambda: self._inner.done(claim, progress, exceptions))

    def claim_retries(self, batch: int, now: datetime, most: int) -> RetryClaim | None:
        return patiently(lambda: self._inner.claim_retries(batch, now, most))

    def retry_started(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
        return patiently(lambda: self._inner.retry_started(claim, outcomes))

    def retry_done(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
        return patiently(lambda: self._inner.retry_done(claim, outcomes))
