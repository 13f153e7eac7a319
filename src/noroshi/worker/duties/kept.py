"""Answers that are good for a few seconds, so that not every batch asks for them again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Kept:
    """Remembers what was made, for so many seconds. Nothing that was refused is remembered."""

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[float, Any]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T], *, seconds: float) -> T:
        """What ``make`` gave for ``key`` at most ``seconds`` ago, or gives now."""
        now = time.monotonic()
        with self._lock:
            found = self._known.get(key)
        if found is not None and found[0] > now:
            kept: T = found[1]
            return kept
        made = make()
        with self._lock:
            self._known = {k: v for k, v in self._known.items() if v[0] > now}
            self._known[key] = (now + seconds, made)
        return made

    def forget(self, key: Hashable) -> None:
        """Ask anew next time."""
        with self._lock:
            self._known.pop(key, None)
