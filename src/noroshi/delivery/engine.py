"""Works through one batch: intent durable before the act, outcome durable before the mark moves.

The order of the three calls per group is the whole guarantee:

    ledger.started(...)     durable: these people may have a copy from now on
    attempt(...)            ask who may be sent to, send, collect every outcome
    ledger.done(...)        durable: these people have an outcome; the mark moves

A crash between any two of them is repaired by the next claim (``noroshi.domain.fanout``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from noroshi.delivery.attempt import Errand, ParcelFor, attempt
from noroshi.domain.delivery import Failure, FailureKind, Outcome, State, Tries, backoff
from noroshi.domain.fanout import (
    INTERRUPTED,
    Finished,
    ListAsUnknown,
    Progress,
    Send,
    Sizes,
    begun,
    finished,
    next_step,
)

if TYPE_CHECKING:
    from noroshi.delivery.contract import Session
    from noroshi.delivery.ledger import Claim, Ledger
    from noroshi.kernel.clock import Clock


class Fenced(Exception):
    """Another worker has claimed the batch since; whatever we know now must not be stored."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """Everybody in the batch has an outcome, or there was nothing to do."""

    next_retry_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Paused:
    """Stopped between two groups; claim the batch again at ``until``."""

    until: datetime
    next_retry_at: datetime | None = None


def never() -> bool:
    """No reason to stop early."""
    return False


@dataclass(frozen=True, kw_only=True)
class Engine:
    """What the work on any batch needs. Knows no provider.

    ``should_stop`` is asked between groups, for a worker that is told to shut down.
    """

    ledger: Ledger
    session: Session
    parcel_for: ParcelFor
    clock: Clock
    sizes: Sizes = field(default_factory=Sizes)
    should_stop: Callable[[], bool] = never


async def run_batch(batch: int, engine: Engine) -> Done | Paused:
    """Send to everybody in the batch who has no outcome yet.

    Raises:
        Fenced: another worker took the batch over; this one has stopped.
    """
    claim = await asyncio.to_thread(engine.ledger.claim, batch)
    if claim is None:
        return Done()
    return await _Run(engine, claim).to_the_end()


class _Run:
    """One claim of one batch."""

    def __init__(self, engine: Engine, claim: Claim) -> None:
        self._engine = engine
        self._claim = claim
        self._progress = claim.progress
        self._next_retry_at: datetime | None = None
        self._errand = Errand(
            ask=lambda ids: engine.ledger.allowed(claim.batch, ids),
            session=engine.session,
            parcel_for=engine.parcel_for,
            clock=engine.clock,
            useful_until=claim.useful_until,
        )

    async def to_the_end(self) -> Done | Paused:
        while True:
            match next_step(self._progress, self._engine.sizes):
                case Finished():
                    return Done(next_retry_at=self._next_retry_at)
                case ListAsUnknown(lo=lo, hi=hi):
                    await self._store(hi, dict.fromkeys(self._members(lo, hi), INTERRUPTED))
                case Send() as send:
                    resume_at = await self._send(send)
                    if resume_at is not None:
                        return Paused(until=resume_at, next_retry_at=self._next_retry_at)

    async def _send(self, send: Send) -> datetime | None:
        """Send to one group; returns when to go on if that is not at once."""
        if self._engine.should_stop():
            return self._engine.clock.now()
        await self._store_start(begun(self._progress, send))
        people = self._members(send.lo, send.hi)
        tries = Tries(attempts=send.doubtful, doubtful=send.doubtful)
        tried = await attempt(self._errand, dict.fromkeys(people, tries))
        await self._store(send.hi, _exceptions(tried.outcomes))
        wait = breather(tried.failures, len(people))
        return self._engine.clock.now() + wait if wait and self._unfinished else None

    @property
    def _unfinished(self) -> bool:
        return self._progress.mark < self._progress.size

    def _members(self, lo: int, hi: int) -> Sequence[int]:
        return self._claim.members[lo:hi]

    async def _store_start(self, progress: Progress) -> None:
        if not await asyncio.to_thread(self._engine.ledger.started, self._claim, progress):
            raise Fenced
        self._progress = progress

    async def _store(self, hi: int, exceptions: Mapping[int, Outcome]) -> None:
        progress = finished(self._progress, hi)
        store = self._engine.ledger.done
        if not await asyncio.to_thread(store, self._claim, progress, exceptions):
            raise Fenced
        self._progress = progress
        self._next_retry_at = earliest(self._next_retry_at, exceptions)


def _exceptions(outcomes: Mapping[int, Outcome]) -> Mapping[int, Outcome]:
    return {
        person: outcome
        for person, outcome in outcomes.items()
        if outcome.state is not State.ACCEPTED
    }


def earliest(known: datetime | None, outcomes: Mapping[int, Outcome]) -> datetime | None:
    """The first of the next attempts, ``known`` included."""
    times = [outcome.next_attempt_at for outcome in outcomes.values()]
    return min((time for time in (*times, known) if time is not None), default=None)


_SHORTEST_BREATHER: Final = timedelta(seconds=10)
_FEW: Final = 5
"""So many refusals tell of the relay. One tells of one busy mailbox: groups of a second attempt
have a single person, and must not hold up everybody behind it for a minute."""


def breather(failures: Sequence[Failure], people: int) -> timedelta | None:
    """How long to leave a provider alone that refuses half of a group or more for now.

    Without it one outage of the relay would turn the whole audience into exceptions.
    """
    refused = [f for f in failures if f.kind in {FailureKind.THROTTLED, FailureKind.TEMPORARY}]
    if 2 * len(refused) < people or not refused:
        return None
    throttled = [f.retry_after or _SHORTEST_BREATHER for f in refused if _is_throttled(f)]
    if throttled:
        return max(throttled)
    return backoff(1) if people >= _FEW else None


def _is_throttled(failure: Failure) -> bool:
    return failure.kind is FailureKind.THROTTLED
