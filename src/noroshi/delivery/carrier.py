"""One account's open session in this process, and the loads that wait for it.

All batches that leave through an account share its connections. Whose parcel is next is decided
here: the most urgent load first. At most ``GROUPS_OPEN`` groups are begun and not yet recorded, so
that a crash can repeat no more than these, whatever number of batches is worked on.
"""

from __future__ import annotations

import asyncio
import heapq
from bisect import insort
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final, cast

from noroshi.delivery.one_by_one import OneByOne
from noroshi.domain.delivery import FailureKind
from noroshi.domain.routing.results import SLOW, Results, tally

if TYPE_CHECKING:
    from noroshi.delivery.contract import DeliveryFailed, Parcel, Session, StreamingSession
    from noroshi.delivery.load import Load

GROUPS_OPEN: Final = 3
"""One whose last answers come in, one on the wire, one ready to follow it: the wire never waits for
the database."""

Order = tuple[int, int]
"""Smaller goes first: the negative priority, then the batch."""


class Turns:
    """So many groups may be open at once; the most urgent of those who wait gets the next turn."""

    def __init__(self, most: int = GROUPS_OPEN) -> None:
        self._free = most
        self._queue: list[tuple[Order, int, asyncio.Future[bool]]] = []
        self._count = 0

    async def take(self, order: Order) -> bool:
        """Wait for a turn; False when ``leave`` was called first."""
        if self.take_now():
            return True
        place: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._queue, (order, self._count, place))
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.result():
                self.give_back()  # it was given to us in the moment in which we left
            raise

    def leave(self, order: Order) -> None:
        """Whoever waits with ``order`` waits no longer: there is something better to do."""
        for found, _, place in self._queue:
            if found == order and not place.done():
                place.set_result(False)

    def take_now(self) -> bool:
        """Take a turn if one is free and nobody waits."""
        if not self._free or self._next() is not None:
            return False
        self._free -= 1
        return True

    def give_back(self) -> None:
        """Somebody else may have it."""
        if self._next() is None:
            self._free += 1
        else:
            heapq.heappop(self._queue)[2].set_result(True)

    def wanted_before(self, order: Order) -> bool:
        """Whether somebody waits whose work is more urgent."""
        first = self._next()
        return first is not None and first < order

    def _next(self) -> Order | None:
        while self._queue and self._queue[0][2].done():
            heapq.heappop(self._queue)
        return self._queue[0][0] if self._queue else None


_USELESS: Final = 15.0
"""Seconds in which an account takes nothing, while there is work, that count as a failure of each
connection: it is silent, or only ever says that it is busy."""
_SLOW: Final = SLOW.total_seconds()
_NOT_IN: Final = frozenset({"connection", "account"})
"""Codes of failures to get as far as an answer about the parcel: no line, no login."""


class Answers:
    """How an account answered since somebody asked last, for its circuit and its share (R6)."""

    def __init__(self) -> None:
        self._kinds: list[FailureKind | None] = []
        self._slow = 0
        self._connection = 0
        self._detail = ""

    def add(self, failure: DeliveryFailed | None, seconds: float) -> None:
        """Note one answer, or its absence."""
        self._slow += seconds > _SLOW
        if failure is None:
            self._kinds.append(None)
            return
        self._detail = failure.detail
        if failure.code in _NOT_IN:
            self._connection += 1
        else:
            self._kinds.append(failure.kind)

    def add_useless(self, connections: int) -> None:
        """Note that so many connections were of no use for a while."""
        self._connection += connections
        self._detail = self._detail or f"nothing was taken for {_USELESS:.0f} s"

    def results(self) -> Results:
        """Their counts."""
        return tally(self._kinds, slow=self._slow, connection=self._connection, detail=self._detail)


