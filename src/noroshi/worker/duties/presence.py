"""This process says each second that it could send, and asks whether it may."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Final

from noroshi.actions.context import Context
from noroshi.actions.note_alive import note_alive
from noroshi.actions.queries.sending import may_send
from noroshi.domain.verdict import No, Yes

_HERE: Final = 60.0
_FRESH: Final = timedelta(seconds=5)


class Presence:
    """What this process knows of itself. The answer to "may I send?" holds for five seconds."""

    def __init__(self) -> None:
        self._noted_at: float | None = None
        self._answer: Yes | No | None = None
        self._asked_at: datetime | None = None

    def note(self, context: Context) -> bool:
        """Say that this process is here; False when nothing may be sent, and nobody called."""
        here = _uptime()
        was_here = self._noted_at is not None and here - self._noted_at < _HERE
        allowed = note_alive(context, was_here=was_here)
        self._noted_at = here
        return allowed

    def may_send(self, context: Context) -> Yes | No:
        """Whether this copy may send; never older than five seconds, even after a sleep."""
        now = context.clock.now()
        asked = self._asked_at
        if self._answer is not None and asked and timedelta(0) <= now - asked < _FRESH:
            return self._answer
        self._answer, self._asked_at = may_send(context), now
        return self._answer


PRESENCE: Final = Presence()
"""Of this process."""


def _uptime() -> float:
    """Seconds that count on while the machine sleeps, where the system can tell."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)
