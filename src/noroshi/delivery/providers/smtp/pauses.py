"""How long a line waits before it tries to connect again."""

from __future__ import annotations

from collections.abc import Callable

Chance = Callable[[], float]
"""A number from 0 up to 1, another one at each call."""


class Pauses:
    """Doubles from ``first`` to ``longest`` seconds, and spreads the lines by ``chance``, so that
    a relay that comes back is not met by all of them at once."""

    def __init__(self, first: float, longest: float, chance: Chance) -> None:
        self._first = first
        self._longest = longest
        self._chance = chance
        self._failures = 0

    def next(self) -> float:
        """Seconds to wait now; from half of the full pause up to the whole."""
        full = min(self._first * 2.0 ** min(self._failures, 32), self._longest)
        self._failures += 1
        return full * (0.5 + self._chance() / 2)

    def reset(self) -> None:
        """It works again."""
        self._failures = 0
