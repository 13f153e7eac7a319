"""When a version of the status pages counts as public, and what is known of each target.

The product's own server and every target of the plan get each version at the same moment, and none
waits for another. A publication is done when every live target showed the right bytes; one that is
dead, or slower than ``GRACE``, is listed with its reason instead of holding the rest up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

BUILT_IN: Final = "noroshi"
"""The name of the target that every page has: the files that the product's own server shows."""
GRACE: Final = timedelta(seconds=5)
"""How long a live target may keep the others waiting once one of them shows the page."""
TROUBLE_AFTER: Final = timedelta(minutes=1)
"""A target that is wrong for longer is told to people (R14)."""


class TargetState(StrEnum):
    """What a target shows, as far as is known."""

    WAITING = "waiting"
    """A version is on its way."""
    VERIFIED = "verified"
    """It was read back, byte for byte."""
    FAILED = "failed"
    """It could not be written or read."""
    WRONG = "wrong"
    """It shows other bytes than it was given."""
    EMERGENCY = "emergency"
    """It shows an emergency page, until somebody publishes."""
    HELD = "held"
    """This copy of the installation may not publish."""


@dataclass(frozen=True, kw_only=True)
class TargetStanding:
    """A target of a page. ``version`` was the last to be read back, at ``verified_at``.

    ``checked_at`` is the last look of the watch; ``failing_since`` and ``failure`` tell what is
    wrong; ``shown`` is the number of a version that is newer than ours, which somebody else made.
    """

    page: str
    target: str
    kind: str
    state: TargetState = TargetState.WAITING
    version: int | None = None
    verified_at: datetime | None = None
    checked_at: datetime | None = None
    failing_since: datetime | None = None
    failure: str = ""
    shown: int | None = None

    @property
    def is_live(self) -> bool:
        """Whether it did what it was asked for the last time, or was never asked."""
        return self.failing_since is None


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One version on its way to one target. ``was_live``: as it stood before."""

    page: str
    target: str
    was_live: bool
    state: TargetState = TargetState.WAITING


def is_public(attempts: Iterable[Attempt], *, first_shown_for: timedelta) -> bool:
    """Whether people may be written to: every page is shown somewhere, and nobody live is late.

    ``first_shown_for`` is how long ago the first target showed the version.
    """
    pages: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        pages.setdefault(attempt.page, []).append(attempt)
    shown = all(any(a.state is TargetState.VERIFIED for a in page) for page in pages.values())
    late = any(
        attempt.was_live and attempt.state is TargetState.WAITING
        for page in pages.values()
        for attempt in page
    )
    return shown and (not late or first_shown_for >= GRACE)


def is_in_trouble(one: TargetStanding, now: datetime) -> bool:
    """Whether people have to be told of a target."""
    return one.failing_since is not None and now - one.failing_since >= TROUBLE_AFTER
