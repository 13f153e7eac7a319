"""The only place that reads the wall clock. Everything else is handed a Clock."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Tells the time that the product believes in. Always aware, always UTC."""

    def now(self) -> datetime:
        """The present moment."""
        ...

    def wall(self, at: datetime) -> datetime:
        """The moment on the machine's clock when this clock will show ``at``.

        Timers of the operating system and of the job queue run on the machine's clock;
        drills and the demo run on another one.
        """
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wall(self, at: datetime) -> datetime:
        return at


class OffsetClock:
    """A clock that runs as fast as the machine's, some time away from it.

    The offset lives in a small file, so that the web, the workers and the person who moves the
    clock (a drill, the demo) agree at once. A missing file means no offset.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset()

    def wall(self, at: datetime) -> datetime:
        return at - self._offset()

    def move_to(self, at: datetime) -> None:
        """Make the clock show ``at`` from now on."""
        seconds = (aware(at) - datetime.now(UTC)).total_seconds()
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps({"offset_seconds": seconds}), encoding="utf-8")
        fresh.replace(self._file)

    def _offset(self) -> timedelta:
        try:
            stored = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return timedelta(0)
        return timedelta(seconds=float(stored["offset_seconds"]))


def aware(at: datetime) -> datetime:
    """``at`` in UTC.

    Raises:
        ValueError: the time has no zone, so nobody can say which moment it is.
    """
    if at.tzinfo is None:
        msg = f"a time without a zone says nothing: {at.isoformat()}"
        raise ValueError(msg)
    return at.astimezone(UTC)
