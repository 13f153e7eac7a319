"""Choices and occasions of every shape, for tests of the rule and of the SQL that repeats it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from noroshi.domain.subscription import Choice, Occasion, Topic

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


def _some(letters: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(letters), max_size=2, unique=True).map(tuple)


CHOICES = st.builds(
    Choice,
    components=_some("abc"),
    groups=_some("xy"),
    regions=_some("rst"),
    topics=st.lists(st.sampled_from(Topic), max_size=2, unique=True).map(tuple),
    min_severity=st.integers(1, 5),
    paused_until=st.sampled_from([None, None, NOON, NOON + timedelta(seconds=1)]),
)

OCCASIONS = st.builds(
    Occasion,
    at=st.just(NOON),
    topic=st.sampled_from(Topic),
    components=_some("abc"),
    groups=_some("xy"),
    regions=_some("rst"),
    severity=st.sampled_from([None, 1, 2, 3, 4, 5]),
)
