"""Gradual failover (R6), simulated in virtual time. The all-or-nothing switch fails these."""

from __future__ import annotations

from itertools import pairwise

import pytest

from noroshi.domain.delivery import FailureKind
from noroshi.domain.provider_account import Circuit
from noroshi.domain.routing.shares import after_window
from tests.domain.routing.simulated import Failing, Looking, Simulation, candidate, switch

TEN_MINUTES = 600


def out_of_order(part: float, *, slow: bool = False, until: float = TEN_MINUTES) -> Failing:
    """The primary fails for a while, in part."""

    def failing(name: str, second: float) -> tuple[float, FailureKind, bool]:
        bad = name == "primary" and second < until
        return (part if bad else 0.0, FailureKind.TEMPORARY, slow and bad)

    return failing


def two(**more: object) -> Simulation:
    return Simulation.of([candidate("primary", 80), candidate("second", 20)], **more)


def test_an_account_that_is_down_is_left_at_once_and_100000_messages_leave_by_the_other() -> None:
    simulated = two(failing=out_of_order(1.0))
    simulated.run(300, messages=100_000, per_second=1_000)
    assert simulated.sent["second"] >= 99_000
    assert simulated.breaches() == []
    assert simulated.opened == {(0, "primary")}
    # A probe is one group of people: at 30 s, 1, 2 and 4 minutes after the one before.
    assert simulated.tickets <= 1_000 + 20


def test_what_was_down_gets_its_share_back_step_by_step() -> None:
    simulated = two(failing=out_of_order(1.0))
    simulated.run(40 * 60, messages=10_000_000, per_second=300)
    shares = [minute["primary"] for minute in simulated.shares]
    assert shares[1] == 0
    assert shares[-1] == 80
    back = [after - before for before, after in pairwise(shares[1:])]
    assert max(back) <= 10
    assert min(back) >= 0
    assert simulated.breaches() == []


@pytest.mark.parametrize(("part", "slow"), [(0.3, False), (0.0, True)])
def test_a_bad_or_slow_account_loses_ten_points_a_minute(part: float, slow: bool) -> None:
    simulated = two(failing=out_of_order(part, slow=slow))
    simulated.run(300, messages=10_000_000, per_second=1_000)
    assert [minute["primary"] for minute in simulated.shares] == [80, 70, 60, 50, 40, 30]
    assert simulated.breaches() == []
    assert simulated.opened == set()


def alternating(name: str, second: float) -> tuple[float, FailureKind, bool]:
    bad = name == "primary" and (second // 60) % 2 == 0
    return (0.5 if bad else 0.0, FailureKind.TEMPORARY, False)


def test_an_account_that_is_bad_every_other_minute_turns_once_in_15_minutes() -> None:
    simulated = two(failing=alternating)
    simulated.run(60 * 60, messages=10_000_000, per_second=200)
    assert simulated.breaches() == []
    assert simulated.turns["primary"]


@pytest.mark.parametrize("slow", [False, True])
def test_nothing_moves_while_all_are_bad_or_slow(slow: bool) -> None:
    part = 0.0 if slow else 0.4
    simulated = two(failing=lambda _name, _second: (part, FailureKind.TEMPORARY, slow))
    simulated.run(TEN_MINUTES, messages=10_000_000, per_second=200)
    assert all(minute == {"primary": 80, "second": 20} for minute in simulated.shares)


def test_when_all_are_down_everything_leaves_once_one_works_again() -> None:
    simulated = two(failing=lambda _name, second: (float(second < 300), FailureKind.UNKNOWN, False))
    simulated.run(900, messages=20_000, per_second=1_000)
    assert simulated.left == 0
    assert {c.standing.circuit for c in simulated.candidates.values()} <= {
        Circuit.CLOSED,
        Circuit.OPEN,
    }


def mutant_shows(look: Looking, **sent: int) -> list[str]:
    simulated = two(failing=alternating, look=look)
    simulated.run(60 * 60, **sent)
    return simulated.breaches()


def test_an_all_or_nothing_switch_would_be_noticed() -> None:
    assert mutant_shows(switch, messages=10_000_000, per_second=200)
    assert not mutant_shows(after_window, messages=10_000_000, per_second=200)
