"""Later attempts for people whose first one was refused for now, or whose answer got lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from noroshi.delivery.engine import Engine, Fenced, earliest
from noroshi.delivery.load import Load
from noroshi.domain.delivery import MOST_COPIES, Outcome, Reason, State, Tries
from noroshi.domain.fanout import INTERRUPTED

if TYPE_CHECKING:
    from noroshi.delivery.ledger import RetryClaim

MOST_AT_ONCE: Final = 100


async def run_retries(batch: int, engine: Engine) -> datetime | None:
    """Try everybody of the batch whose next attempt is due; returns when the next one will be.

    Raises:
        Fenced: another worker took these retries over.
    """
    now = engine.clock.now()
    turns = engine.carrier.turns
    most = min(MOST_AT_ONCE, engine.sizes.group)  # a probe must not cost a hundred people
    next_at: datetime | None = None
    while True:
        if not await turns.take(engine.order):
            return now
        try:
            claim = await engine.call(lambda: engine.ledger.claim_retries(batch, now, most))
            if claim is None:
                return next_at
            next_at = earliest(next_at, await _retry(claim, engine))
        finally:
            turns.give_back()
        if engine.should_stop() or engine.most_groups is not None:
            return now


async def _retry(claim: RetryClaim, engine: Engine) -> Mapping[int, Outcome]:
    hopeless = {person: INTERRUPTED for person, was in claim.due.items() if _hopeless(was)}
    hopeful = {person: was for person, was in claim.due.items() if person not in hopeless}
    begins = {person: _beginning(was) for person, was in hopeful.items()}
    if not await engine.call(lambda: engine.ledger.retry_started(claim, begins)):
        raise Fenced
    tried = await _attempt(claim, engine, hopeful) if hopeful else {}
    results = {**tried, **hopeless}
    if not await engine.call(lambda: engine.ledger.retry_done(claim, results)):
        raise Fenced
    return results


async def _attempt(
    claim: RetryClaim, engine: Engine, hopeful: Mapping[int, Outcome]
) -> Mapping[int, Outcome]:
    """Everybody's outcome, accepted ones included."""
    pace = await engine.pace(len(hopeful))
    asked_at = engine.ticks()
    people = list(hopeful)
    allowed = await engine.call(lambda: engine.ledger.allowed(claim.batch, people))
    load = Load(
        engine.errand(claim.batch, claim.useful_until),
        {
            person: Tries(attempts=was.attempts, doubtful=was.doubtful)
            for person, was in hopeful.items()
        },
        allowed=allowed,
        asked_at=asked_at,
        pace=pace,
    )
    engine.carrier.add(load, engine.order)
    try:
        await load.wait()
    finally:
        engine.carrier.remove(load)
    return load.outcomes | dict.fromkeys(load.accepted, Outcome(state=State.ACCEPTED))


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
