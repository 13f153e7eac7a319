"""The version of one page that is public now: the pointer is looked at, at most ten times a second.

Whoever publishes switches ``current`` by one rename, also from another machine by a shared disk,
so several web processes need nothing else to agree. When the pointer cannot be read, the last
version stays: a page keeps its last state when everything behind it is gone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from noroshi.pages.serve.edition import Edition

LOOK_EVERY: Final = 0.1
"""Seconds that readers may see an older version than the pointer says."""


class Shelf:
    """Where the versions of one page stand. ``now`` is a monotonic clock in seconds."""

    def __init__(
        self, root: Path, *, secure: bool = False, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._pointer = root / "current"
        self._secure = secure
        self._now = now
        self._look_at = 0.0
        self._target = ""
        self._edition: Edition | None = None

    def edition(self) -> Edition | None:
        """The public version; None before the first publication."""
        now = self._now()
        if now >= self._look_at:
            self._look_at = now + LOOK_EVERY
            self._look()
        return self._edition

    def _look(self) -> None:
        try:
            target = str(self._pointer.readlink())
            if target == self._target:
                return
            fresh = Edition(self._pointer.resolve(strict=True), secure=self._secure)
        except (OSError, RuntimeError):
            return
        self._target, self._edition = target, fresh