class Carrier:
    """The feed of one session, made of the loads that were added.

    ``down``: the account was found to be down, and nothing more should be added for now.
    """

    def __init__(self, session: Session, *, ticks: Callable[[], float]) -> None:
        self.turns = Turns()
        self.down = False
        self._answers = Answers()
        self._worked_at = ticks()
        self._ticks = ticks
        self._loads: list[tuple[Order, int, Load]] = []
        self._owners: dict[int, tuple[Load, Parcel, float]] = {}
        self._count = 0
        self._timer: asyncio.TimerHandle | None = None
        self._background: set[asyncio.Task[Any]] = set()
        streams = hasattr(session, "begin")
        self._session = cast("StreamingSession", session) if streams else OneByOne(session)
        self._session.begin(self)
        self._copy_seconds = 0.0  # how long one copy takes at present, all connections together

    def good_size(self, most: int) -> int:
        """How many people to begin at once: about one second's work, so that nobody more urgent
        waits longer for a turn; enough for every connection, and at most ``most``."""
        if not self._copy_seconds:
            return most
        return min(most, max(2 * self._session.width, int(1 / self._copy_seconds)))

    def took(self, people: int, seconds: float) -> None:
        """Learn from a group that is done."""
        each = seconds / max(people, 1)
        self._copy_seconds = (self._copy_seconds + each) / 2 if self._copy_seconds else each

    def add(self, load: Load, order: Order) -> None:
        """Let the session take the load's parcels, after those of more urgent ones."""
        if self.down:  # it was begun when that was not known yet
            load.put_off()
            return
        load.wake = self._session.wake
        if self.is_idle:
            self._worked_at = self._ticks()
        self._count += 1
        insort(self._loads, (order, self._count, load))
        self._session.wake()

    def remove(self, load: Load) -> None:
        """Begin nobody of the load any more."""
        load.give_up()
        self._loads = [entry for entry in self._loads if entry[2] is not load]

    def take(self) -> Parcel | None:
        """See ``Feed.take``."""
        now = self._ticks()
        for entry in self._loads:
            load = entry[2]
            parcel = load.take(now)
            if parcel is not None:
                self._owners[id(parcel)] = (load, parcel, now)
                return parcel
        self._tidy(now)
        return None

    def settle(self, parcel: Parcel, failure: DeliveryFailed | None) -> None:
        """See ``Feed.settle``."""
        load, _, taken_at = self._owners.pop(id(parcel))
        now = self._ticks()
        if failure is None or failure.kind is FailureKind.PERMANENT:
            self._worked_at = now
        self._answers.add(failure, now - taken_at)
        load.settle(parcel, failure)

    def results(self) -> Results:
        """What came of everything that was settled since this was asked last."""
        answers, self._answers = self._answers, Answers()
        if self._is_useless(self._ticks()):
            answers.add_useless(len(self._owners) or self._session.width)
        return answers.results()

    def put_off(self) -> None:
        """The account is down: nobody else begins here, others may have them soon (R6)."""
        self.down = True
        for _, _, load in self._loads:
            load.put_off()

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that nobody waits for, but that must not be forgotten while we live."""
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    @property
    def is_idle(self) -> bool:
        """Nothing waits or is under way."""
        return not self._loads and not self._owners and not self._background

    def _is_useless(self, now: float) -> bool:
        """Whether there is work, and nothing was taken for a while; said once each while."""
        ready = any(not load.all_begun and not load.starts_in(now) for _, _, load in self._loads)
        if not self._owners and not ready:
            self._worked_at = now
        if now - self._worked_at < _USELESS:
            return False
        self._worked_at = now
        return True

    def _tidy(self, now: float) -> None:
        self._loads = [entry for entry in self._loads if not entry[2].all_begun]
        waits = [wait for entry in self._loads if (wait := entry[2].starts_in(now)) > 0]
        if waits and (self._timer is None or self._timer.cancelled()):
            self._timer = asyncio.get_running_loop().call_later(min(waits), self._on_time)

    def _on_time(self) -> None:
        self._timer = None
        self._session.wake()
