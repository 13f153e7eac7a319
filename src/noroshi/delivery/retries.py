"""Later attempts for people whose first one was refused for now, or whose answer got lost."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from noroshi.delivery.attempt import Errand, attempt
from noroshi.delivery.engine import Engine, Fenced, earliest
from noroshi.domain.delivery import MOST_COPIES, Outcome, Reason, State, Tries
from noroshi.domain.fanout import INTERRUPTED

if TYPE_CHECKING:
    from noroshi.delivery.ledger import RetryClaim

MOST_AT_ONCE: Final = 200


async def run_retries(batch: int, engine: Engine) -> datetime | None:
    """Try everybody of the batch whose next attempt is due; returns when the next one will be.

    Raises:
        Fenced: another worker took these retries over.
    """
    now = engine.clock.now()
    claim = await asyncio.to_thread(engine.ledger.claim_retries, batch, now, MOST_AT_ONCE)
    next_at: datetime | None = None
    while claim is not None:
        results = await _retry(claim, engine)
        next_at = earliest(next_at, results)
        if engine.should_stop():
            return now
        claim = await asyncio.to_thread(engine.ledger.claim_retries, batch, now, MOST_AT_ONCE)
    return next_at


async def _retry(claim: RetryClaim, engine: Engine) -> Mapping[int, Outcome]:
    hopeless = {person: INTERRUPTED for person, was in claim.due.items() if _hopeless(was)}
    hopeful = {person: was for person, was in claim.due.items() if person not in hopeless}
    begins = {person: _beginning(was) for person, was in hopeful.items()}
    if not await asyncio.to_thread(engine.ledger.retry_started, claim, begins):
        raise Fenced
    earlier = {
        person: Tries(attempts=was.attempts, doubtful=was.doubtful)
        for person, was in hopeful.items()
    }
    tried = await attempt(_errand(claim, engine), earlier)
    results = {**tried.outcomes, **hopeless}
    if not await asyncio.to_thread(engine.ledger.retry_done, claim, results):
        raise Fenced
    return results


def _hopeless(was: Outcome) -> bool:
    """Whether one more attempt might become a third copy."""
    return was.doubtful >= MOST_COPIES


def _beginning(was: Outcome) -> Outcome:
    """What is stored before the attempt: if the worker stops now, it may have been a copy."""
    return replace(
        was,
        state=State.SENDING,
        reason=Reason.DELAYED,
        attempts=was.attempts + 1,
        doubtful=was.doubtful + 1,
        next_attempt_at=None,
    )


def _errand(claim: RetryClaim, engine: Engine) -> Errand:
    return Errand(
        ask=lambda ids: engine.ledger.allowed(claim.batch, ids),
        session=engine.session,
        parcel_for=engine.parcel_for,
        clock=engine.clock,
        useful_until=claim.useful_until,
    )
