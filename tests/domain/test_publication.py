"""When recipients may be written to: every page is shown somewhere, and nobody live is late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from noroshi.domain.publication import GRACE, Attempt, TargetState, is_public

WAITING, VERIFIED, FAILED = TargetState.WAITING, TargetState.VERIFIED, TargetState.FAILED
NOW = timedelta(0)


def attempt(state: TargetState, *, page: str = "a", was_live: bool = True) -> Attempt:
    return Attempt(page=page, target=f"{state}-{was_live}", was_live=was_live, state=state)


@pytest.mark.parametrize(
    ("attempts", "after", "public"),
    [
        ([attempt(VERIFIED)], NOW, True),
        ([attempt(WAITING)], NOW, False),
        ([attempt(FAILED)], NOW, False),
        ([attempt(VERIFIED), attempt(FAILED)], NOW, True),
        ([attempt(VERIFIED), attempt(WAITING)], NOW, False),
        ([attempt(VERIFIED), attempt(WAITING)], GRACE, True),
        ([attempt(VERIFIED), attempt(WAITING, was_live=False)], NOW, True),
        ([attempt(VERIFIED), attempt(FAILED, page="b")], GRACE, False),
        ([attempt(VERIFIED), attempt(WAITING, page="b")], GRACE, False),
        ([attempt(VERIFIED), attempt(VERIFIED, page="b")], NOW, True),
    ],
)
def test_a_dead_target_holds_nobody_up_and_a_page_that_is_nowhere_holds_everybody(
    attempts: list[Attempt], after: timedelta, public: bool
) -> None:
    assert is_public(attempts, first_shown_for=after) is public
