"""Works through one batch: intent durable before the act, outcome durable before the mark moves.

For each group of people:

    ledger.advance(started = ..., ask = group)   durable: these may have a copy from now on
    carrier.add(load)                            the session takes their parcels and sends them
    ledger.advance(mark = ..., exceptions)       durable: these have an outcome

The last call of one group is the first of the next but one, so that a group costs one transaction,
and the next group waits on the wire while the ledger is asked. A crash between any two steps is
repaired by the next claim (``noroshi.domain.fanout``).
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from noroshi.delivery.load import Errand, Load, Pace, ParcelFor, first_attempts
from noroshi.domain.delivery import Failure, FailureKind, Outcome, Tries, backoff
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
    from noroshi.delivery.carrier import Carrier, Order
    from noroshi.delivery.ledger import Answer, Claim, Ledger
    from noroshi.kernel.clock import Clock

T = TypeVar("T")


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


@dataclass(frozen=True, kw_only=True)
class Held:
    """A person paused the dispatch: whoever resumes it asks for the batch again."""

    next_retry_at: datetime | None = None


End = Done | Paused | Held


def never() -> bool:
    """No reason to stop early."""
    return False


async def at_once(_count: int) -> Pace | None:
    """No rate to keep: everybody may start now."""
    return None


class OffLoop(Protocol):
    """Runs a call of the ledger in a thread."""

    async def __call__(self, work: Callable[[], T]) -> T:
        """The call's result, or what it raised."""
        ...


async def in_any_thread(work: Callable[[], T]) -> T:
    """In one of the event loop's own threads."""
    return await asyncio.to_thread(work)


@dataclass(frozen=True, kw_only=True)
class Engine:
    """What the work on any batch needs. Knows no provider.

    ``most_groups`` ends the work early, for an account that is only probed. ``receivers_vary``:
    each has a server of its own, so that refusals by many are no reason to pause. ``should_stop``
    is asked between groups, for a worker that shuts down or has something more urgent to do.
    ``pace`` reserves starts for so many people. ``call`` runs the ledger's calls in a thread.
    ``ticks`` counts seconds on the machine.
    """

    ledger: Ledger
    carrier: Carrier
    parcel_for: ParcelFor
    clock: Clock
    sizes: Sizes = field(default_factory=Sizes)
    order: Order = (0, 0)
    most_groups: int | None = None
    receivers_vary: bool = False
    should_stop: Callable[[], bool] = never
    pace: Callable[[int], Awaitable[Pace | None]] = at_once
    call: OffLoop = in_any_thread
    ticks: Callable[[], float] = time.monotonic

    def errand(self, batch: int, useful_until: datetime) -> Errand:
        """What the loads of a batch need."""

        async def settle_late(person: int, lease: datetime, outcome: Outcome) -> None:
            await self.call(lambda: self.ledger.settle_late(batch, person, lease, outcome))

        def late(person: int, lease: datetime, outcome: Outcome) -> None:
            self.carrier.in_background(settle_late(person, lease, outcome))

        return Errand(
            ask=lambda ids: self.call(lambda: self.ledger.allowed(batch, ids)),
            late=late,
            parcel_for=self.parcel_for,
            clock=self.clock,
            ticks=self.ticks,
            useful_until=useful_until,
        )


async def run_batch(batch: int, engine: Engine) -> End:
    """Send to everybody in the batch who has no outcome yet.

    Raises:
        Fenced: another worker took the batch over; this one has stopped.
    """
    turns = engine.carrier.turns
    if not await turns.take(engine.order):
        return Paused(until=engine.clock.now())
    if engine.should_stop():
        turns.give_back()
        return Paused(until=engine.clock.now())
    try:
        claim = await engine.call(lambda: engine.ledger.claim(batch))
    except BaseException:
        turns.give_back()
        raise
    if claim is None:
        turns.give_back()
        return Done()
    run = _Run(engine, claim)
    try:
        return await run.to_the_end()
    finally:
        run.leave()


@dataclass(frozen=True, kw_only=True)
class _Open:
    """A group that is on the wire."""

    send: Send
    load: Load


