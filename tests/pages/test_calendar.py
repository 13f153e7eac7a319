"""Planned work in people's calendars: RFC 5545, believed when it changes, gone when cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from noroshi.pages.calendar import calendar
from noroshi.pages.reader import reader_for
from noroshi.pages.render import Renderer
from noroshi.pages.state import MaintenanceView, PageSite
from tests.pages import kitsune

WORK = kitsune.INVOICE_WORK


def written(*works: MaintenanceView, language: str = "en", site: PageSite = kitsune.SITE) -> bytes:
    state = replace(kitsune.quiet(), maintenances=works, site=site)
    return calendar(Renderer(state=state, reader=reader_for(state, language)))


def event(*works: MaintenanceView, language: str = "en", site: PageSite = kitsune.SITE) -> Any:
    (found,) = Calendar.from_ical(written(*works, language=language, site=site)).events
    return found


def test_an_event_has_its_window_in_utc_and_leads_to_the_page() -> None:
    found = event(WORK)
    assert found["dtstart"].dt == datetime(2026, 3, 15, 2, tzinfo=UTC)
    assert found["dtend"].dt == datetime(2026, 3, 15, 4, tzinfo=UTC)
    assert found["summary"] == "Planned maintenance: Invoices, Europe"
    assert found["description"].startswith("Invoices can be read but not created")
    assert found["url"] == "https://eu.status.kitsune.example/index.html#maintenance-12"
    assert (found["status"], found["transp"], found["sequence"]) == ("CONFIRMED", "TRANSPARENT", 0)


def test_the_same_work_always_gives_the_same_bytes() -> None:
    assert written(WORK) == written(WORK)


def test_moved_work_keeps_its_uid_and_raises_its_sequence() -> None:
    moved = replace(
        WORK,
        scheduled_for=WORK.scheduled_for + timedelta(days=1),
        scheduled_until=WORK.scheduled_until + timedelta(days=1),
        revision=1,
        changed_at=kitsune.at("12:00"),
    )
    before, after = event(WORK), event(moved)
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["last-modified"].dt == after["dtstamp"].dt == kitsune.at("12:00")
    assert after["created"].dt == WORK.announced_at


def test_the_uid_outlives_the_pages_address_and_its_first_language() -> None:
    moved = replace(kitsune.SITE, base_url="https://s.example", default_language="ja")
    assert event(WORK)["uid"] == event(WORK, site=moved)["uid"]


def test_cancelled_work_is_taken_out_of_the_day_and_says_so() -> None:
    off = replace(WORK, cancelled_at=kitsune.at("12:00"))
    found = event(off)
    assert found["status"] == "CANCELLED"
    assert found["sequence"] == event(WORK)["sequence"] + 1
    assert found["summary"] == "Cancelled: Planned maintenance: Invoices, Europe"
    assert event(off, language="ja")["summary"].startswith("【中止】")


def test_work_without_an_end_is_a_moment() -> None:
    found = event(replace(WORK, scheduled_until=WORK.scheduled_for))
    assert "dtend" not in found


@pytest.mark.parametrize("length", range(60, 90))
def test_long_japanese_lines_are_folded_between_characters_at_75_octets(length: int) -> None:
    work = replace(WORK, title={"ja": "決" * length}, body_markdown={"ja": "x" + "済み。" * length})
    content = written(work, language="ja")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.removeprefix(b" ").decode() or True for line in lines)
    assert event(work, language="ja")["summary"] == "メンテナンスのお知らせ：" + "決" * length


def test_several_lines_commas_and_semicolons_come_back_as_they_were_written() -> None:
    text = "First; second, third\\n\n\n- a list\n- END:VEVENT"
    assert event(replace(WORK, body_markdown={"en": text}))["description"] == text


def test_a_calendar_without_work_is_still_a_calendar() -> None:
    found = Calendar.from_ical(written())
    assert found.events == []
    assert [part.name for part in found.subcomponents] == ["VTIMEZONE"]
    assert found["method"] == "PUBLISH"


def test_readers_are_told_to_look_again_within_the_hour() -> None:
    content = written(WORK).decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in content
    assert "X-PUBLISHED-TTL:PT1H\r\n" in content
    assert "X-WR-CALNAME:Kitsune Cloud: planned maintenance\r\n" in content
