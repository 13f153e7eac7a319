"""One group of people on its way: who is still to begin, who is under way, and what came of it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from noroshi.delivery.contract import RECEIVER_BUSY, DeliveryFailed, Parcel
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

STALE_AFTER: Final = 0.5
"""Seconds. A send never starts on an older answer than this to "may we?" (R16 allows one second)."""

STRAGGLER_AFTER: Final = 2.0
"""Seconds. So long a group waits for its last answers, before they are listed and it moves on."""

_LOOK_AFTER: Final = 0.25

LEASE: Final = timedelta(minutes=11)
"""How long a straggler's answer is waited for; longer than any answer may take (RFC 5321,
4.5.3.2.6: ten minutes). Only afterwards may somebody else try again."""

ParcelFor = Callable[[Recipient], Parcel]
"""Makes one person's copy. Whatever it raises concerns that person only."""

Ask = Callable[[Sequence[int]], Awaitable[Allowed]]
"""The ledger's ``allowed`` for one batch, asked from a thread."""

Late = Callable[[int, datetime, Outcome], None]
"""A straggler's outcome: person, lease, outcome."""

_BUSY_WAIT: Final = timedelta(seconds=5)
_OFF_THE_LIST: Final = Outcome(state=State.SUPPRESSED, reason=Reason.NOT_ON_LIST)
_FIRST: Final = Tries(attempts=0)


def first_attempts(people: Sequence[int]) -> dict[int, Tries]:
    """Nobody of them has been tried before."""
    return dict.fromkeys(people, _FIRST)


def nothing() -> None:
    """Nobody needs to be told."""


@dataclass(frozen=True, kw_only=True)
class Errand:
    """What a load needs besides its people. ``ticks`` counts seconds on the machine."""

    ask: Ask
    late: Late
    parcel_for: ParcelFor
    clock: Clock
    ticks: Callable[[], float]
    useful_until: datetime


@dataclass(frozen=True, kw_only=True)
class Pace:
    """When copies may start, for an account with a rate: at ``start`` and each ``interval`` after
    it; both in seconds, on the errand's ticks."""

    start: float
    interval: float


