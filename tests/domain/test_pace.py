"""How fast it goes, when it ends, and when nobody can tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from noroshi.domain.pace import WINDOW, Look, Pace, average, expected_end, pace_of, remembered

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


def after(seconds: float, settled: int) -> Look:
    return Look(at=NOON + timedelta(seconds=seconds), settled=settled)


def test_one_look_tells_no_pace_and_two_that_are_close_neither() -> None:
    assert pace_of([]) is None
    assert pace_of([after(0, 10)]) is None
    assert pace_of([after(0, 10), after(2, 20)]) is None


def test_the_pace_is_that_of_the_last_seconds_and_knows_its_range() -> None:
    slowing = [after(0, 0), after(10, 1_000), after(20, 2_000), after(30, 2_500)]
    assert pace_of(slowing) == Pace(per_second=50, fastest=2_500 / 30, slowest=50)


def test_what_stands_still_has_no_expected_end() -> None:
    pace = pace_of([after(0, 700), after(15, 700), after(30, 700)])
    assert pace == Pace(per_second=0, fastest=0, slowest=0)
    assert expected_end(300, pace, NOON) is None
    assert expected_end(300, None, NOON) is None


def test_a_varying_pace_gives_a_range_and_a_steady_one_a_moment() -> None:
    steady = expected_end(600, Pace(per_second=10, fastest=10, slowest=10), NOON)
    assert steady is not None
    assert (steady.latest, steady.is_range) == (NOON + timedelta(minutes=1), False)
    varying = expected_end(6_000, Pace(per_second=10, fastest=20, slowest=10), NOON)
    assert varying is not None
    assert varying.is_range
    assert varying.latest - varying.earliest == timedelta(minutes=5)


def test_old_looks_are_forgotten_and_many_viewers_count_as_one() -> None:
    looks: tuple[Look, ...] = ()
    for tenth in range(900):
        looks = remembered(looks, after(tenth / 10, tenth))
    assert looks[-1].at - looks[0].at <= WINDOW
    assert len(looks) <= WINDOW.total_seconds() + 1
    assert remembered(looks, after(100, 3)) == (after(100, 3),)


def test_the_average_waits_until_it_means_something() -> None:
    assert average(100, timedelta(seconds=1)) is None
    assert average(0, timedelta(minutes=1)) is None
    assert average(600, timedelta(minutes=1)) == Pace(per_second=10, fastest=10, slowest=10)
