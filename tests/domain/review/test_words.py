"""Lengths, gaps and rows in English and Japanese, and the export for machines."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from noroshi.domain.review.export import exported
from noroshi.domain.review.rows import BAR, gap_rows
from noroshi.domain.review.words import EN, JA, WORDS, PictureWords
from tests.domain.review.scenes import NOON, incident, lane, promise

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("seconds", "english", "japanese"),
    [
        (0, "0 min", "0分"),
        (40, "40 s", "40秒"),
        (59.2, "1 min", "1分"),
        (540, "9 min", "9分"),
        (1800, "30 min", "30分"),
        (1801, "31 min", "31分"),
        (3600, "1 h", "1時間"),
        (7380, "2 h 3 min", "2時間3分"),
        (86399, "1 d", "1日"),
        (273600, "3 d 4 h", "3日4時間"),
    ],
)
def test_lengths_are_rounded_up_to_the_minute(seconds: float, english: str, japanese: str) -> None:
    span = timedelta(seconds=seconds)
    assert (EN.length(span), JA.length(span)) == (english, japanese)


def test_gaps_are_named_by_their_two_ends() -> None:
    page = lane(9, 40)
    rows = gap_rows(incident(page), page, EN, UTC)
    assert [row.between for row in rows] == [
        "First alert to update 1",
        "Update 1 to update 2",
        "Update 2 to resolved",
    ]
    assert gap_rows(incident(page), page, JA, UTC)[0].between == "最初の検知から第1報まで"


def test_rows_say_when_and_how_long_and_draw_no_bar_beyond_its_room() -> None:
    page = lane(9, 40, resolved=120)
    rows = gap_rows(incident(page), page, EN, TOKYO)
    assert [(row.time, row.length, row.state) for row in rows] == [
        ("21:00–21:09", "9 min", "In time"),
        ("21:09–21:40", "31 min", "Gap"),
        ("21:40–23:00", "1 h 20 min", "Gap"),
    ]
    assert max(row.bar for row in rows) == BAR
    assert {row.limit_at for row in rows} == {90.0}
    assert [row.largest for row in rows] == [False, False, True]
    assert [row.is_gap for row in rows] == [False, True, True]


def test_rows_over_midnight_carry_dates_and_lanes_without_limit_no_line() -> None:
    sms = lane(9, limit=None)
    rows = gap_rows(incident(sms, resolved=240), sms, JA, TOKYO)
    assert rows[1].time == "3月12日 21:09 – 3月13日 01:00"
    assert rows[1].state == "上限なし"
    assert rows[1].limit_at is None


def test_a_lane_with_nothing_to_measure_has_no_rows() -> None:
    silent = lane(limit=None)
    assert gap_rows(incident(silent, alert=None), silent, EN, UTC) == ()


def test_japanese_names_its_zone_in_words() -> None:
    assert JA.zone(NOON.astimezone(TOKYO)) == "日本時間"
    assert EN.zone(NOON.astimezone(TOKYO)) == "JST"


def test_both_languages_fill_the_same_blanks() -> None:
    def blanks(words: PictureWords) -> dict[str, set[str]]:
        texts = {each.name: getattr(words, each.name) for each in fields(words)}
        return {
            name: {part.split("}")[0] for part in text.split("{")[1:]}
            for name, text in texts.items()
            if isinstance(text, str)
        }

    assert blanks(EN) == blanks(JA)
    assert WORDS == {"en": EN, "ja": JA}


def test_the_export_is_json_with_null_for_what_is_not_known() -> None:
    page = lane(9, 53, resolved=120)
    promises = [promise(39), promise(69, "missed", 91)]
    found = json.loads(json.dumps(exported(incident(page, promises=promises))))
    assert found["schema"] == "noroshi.review.incident/1"
    assert found["figures"]["first_update_s"] == 540
    assert found["figures"]["largest_gap_s"] == 4020
    assert found["figures"]["largest_gap_lane"] == "page"
    assert found["figures"]["changing_s"] is None
    assert found["began_at"] == "2026-03-12T12:00:00+00:00"
    assert [gap["is_gap"] for gap in found["lanes"][0]["gaps"]] == [False, True, True]
    assert found["lanes"][0]["gaps"][0]["until"] == {"kind": "update", "number": 1}
    assert found["promises"][1]["late_by_s"] == 1320


def test_the_export_of_an_incident_of_which_nothing_is_known_holds_no_zero() -> None:
    found = exported(incident(alert=None, resolved=None))
    assert (found["began_at"], found["counted_from"], found["resolved_at"]) == (None, None, None)
    assert found["lanes"] == []
