"""Time that nobody watched is a hole in the bars, and never a good time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from noroshi.domain.incident import ComponentStatus
from noroshi.domain.uptime import Day, Span, days_of
from noroshi.domain.watched import Period, by_day, holes, seconds_in, seen_until, union, without

NOW = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=200)
MINUTE = timedelta(minutes=1)


def period(start: float, end: float) -> Period:
    """In hours before now."""
    return Period(start=NOW - timedelta(hours=start), end=NOW - timedelta(hours=end))


def days(*, spans: tuple[Span, ...] = (), gaps: tuple[Period, ...] = ()) -> dict[date, Day]:
    found = days_of(spans, watched_since=LONG_AGO, now=NOW, zone="UTC", holes=gaps)
    return {day.day: day for day in found}


def test_a_day_in_which_nobody_looked_is_a_hole_and_not_green() -> None:
    found = days(gaps=(period(36, 12),))
    assert found[date(2026, 3, 11)].status is None
    assert found[date(2026, 3, 10)].status is ComponentStatus.OPERATIONAL


def test_a_day_in_which_half_was_watched_is_not_green_either() -> None:
    found = days(gaps=(period(36, 24),))
    assert found[date(2026, 3, 11)].status is None


def test_a_few_blind_minutes_leave_the_day_but_not_the_reckoning() -> None:
    day = days(gaps=(period(36, 35.5),))[date(2026, 3, 11)]
    assert day.status is ComponentStatus.OPERATIONAL
    assert day.watched_seconds == 86_400 - 1_800


def test_an_outage_that_people_know_of_counts_although_no_check_looked() -> None:
    outage = Span(
        status=ComponentStatus.MAJOR_OUTAGE,
        start=NOW - timedelta(hours=30),
        end=NOW - timedelta(hours=29),
    )
    day = days(spans=(outage,), gaps=(period(36, 12),))[date(2026, 3, 11)]
    assert day.status is ComponentStatus.MAJOR_OUTAGE
    assert (day.outage_seconds, day.watched_seconds) == (3_600, 3_600)


def test_today_is_reckoned_by_the_hours_that_have_passed() -> None:
    assert days()[date(2026, 3, 12)].watched_seconds == 12 * 3_600


def test_the_days_before_anybody_spoke_are_holes() -> None:
    found = days_of((), watched_since=NOW - timedelta(days=3), now=NOW, zone="UTC")
    assert [day.status is None for day in found[-5:]] == [True, False, False, False, False]


def test_two_outages_at_once_are_not_counted_twice() -> None:
    spans = [
        Span(
            status=ComponentStatus.PARTIAL_OUTAGE,
            start=NOW - timedelta(hours=h),
            end=NOW - timedelta(hours=1),
        )
        for h in (2, 3)
    ]
    assert days(spans=tuple(spans))[date(2026, 3, 12)].outage_seconds == 7_200


def test_a_look_proves_only_the_time_since_the_look_before_it() -> None:
    patience = 3 * MINUTE
    assert seen_until(NOW - MINUTE, NOW, patience) == Period(start=NOW - MINUTE, end=NOW)
    assert seen_until(NOW - 4 * MINUTE, NOW, patience) is None
    assert seen_until(None, NOW, patience) is None


def test_a_worker_that_was_away_leaves_a_hole_from_its_last_look_to_its_next() -> None:
    found = holes([period(10, 0)], [period(10, 6), period(4, 0)], now=NOW, patience=MINUTE)
    assert found == (period(6, 4),)


def test_the_time_since_the_last_look_is_no_hole_until_the_patience_is_over() -> None:
    seen = [Period(start=NOW - timedelta(hours=1), end=NOW - 2 * MINUTE)]
    wanted = [Period(start=NOW - timedelta(hours=1), end=NOW)]
    assert holes(wanted, seen, now=NOW, patience=3 * MINUTE) == ()
    assert holes(wanted, seen, now=NOW, patience=MINUTE) == (
        Period(start=NOW - 2 * MINUTE, end=NOW),
    )


def test_times_are_joined_cut_and_measured() -> None:
    assert union([period(3, 2), period(5, 2.5), period(1, 1)]) == (period(5, 2),)
    assert without([period(5, 0)], [period(4, 3), period(2, 1)]) == (
        period(5, 4),
        period(3, 2),
        period(1, 0),
    )
    assert seconds_in([period(5, 1)], period(2, 0)) == 3_600
    assert [day for day, _ in by_day(period(13, 0))] == [date(2026, 3, 11), date(2026, 3, 12)]


def _in_berlin(day: date, *spans: Span) -> Day:
    noon = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(days=1, hours=12)
    found = days_of(spans, watched_since=LONG_AGO, now=noon, zone="Europe/Berlin")
    return next(one for one in found if one.day == day)


SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_a_day_on_which_clocks_are_changed_has_23_or_25_hours(day: date, hours: int) -> None:
    assert _in_berlin(day).watched_seconds == hours * 3_600


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_an_outage_all_through_such_a_day_leaves_no_uptime(day: date) -> None:
    outage = Span(
        status=ComponentStatus.MAJOR_OUTAGE,
        start=datetime.combine(day, datetime.min.time(), tzinfo=UTC) - timedelta(days=1),
        end=datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(days=2),
    )
    shown = _in_berlin(day, outage)
    assert shown.outage_seconds == shown.watched_seconds