class _Run:
    """One claim of one batch. Holds one turn from the start, and a second one where it is free.

    Everybody below ``_mark`` has an outcome; what of it is not durable yet is in ``_stored``'s
    difference and in ``_unstored``. Above it come the people of the open groups.
    """

    def __init__(self, engine: Engine, claim: Claim) -> None:
        self._engine = engine
        self._claim = claim
        self._stored = claim.progress
        self._mark = claim.progress.mark
        self._unstored: dict[int, Outcome] = {}
        self._open: deque[_Open] = deque()
        self._turns = 1
        self._next_retry_at: datetime | None = None
        self._errand = engine.errand(claim.batch, claim.useful_until)
        self._begun_at = 0.0
        self._groups = 0

    async def to_the_end(self) -> End:
        """Work until the batch is done, or there is a reason to stop."""
        stop: timedelta | Held | None = None
        while stop is None:
            match next_step(self._ahead, self._sizes):
                case Finished():
                    break
                case ListAsUnknown(lo=lo, hi=hi):
                    await self._list_as_unknown(lo, hi)
                case Send() as send:
                    stop = await self._make_room(send)
                    if stop is None:
                        stop = await self._begin(send)
        return await self._end(stop)

    def leave(self) -> None:
        """Begin nobody any more, and let others have the turns. Also after an error."""
        for each in self._open:
            self._engine.carrier.remove(each.load)
        self._give_back_turns()

    async def _end(self, stop: timedelta | Held | None) -> End:
        later = await self._finish_open()
        if self._unstored or self._stored.mark != self._mark:
            await self._advance(self._recordable)
        if self._mark == self._claim.progress.size:
            return Done(next_retry_at=self._next_retry_at)
        if isinstance(stop, Held):
            return Held(next_retry_at=self._next_retry_at)
        wait = max(stop or timedelta(0), later or timedelta(0))
        return Paused(until=self._engine.clock.now() + wait, next_retry_at=self._next_retry_at)

    @property
    def _sizes(self) -> Sizes:
        sizes = self._engine.sizes
        return replace(sizes, group=self._engine.carrier.good_size(sizes.group))

    @property
    def _ahead(self) -> Progress:
        """The progress as it will be when the open groups are done."""
        return finished(self._stored, self._open[-1].send.hi if self._open else self._mark)

    @property
    def _recordable(self) -> Progress:
        """The progress that may be stored at this moment: open groups are not done."""
        return finished(self._stored, self._mark)

    # --- groups --------------------------------------------------------------------------------

    async def _make_room(self, send: Send) -> timedelta | None:
        """Wait until one more group may be open; how long to stop instead, if there is a reason."""
        careful = bool(send.doubtful)
        while self._open and (careful or not self._may_open_another()):
            wait = await self._finish_first()
            if wait is not None:
                return wait
        if self._engine.should_stop() or self._groups == self._engine.most_groups:
            return timedelta(0)
        if self._engine.carrier.turns.wanted_before(self._engine.order):
            return await self._let_others_first()
        return None

    def _may_open_another(self) -> bool:
        if len(self._open) >= self._turns and self._engine.carrier.turns.take_now():
            self._turns += 1
        return len(self._open) < self._turns

    async def _let_others_first(self) -> timedelta | None:
        """Record what is finished, and queue again behind what is more urgent."""
        wait = await self._finish_open()
        await self._advance(self._recordable)
        self._give_back_turns()
        if not await self._engine.carrier.turns.take(self._engine.order):
            return wait or timedelta(0)
        self._turns = 1
        return wait

    def _give_back_turns(self) -> None:
        while self._turns:
            self._turns -= 1
            self._engine.carrier.turns.give_back()

    async def _begin(self, send: Send) -> Held | None:
        """Note durably that the group begins, then let the session have it."""
        engine, people = self._engine, self._claim.members[send.lo : send.hi]
        pace = await engine.pace(len(people))
        asked_at = engine.ticks()
        answer = await self._advance(begun(self._recordable, send), ask=people)
        if answer.held:
            return Held()
        load = Load(
            self._errand,
            _tries(people, send.doubtful),
            allowed=answer.allowed,
            asked_at=asked_at,
            pace=pace,
        )
        self._open.append(_Open(send=send, load=load))
        self._groups += 1
        self._begun_at = self._begun_at or engine.ticks()
        engine.carrier.add(load, engine.order)
        return None

    async def _list_as_unknown(self, lo: int, hi: int) -> None:
        self._unstored |= dict.fromkeys(self._claim.members[lo:hi], INTERRUPTED)
        self._mark = hi
        await self._advance(self._recordable)

    async def _finish_first(self) -> timedelta | None:
        """Wait for the oldest open group; how long to leave the provider alone after it."""
        send, load = self._open[0].send, self._open[0].load
        await load.wait()
        self._engine.carrier.remove(load)
        self._open.popleft()
        self._unstored |= load.outcomes
        self._mark = send.hi
        now = self._engine.ticks()
        self._engine.carrier.took(send.hi - send.lo, now - self._begun_at)
        self._begun_at = now if self._open else 0.0
        self._next_retry_at = earliest(self._next_retry_at, load.outcomes)
        if self._engine.receivers_vary:
            return None
        return breather(load.failures, send.hi - send.lo)

    async def _finish_open(self) -> timedelta | None:
        waits = []
        while self._open:
            waits.append(await self._finish_first())
        return max((wait for wait in waits if wait is not None), default=None)

    async def _advance(self, progress: Progress, *, ask: Sequence[int] = ()) -> Answer:
        exceptions, self._unstored = self._unstored, {}
        ledger, claim = self._engine.ledger, self._claim
        answer = await self._engine.call(
            lambda: ledger.advance(claim, progress, exceptions, ask=ask)
        )
        if answer is None:
            raise Fenced
        self._stored = replace(self._stored, mark=progress.mark) if answer.held else progress
        return answer


def _tries(people: Sequence[int], doubtful: int) -> Mapping[int, Tries]:
    if not doubtful:
        return first_attempts(people)
    return dict.fromkeys(people, Tries(attempts=doubtful, doubtful=doubtful))


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
