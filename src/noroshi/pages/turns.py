"""Whose turn it is at each target: one piece of work at a time, and a way past one that hangs.

A thread that waits for a byte of a broken connection cannot be ended. Were its target never given
to anybody else, it would stay behind for good after it came back. Targets bear two publishers at
once (the older one stops, or is refused), so after two minutes the next one no longer waits.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Final

STUCK_S: Final = 120.0
"""Longer than anything takes that still moves: programs are ended after 30 s."""
_MOST_STUCK: Final = 20
"""Threads that are given up of one target; then it has to wait for one of them to end."""


class Turns:
    """The turns of one process. ``now`` is a monotonic clock in seconds."""

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._free = threading.Condition()
        self._since: dict[Hashable, float] = {}
        self._holders: dict[Hashable, object] = {}
        self._given_up: dict[Hashable, int] = {}

    @contextmanager
    def at(self, place: Hashable, *, within: float) -> Iterator[bool]:
        """The turn at ``place``; False when it did not come within so many seconds."""
        mine = object()
        with self._free:
            has_it = self._free.wait_for(lambda: self._may_begin(place), timeout=max(0.0, within))
            if has_it:
                self._holders[place], self._since[place] = mine, self._now()
        try:
            yield has_it
        finally:
            if has_it:
                self._end(place, mine)

    def _may_begin(self, place: Hashable) -> bool:
        if place not in self._holders:
            return True
        stuck = self._now() - self._since[place] > STUCK_S
        if not stuck or self._given_up.get(place, 0) >= _MOST_STUCK:
            return False
        self._given_up[place] = self._given_up.get(place, 0) + 1
        return True

    def _end(self, place: Hashable, mine: object) -> None:
        with self._free:
            if self._holders.get(place) is mine:
                del self._holders[place], self._since[place]
            else:
                self._given_up[place] -= 1
            self._free.notify_all()
