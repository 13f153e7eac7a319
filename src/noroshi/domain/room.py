"""How much room a disk has left, and what that means for the work (R5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BALLAST: Final = 64_000_000
"""Bytes kept for the moment in which there is nothing else left."""
LOW: Final = 32_000_000
"""Free bytes below which the ballast is given away: two segments of PostgreSQL's log."""
PLENTY: Final = BALLAST + 2 * LOW
"""Free bytes from which on there is room to keep ballast (again)."""
FILLING: Final = 85
"""Percent of the disk in use from which on somebody should know."""


@dataclass(frozen=True, kw_only=True)
class Room:
    """A disk in bytes. ``ballast`` is None where none is kept, and 0 after it was given away."""

    total: int
    free: int
    ballast: int | None = None

    @property
    def used_percent(self) -> int:
        """Of the disk, rounded down."""
        return 100 * (self.total - self.free) // self.total if self.total else 0

    @property
    def is_filling(self) -> bool:
        """Time to make room, while everything still works."""
        return self.used_percent >= FILLING

    @property
    def is_narrow(self) -> bool:
        """What is left is for what was approved; nothing new should be taken in."""
        return self.free < LOW or (self.ballast == 0 and self.free < PLENTY)


def plenty() -> Room:
    """For installations whose disk nobody looks at."""
    return Room(total=PLENTY, free=PLENTY)
