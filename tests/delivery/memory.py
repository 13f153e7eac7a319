"""A ledger in memory that keeps the promises of the real one, and people who get copies."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from noroshi.delivery.contract import DeliveryFailed, Parcel, Receipt
from noroshi.delivery.ledger import Allowed, Answer, Claim, Recipient, RetryClaim
from noroshi.domain.delivery import Outcome, Reason, State, is_final
from noroshi.domain.fanout import Progress

NOW = datetime(2026, 3, 12, 14, 16, tzinfo=UTC)


class Crash(SystemExit):
    """The process is gone; nothing after this point happens."""


@dataclass
class Fuse:
    """Lets so many steps pass, then stops everything."""

    steps_left: int = 10**9
    count: int = 0
    blown: bool = False

    def step(self) -> None:
        self.count += 1
        if self.steps_left <= 0:
            self.blown = True
            raise Crash
        self.steps_left -= 1

    def replace(self, steps: int) -> None:
        """A new process, which gets so far."""
        self.steps_left, self.blown = steps, False


@dataclass
class FakeClock:
    """Stands still until it is moved."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def wall(self, at: datetime) -> datetime:
        return at

    def pass_by(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class MemoryLedger:
    """One batch. Every call may stop before or after it became durable."""

    size: int
    fuse: Fuse = field(default_factory=Fuse)
    useful_until: datetime = NOW + timedelta(hours=4)
    run: int = 0
    retry_run: int = 0
    progress: Progress = field(init=False)
    exceptions: dict[int, Outcome] = field(default_factory=dict)
    accepted_later: set[int] = field(default_factory=set)
    unsubscribed: set[int] = field(default_factory=set)
    paused: bool = False
    asked: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.progress = Progress(size=self.size)

    def claim(self, batch: int) -> Claim | None:
        self.fuse.step()
        if self.progress.mark == self.size:
            return None
        self.run += 1
        self.fuse.step()
        return Claim(
            batch=batch,
            run=self.run,
            members=range(self.size),
            progress=self.progress,
            useful_until=self.useful_until,
        )

    def allowed(self, batch: int, ids: Sequence[int]) -> Allowed:
        self.fuse.step()
        self.asked += 1
        with self.lock:
            gone = self.unsubscribed & set(ids)
        out = Outcome(state=State.SUPPRESSED, reason=Reason.UNSUBSCRIBED)
        people = {
            person: Recipient(id=person, address=f"p{person}@example.com", language="en")
            for person in ids
            if person not in gone
        }
        return Allowed(people=people, barred=dict.fromkeys(gone, out))

    def advance(
        self,
        claim: Claim,
        progress: Progress,
        exceptions: Mapping[int, Outcome] | None = None,
        *,
        ask: Sequence[int] = (),
    ) -> Answer | None:
        self.fuse.step()
        if claim.run != self.run:
            return None
        if self.paused and ask:
            progress = replace(self.progress, mark=progress.mark)
        with self.lock:
            self._move(progress, exceptions or {})
        self.fuse.step()
        if self.paused and ask:
            return Answer(held=True)
        return Answer(allowed=self.allowed(1, ask) if ask else Allowed())

    def settle_late(self, batch: int, person: int, lease: datetime, outcome: Outcome) -> bool:
        held = self.exceptions.get(person)
        if held is None or held.state is not State.SENDING or held.next_attempt_at != lease:
            return False
        self._settle({person: outcome})
        return True

    def claim_retries(self, batch: int, now: datetime, most: int) -> RetryClaim | None:
        self.fuse.step()
        due = {
            person: was
            for person, was in self.exceptions.items()
            if (was.state is State.SENDING and was.next_attempt_at is None)
            or (was.next_attempt_at is not None and was.next_attempt_at <= now)
        }
        if not due:
            return None
        self.retry_run += 1
        self.fuse.step()
        first = dict(list(due.items())[:most])
        return RetryClaim(
            batch=batch, run=self.retry_run, due=first, useful_until=self.useful_until
        )

    def retry_started(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
        return self._write(claim.run == self.retry_run, lambda: self.exceptions.update(outcomes))

    def retry_done(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
        return self._write(claim.run == self.retry_run, lambda: self._settle(outcomes))

    def states(self) -> Counter[State]:
        """How many people are in each state."""
        counts = Counter(outcome.state for outcome in self.exceptions.values())
        counts[State.ACCEPTED] = self.progress.mark - len(self.exceptions)
        return counts

    def open_exceptions(self) -> bool:
        """Whether somebody still waits for an attempt."""
        return any(not is_final(outcome.state) for outcome in self.exceptions.values())

    def _write(self, holds: bool, change: Callable[[], None]) -> bool:
        self.fuse.step()
        if holds:
            with self.lock:
                change()
        self.fuse.step()
        return holds

    def _move(self, progress: Progress, exceptions: Mapping[int, Outcome]) -> None:
        self.progress = progress
        self.exceptions.update(exceptions)

    def _settle(self, outcomes: Mapping[int, Outcome]) -> None:
        for person, outcome in outcomes.items():
            if outcome.state is State.ACCEPTED:
                del self.exceptions[person]
                self.accepted_later.add(person)
            else:
                self.exceptions[person] = outcome


@dataclass
class People:
    """A session that gives each person a copy, or what the script says instead."""

    fuse: Fuse = field(default_factory=Fuse)
    width: int = 4
    copies: Counter[int] = field(default_factory=Counter)
    ids: dict[int, set[str]] = field(default_factory=dict)
    script: dict[int, list[Exception | str]] = field(default_factory=dict)
    before: Callable[[Parcel], None] = lambda parcel: None

    async def deliver(self, parcel: Parcel) -> Receipt:
        if self.fuse.blown:
            await asyncio.Event().wait()  # the process is gone: nothing happens here any more
        self.before(parcel)
        self.fuse.step()
        person = parcel.recipient_id
        lines = self.script.get(person, [])
        line = lines.pop(0) if lines else "take"
        if isinstance(line, DeliveryFailed) and line.kind == "unknown":
            self._take(parcel)
        if isinstance(line, Exception):
            raise line
        self._take(parcel)
        self.fuse.step()
        return Receipt(code="250")

    def _take(self, parcel: Parcel) -> None:
        self.copies[parcel.recipient_id] += 1
        self.ids.setdefault(parcel.recipient_id, set()).add(parcel.message_id)


def parcel_for(person: Recipient) -> Parcel:
    """The copy of one person."""
    return Parcel(
        recipient_id=person.id,
        address=person.address,
        language=person.language,
        message_id=f"<msg-1.{person.id}@kitsune.example>",
        content=b"",
    )


def lost_or_tripled(ledger: MemoryLedger, people: People) -> list[str]:
    """The checker: what broke the promise, if anything did."""
    broken = [f"{p} got {n} copies" for p, n in people.copies.items() if n > 2]
    reached = people.copies.keys() | ledger.exceptions.keys()
    return broken + [f"{person} is lost" for person in range(ledger.size) if person not in reached]
