"""One group of people: ask who may be sent to, send to them at once, and say what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from noroshi.delivery.contract import DeliveryFailed, Parcel, Session
from noroshi.delivery.ledger import Allowed, Recipient
from noroshi.domain.delivery import (
    Failure,
    FailureKind,
    Outcome,
    Reason,
    State,
    Tries,
    after_failure,
)

if TYPE_CHECKING:
    from noroshi.kernel.clock import Clock

STALE_AFTER: Final = timedelta(milliseconds=500)
"""A send never starts on an older answer than this to "may we?" (R16 allows one second)."""

ParcelFor = Callable[[Recipient], Parcel]
"""Makes one person's copy. Whatever it raises concerns that person only."""

Ask = Callable[[Sequence[int]], Allowed]
"""The ledger's ``allowed``, for one batch."""

_OFF_THE_LIST: Final = Outcome(state=State.SUPPRESSED, reason=Reason.NOT_ON_LIST)


@dataclass(frozen=True, kw_only=True)
class Errand:
    """What an attempt needs besides the people."""

    ask: Ask
    session: Session
    parcel_for: ParcelFor
    clock: Clock
    useful_until: datetime


@dataclass(frozen=True, kw_only=True)
class Attempted:
    """Everybody's outcome, accepted ones included, and the failures behind the others."""

    outcomes: Mapping[int, Outcome]
    failures: Sequence[Failure]


async def attempt(errand: Errand, before: Mapping[int, Tries]) -> Attempted:
    """Try everybody in ``before``, whose values count the attempts made earlier."""
    permission = _Permission(errand, list(before))
    places = asyncio.Semaphore(errand.session.width)
    failures: list[Failure] = []

    async def one(person: int, tries: Tries) -> tuple[int, Outcome]:
        async with places:
            verdict = await permission.verdict(person)
            if isinstance(verdict, Outcome):
                return person, replace(verdict, attempts=tries.attempts, doubtful=tries.doubtful)
            return person, await _hand_over(errand, verdict, tries, failures)

    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(one(*item)) for item in before.items()]
    return Attempted(outcomes=dict(task.result() for task in running), failures=failures)


class _Permission:
    """The ledger's answer for the group, asked again before it gets old."""

    def __init__(self, errand: Errand, people: Sequence[int]) -> None:
        self._errand = errand
        self._waiting = dict.fromkeys(people)
        self._answer = Allowed()
        self._asked_at: datetime | None = None
        self._lock = asyncio.Lock()

    async def verdict(self, person: int) -> Recipient | Outcome:
        async with self._lock:
            if self._stale():
                asked_at = self._errand.clock.now()
                self._answer = await asyncio.to_thread(self._errand.ask, list(self._waiting))
                self._asked_at = asked_at
            del self._waiting[person]
        allowed = self._answer.people.get(person)
        return allowed or self._answer.barred.get(person, _OFF_THE_LIST)

    def _stale(self) -> bool:
        if self._asked_at is None:
            return True
        return abs(self._errand.clock.now() - self._asked_at) > STALE_AFTER


async def _hand_over(
    errand: Errand, person: Recipient, tries: Tries, failures: list[Failure]
) -> Outcome:
    now_tried = replace(tries, attempts=tries.attempts + 1)
    failure = await _failure_of(errand, person)
    if failure is None:
        return Outcome(state=State.ACCEPTED, attempts=now_tried.attempts, doubtful=tries.doubtful)
    failures.append(failure)
    return after_failure(
        failure, now_tried, now=errand.clock.now(), useful_until=errand.useful_until
    )


async def _failure_of(errand: Errand, person: Recipient) -> Failure | None:
    try:
        parcel = errand.parcel_for(person)
    except DeliveryFailed as refused:
        return refused.failure
    except Exception as error:  # noqa: BLE001 (one person's bad data must not stop the others)
        return _not_rendered(error)
    try:
        await errand.session.deliver(parcel)
    except DeliveryFailed as refused:
        return refused.failure
    except Exception as error:  # noqa: BLE001 (isolation around a provider)
        detail = f"the provider's code failed: {type(error).__name__}"
        return Failure(kind=FailureKind.UNKNOWN, detail=detail, code="bug")
    return None


def _not_rendered(error: Exception) -> Failure:
    return Failure(
        kind=FailureKind.PERMANENT,
        detail=f"{type(error).__name__}: {error}"[:300],
        code="render",
        reason=Reason.NOT_RENDERED,
    )
