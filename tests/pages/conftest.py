"""Parts that the page tests share: a fixed clock and readable text of a page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest


class StandingClock:
    """A clock that stands at the moment the fixtures are checked."""

    def now(self) -> datetime:
        return datetime(2026, 3, 12, 13, 58, 2, tzinfo=UTC)

    def wall(self, at: datetime) -> datetime:
        return at


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()
