"""All targets at once: each has a thread of its own, so the dead and the slow keep nobody waiting.

Work for one target of one page is done in turn. A thread that hangs in the operating system cannot
be ended; whoever waits behind it gives up in time, so that threads never pile up (see ``turns``).
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from noroshi.kernel.errors import Refusal
from noroshi.pages.registry import open_target
from noroshi.pages.target import PublicationFailed, Target
from noroshi.pages.turns import Turns

R = TypeVar("R")

Lane = tuple[str, str]
"""A page and a target of it."""
DEADLINE_S: Final = 25.0


@dataclass(frozen=True, kw_only=True)
class Outcome(Generic[R]):
    """What came of the work on one lane: a result, or the reason why there is none."""

    lane: Lane
    result: R | None = None
    failure: PublicationFailed | None = None


class Crew:
    """The threads of one process, and who is busy."""

    def __init__(self, opener: Callable[[str, Mapping[str, str]], Target] = open_target) -> None:
        self._opener = opener
        self._turns = Turns()
        self._open: dict[tuple[object, ...], Target] = {}

    def shift(self, *, deadline_s: float = DEADLINE_S) -> Shift[R]:
        """A round of work that begins now."""
        return Shift(self._turns, deadline_s)

    def opened(self, kind: str, settings: Mapping[str, str]) -> Target:
        """A target, opened once: clients and what they remember are kept from time to time.

        Raises:
            Invalid: the settings cannot be used.
        """
        key = (kind, *sorted(settings.items()))
        target = self._open.get(key)
        if target is None:
            target = self._open.setdefault(key, self._opener(kind, settings))
        return target


class Shift(Generic[R]):
    """Work that was given out, and what comes of it."""

    def __init__(self, turns: Turns, deadline_s: float) -> None:
        self._turns = turns
        self._until = time.monotonic() + deadline_s
        self._seconds = deadline_s
        self._done: queue.SimpleQueue[Outcome[R]] = queue.SimpleQueue()
        self._waiting: set[Lane] = set()

    def give(self, lane: Lane, work: Callable[[], R]) -> None:
        """Begin ``work`` in a thread of its own, when its lane is free. At once for the caller.

        The deadline counts from here: what the caller prepares takes nothing from the others' time.
        """
        self._until = time.monotonic() + self._seconds
        self._waiting.add(lane)
        name = f"noroshi-page-{lane[0]}-{lane[1]}"
        threading.Thread(target=self._do, args=(lane, work), name=name, daemon=True).start()

    def outcomes(self, *, pause_s: float) -> Iterator[Outcome[R] | None]:
        """Every outcome as it comes; None whenever ``pause_s`` went by without one.

        What is not done at the deadline comes as a failure.
        """
        while self._waiting:
            left = self._until - time.monotonic()
            if left <= 0:
                yield from [self._late(lane) for lane in sorted(self._waiting)]
                return
            try:
                outcome = self._done.get(timeout=min(pause_s, left))
            except queue.Empty:
                yield None
                continue
            self._waiting.discard(outcome.lane)
            yield outcome

    def _do(self, lane: Lane, work: Callable[[], R]) -> None:
        with self._turns.at(lane, within=self._until - time.monotonic()) as is_ours:
            if is_ours:
                self._done.put(_outcome(lane, work))

    def _late(self, lane: Lane) -> Outcome[R]:
        failure = PublicationFailed(
            f"It was not done within {self._seconds:.0f} s.",
            way_out="Check the target; Noroshi tries again by itself.",
        )
        return Outcome(lane=lane, failure=failure)


def _outcome(lane: Lane, work: Callable[[], R]) -> Outcome[R]:
    try:
        return Outcome(lane=lane, result=work())
    except PublicationFailed as failure:
        return Outcome(lane=lane, failure=failure)
    except Refusal as refusal:
        told = PublicationFailed(refusal.why, way_out=refusal.way_out)
        return Outcome(lane=lane, failure=told)
    except Exception as fault:  # noqa: BLE001 - one target's fault must not touch the others
        return Outcome(lane=lane, failure=_unexpected(fault))


def _unexpected(fault: Exception) -> PublicationFailed:
    return PublicationFailed(
        f"Something unexpected happened: {type(fault).__name__}: {fault}",
        way_out="Check the target's settings; if it stays, report it as a fault of Noroshi.",
    )