class Load:
    """A group that a ``Carrier`` hands to its session, one parcel at a time."""

    def __init__(
        self,
        errand: Errand,
        before: Mapping[int, Tries],
        *,
        allowed: Allowed,
        asked_at: float,
        pace: Pace | None = None,
    ) -> None:
        self.finished = asyncio.Event()
        self.accepted: list[int] = []
        self.outcomes: dict[int, Outcome] = {}
        self.failures: list[Failure] = []
        self.wake: Callable[[], None] = nothing
        self._errand = errand
        self._before = before
        self._allowed = allowed
        self._asked_at = asked_at
        self._asking: asyncio.Task[None] | None = None
        self._broken: BaseException | None = None
        self._waiting = deque(before)
        self._under_way: set[int] = set()
        self._leases: dict[int, datetime] = {}
        self._moved_at = asked_at
        self._next_start = pace.start if pace else 0.0
        self._interval = pace.interval if pace else 0.0

    @property
    def all_begun(self) -> bool:
        """Nobody waits to be begun any more."""
        return not self._waiting

    def take(self, now: float) -> Parcel | None:
        """The next copy that may start at ``now``; None when there is none at the moment."""
        while self._waiting:
            if now < self._next_start:
                return None
            if now - self._asked_at > STALE_AFTER:
                self._ask_again()
                return None
            parcel = self._parcel(self._waiting.popleft())
            if parcel is not None:
                self._under_way.add(parcel.recipient_id)
                self._next_start = max(self._next_start, now - self._interval) + self._interval
                return parcel
        self._check_end()
        return None

    def starts_in(self, now: float) -> float:
        """Seconds until the pace lets the next copy start."""
        return max(0.0, self._next_start - now) if self._waiting else 0.0

    def settle(self, parcel: Parcel, failure: DeliveryFailed | None) -> None:
        """What came of a copy that was taken."""
        person = parcel.recipient_id
        lease = self._leases.pop(person, None)
        if lease is not None:
            self._errand.late(person, lease, self._outcome(person, failure))
            return
        self._under_way.discard(person)
        self._moved_at = self._errand.ticks()
        if failure is None:
            self.accepted.append(person)  # nearly everybody: nothing is made of it but a count
        else:
            self.outcomes[person] = self._outcome(person, failure)
        if not self._under_way:
            self._check_end()

    async def wait(self) -> None:
        """Until everybody has an outcome; stragglers are listed as under way.

        Raises:
            Exception: what the ledger raised when it was asked again who may be sent to.
        """
        while not self.finished.is_set():
            try:
                # Not wait_for: in some releases it swallows a cancellation of ours.
                async with asyncio.timeout(_LOOK_AFTER):
                    await self.finished.wait()
            except TimeoutError:
                self._leave_stragglers()
        if self._broken is not None:
            raise self._broken

    def put_off(self) -> None:
        """The account is down: whoever has not begun is left to another attempt, soon."""
        for person in self._waiting:
            self.outcomes[person] = self._a_little_later(self._before[person])
        self.give_up()
        self._check_end()

    def give_up(self) -> None:
        """Begin nobody any more: the batch is not ours, or the worker stops."""
        self._waiting.clear()
        if self._asking is not None:
            self._asking.cancel()

    # --- inside --------------------------------------------------------------------------------

    def _parcel(self, person: int) -> Parcel | None:
        to = self._allowed.people.get(person)
        if to is None:
            barred = self._allowed.barred.get(person, _OFF_THE_LIST)
            tries = self._before[person]
            self.outcomes[person] = replace(
                barred, attempts=tries.attempts, doubtful=tries.doubtful
            )
            return None
        try:
            return self._errand.parcel_for(to)
        except DeliveryFailed as refused:
            failure = refused
        except Exception as error:  # noqa: BLE001 (one person's bad data must not stop the others)
            failure = _not_rendered(error)
        self.outcomes[person] = self._outcome(person, failure)
        return None

    def _outcome(self, person: int, failed: DeliveryFailed | None) -> Outcome:
        before = self._before[person]
        tries = Tries(attempts=before.attempts + 1, doubtful=before.doubtful)
        if failed is None:
            return Outcome(state=State.ACCEPTED, attempts=tries.attempts, doubtful=tries.doubtful)
        failure = failed.failure
        if failure.code == RECEIVER_BUSY:
            return self._a_little_later(before)
        self.failures.append(failure)
        return after_failure(
            failure,
            tries,
            now=self._errand.clock.now(),
            useful_until=self._errand.useful_until,
        )

    def _a_little_later(self, before: Tries) -> Outcome:
        """Nothing was tried: too many of our own copies were on their way to that receiver."""
        return Outcome(
            state=State.QUEUED,
            reason=Reason.DELAYED,
            attempts=before.attempts,
            doubtful=before.doubtful,
            next_attempt_at=self._errand.clock.now() + _BUSY_WAIT,
        )

    def _check_end(self) -> None:
        if not self._waiting and not self._under_way:
            self.finished.set()

    def _leave_stragglers(self) -> None:
        late = self._errand.ticks() - self._moved_at > STRAGGLER_AFTER
        if not late or self._waiting or not self._under_way:
            return
        lease = self._errand.clock.now() + LEASE
        for person in self._under_way:
            before = self._before[person]
            self._leases[person] = lease
            self.outcomes[person] = Outcome(
                state=State.SENDING,
                reason=Reason.NO_ANSWER,
                attempts=before.attempts + 1,
                doubtful=before.doubtful + 1,
                next_attempt_at=lease,
            )
        self._under_way.clear()
        self.finished.set()

    def _ask_again(self) -> None:
        if self._asking is None:
            self._asking = asyncio.create_task(self._refresh())

    async def _refresh(self) -> None:
        asked_at = self._errand.ticks()
        try:
            self._allowed = await self._errand.ask(list(self._waiting))
        except Exception as error:  # noqa: BLE001 (whoever waits for the load raises it)
            self._broken = error
            self._waiting.clear()
            self.finished.set()
            return
        self._asked_at = asked_at
        self._asking = None  # an answer that took too long is asked for again at once
        self.wake()


def _not_rendered(error: Exception) -> DeliveryFailed:
    detail = f"{type(error).__name__}: {error}"[:300]
    return DeliveryFailed(FailureKind.PERMANENT, detail, code="render", reason=Reason.NOT_RENDERED)
