"""The parts of the picture: the axis, what fits, what is escaped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.review.drawing import svg
from noroshi.domain.review.drawing.axis import Scale, step_of, ticks
from noroshi.domain.review.drawing.fit import Taken, shortened, width
from tests.domain.review.scenes import CALM, at, minutes

BERLIN = ZoneInfo("Europe/Berlin")


def clocks(since: datetime, until: datetime, zone: ZoneInfo) -> list[str]:
    return [f"{tick:%d %H:%M}" for tick in ticks(since, until, zone)]


def test_a_short_incident_has_ticks_on_full_minutes() -> None:
    assert clocks(at(0.5), at(4), BERLIN) == ["12 13:01", "12 13:02", "12 13:03", "12 13:04"]


def test_two_and_a_half_hours_have_ticks_every_quarter_of_an_hour() -> None:
    assert clocks(at(2), at(152), BERLIN)[:2] == ["12 13:15", "12 13:30"]


def test_ticks_follow_the_clock_on_the_wall_when_the_clocks_change() -> None:
    since = datetime(2026, 3, 28, 18, tzinfo=BERLIN)
    found = clocks(since, datetime(2026, 3, 30, 6, tzinfo=BERLIN), BERLIN)
    assert found[:5] == ["28 18:00", "29 00:00", "29 06:00", "29 12:00", "29 18:00"]


def test_an_hour_that_does_not_exist_has_no_tick() -> None:
    since = datetime(2026, 3, 29, 0, tzinfo=BERLIN)
    found = clocks(since, datetime(2026, 3, 29, 9, tzinfo=BERLIN), BERLIN)
    assert found[:4] == ["29 00:00", "29 01:00", "29 03:00", "29 04:00"]


@CALM
@given(st.integers(5, 60 * 24 * 40), st.integers(-(10**6), 10**6))
def test_an_axis_of_any_length_has_a_readable_number_of_ticks(length: int, start: int) -> None:
    found = ticks(at(start), at(start + length), BERLIN)
    assert 1 <= len(found) + 1 <= 13
    assert found == sorted(set(found))


def test_centuries_still_have_a_step() -> None:
    assert step_of(timedelta(days=365 * 9000)) == timedelta(days=36500)


def test_moments_off_the_axis_are_held_at_its_ends() -> None:
    scale = Scale(since=at(0), until=at(10), left=100.0, right=200.0)
    assert [scale.place(at(each)) for each in (-5, 0, 5, 10, 99)] == [100, 100, 150, 200, 200]


def test_japanese_letters_are_wider_than_latin_ones() -> None:
    assert width("空白", 10) == 20
    assert width("ab", 10) < 12


@pytest.mark.parametrize("name", ["Status page", "お客さま向けメール", ""])
def test_a_name_that_fits_is_left_alone(name: str) -> None:
    assert shortened(name, 14, 200) == name


@CALM
@given(st.text(min_size=1), st.integers(20, 200))
def test_a_shortened_name_fits(name: str, room: int) -> None:
    assert width(shortened(name, 14, room), 14) <= room


def test_a_place_is_given_once() -> None:
    taken = Taken()
    assert taken.take_if_free(0, 10)
    assert taken.take_if_free(10, 20)
    assert not taken.take_if_free(19, 30)


def test_markup_and_forbidden_characters_are_defused() -> None:
    assert svg.words("<a href='x'>&\"\x00\x1b\ud800\ufffe") == (
        "&lt;a href=&#x27;x&#x27;&gt;&amp;&quot;\ufffd\ufffd\ufffd\ufffd"
    )
    assert svg.element("g", class_='"><script>', x=1.25) == (
        '<g class="&quot;&gt;&lt;script&gt;" x="1.2"/>'
    )
    assert minutes(1) == timedelta(seconds=60)
    assert at(0).tzinfo is UTC
