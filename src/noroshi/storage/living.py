"""The ledger for a worker that may have been taken for dead without having heard of it.

A worker that was frozen, or cut off, is buried by the others, and its batches belong to them. It
hears of that at its next heartbeat; until then it must neither take a batch back nor begin anybody
else. What it has done already it may still say: the fence decides whether that counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection, transaction

from noroshi.domain.ledger import Allowed, Claim, RetryClaim
from noroshi.kernel.clock import Clock
from noroshi.storage.book import StoredLedger

# The lock keeps others from burying the worker between this look and the claim; a worker that
# freezes in between loses its connection, and the claim with it (noroshi.storage.connections).
_AM_I_COUNTED = "SELECT 1 FROM procrastinate_workers WHERE id = %s FOR KEY SHARE"


class TakenForDead(Exception):
    """The others have buried this worker; its work is theirs."""


class LivingLedger(StoredLedger):
    """``number`` tells under which number this process works; None where nobody counts workers.

    Its calls raise TakenForDead, where they would begin something, for a worker that is buried.
    """

    def __init__(self, clock: Clock, *, account: str, number: Callable[[], int | None]) -> None:
        super().__init__(clock, account=account)
        self._number = number

    def claim(self, batch: int) -> Claim | None:
        """See ``StoredLedger.claim``."""
        with transaction.atomic():
            self._must_be_counted()
            return super().claim(batch)

    def claim_retries(self, batch: int, now: datetime, most: int) -> RetryClaim | None:
        """See ``StoredLedger.claim_retries``."""
        with transaction.atomic():
            self._must_be_counted()
            return super().claim_retries(batch, now, most)

    def allowed(self, batch: int, ids: Sequence[int]) -> Allowed:
        """See ``StoredLedger.allowed``."""
        self._must_be_counted()
        return super().allowed(batch, ids)

    def _must_be_counted(self) -> None:
        number = self._number()
        if number is None:
            return
        with connection.cursor() as cursor:
            cursor.execute(_AM_I_COUNTED, [number])
            if cursor.fetchone() is None:
                raise TakenForDead
