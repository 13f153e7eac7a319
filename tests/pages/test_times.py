"""Times as readers say them, in their zone."""

from __future__ import annotations

from datetime import datetime

import pytest

from noroshi.pages.times import Times
from tests.pages.kitsune import at


def times(language: str, zone: str, now: datetime) -> Times:
    return Times(language=language, zone=zone, now=now)


@pytest.mark.parametrize(
    ("language", "zone", "name", "offset"),
    [
        ("en", "Europe/Berlin", "CET", "UTC+1"),
        ("en", "Asia/Tokyo", "JST", "UTC+9"),
        ("ja", "Asia/Tokyo", "日本時間", "UTC+9"),
        ("en", "Asia/Singapore", "UTC+8", "UTC+8"),
        ("en", "Asia/Kolkata", "IST", "UTC+5:30"),
        ("en", "America/Sao_Paulo", "UTC-3", "UTC-3"),
        ("en", "UTC", "UTC", "UTC"),
    ],
)
def test_a_zone_is_named_as_readers_know_it(
    language: str, zone: str, name: str, offset: str
) -> None:
    here = times(language, zone, at("12:00"))
    assert here.zone_name(at("12:00")) == name
    assert here.offset(at("12:00")) == offset


def test_a_moment_on_another_day_names_the_day() -> None:
    english = times("en", "Europe/Berlin", at("12:00"))
    assert english.moment(at("13:02")) == "14:02 CET"
    assert english.moment(at("13:02", day=11)) == "11 March, 14:02 CET"
    japanese = times("ja", "Asia/Tokyo", at("12:00"))
    assert japanese.moment(at("13:02")) == "22:02"
    assert japanese.moment(at("13:02", day=11)) == "3月11日 22:02"


def test_summer_time_changes_the_name_of_the_zone() -> None:
    summer = datetime.fromisoformat("2026-07-01T10:00:00+00:00")
    assert times("en", "Europe/Berlin", summer).moment(summer) == "12:00 CEST"


def test_a_window_over_midnight_names_both_days() -> None:
    english = times("en", "Europe/Berlin", at("12:00"))
    assert english.window(at("22:00", 14), at("01:00", 15), " to ") == (
        "Saturday 14 March, 23:00 to Sunday 15 March, 02:00 CET"
    )
    japanese = times("ja", "Asia/Tokyo", at("12:00"))
    assert japanese.window(at("02:00", 15), at("04:00", 15), "〜") == (
        "3月15日（日）11:00〜13:00（日本時間）"
    )
