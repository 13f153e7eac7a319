"""A timeline refuses what cannot be measured, and knows where silence begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from noroshi.domain.timeline import Dot, Lane, PromiseMark, Timeline

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
NAIVE = datetime(2026, 3, 12, 12)  # noqa: DTZ001 (the point of the test)


def at(minute: float) -> datetime:
    return NOON + timedelta(minutes=minute)


@pytest.mark.parametrize(
    "field",
    ["now", "first_alert_at", "started_at", "declared_at", "identified_at", "resolved_at"],
)
def test_a_moment_without_a_zone_is_refused(field: str) -> None:
    checkout = Timeline(title="Checkout fails", now=NOON)
    naive: dict[str, Any] = {field: NAIVE}
    with pytest.raises(ValueError, match="without a zone"):
        replace(checkout, **naive)


def test_dots_and_promises_refuse_moments_without_a_zone() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        Dot(at=NAIVE, label="Update 1")
    with pytest.raises(ValueError, match="without a zone"):
        PromiseMark(due_at=NAIVE, state="open")
    with pytest.raises(ValueError, match="without a zone"):
        PromiseMark(due_at=NOON, state="kept", settled_at=NAIVE)


def test_words_that_nobody_knows_are_refused() -> None:
    with pytest.raises(ValueError, match="'shout' is none of update"):
        Dot(at=NOON, label="", kind="shout")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="is none of kept"):
        PromiseMark(due_at=NOON, state="broken")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="is none of messages"):
        Lane(key="x", name="X", form="song")  # type: ignore[arg-type]


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than nothing"):
        Lane(key="page", name="Status page", limit=timedelta(0))


def test_two_lanes_cannot_share_a_key() -> None:
    lane = Lane(key="page", name="Status page")
    with pytest.raises(ValueError, match="share a key"):
        Timeline(title="", now=NOON, lanes=(lane, lane))


def test_moments_are_kept_in_utc_so_that_the_change_of_the_clocks_adds_no_hour() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before = Dot(at=datetime(2026, 3, 29, 1, 50, tzinfo=berlin), label="")
    after = Dot(at=datetime(2026, 3, 29, 3, 10, tzinfo=berlin), label="")
    assert after.at - before.at == timedelta(minutes=20)


def test_silence_is_counted_from_the_first_alert_then_the_start_then_the_declaration() -> None:
    declared = Timeline(title="", now=at(9), declared_at=at(3))
    started = replace(declared, started_at=at(0))
    alerted = replace(started, first_alert_at=at(1))
    found = [
        (each.beginning.kind, each.beginning.at)
        for each in (alerted, started, declared)
        if each.beginning is not None
    ]
    assert found == [("first_alert", at(1)), ("start", at(0)), ("declared", at(3))]
    assert Timeline(title="", now=NOON).beginning is None


def test_an_open_incident_ends_now_and_a_resolved_one_when_it_was_resolved() -> None:
    going_on = Timeline(title="", now=at(9))
    over = Timeline(title="", now=at(9), resolved_at=at(5))
    assert (going_on.is_open, going_on.end) == (True, at(9))
    assert (over.is_open, over.end) == (False, at(5))


def test_reports_and_internal_messages_break_no_silence_for_customers() -> None:
    dots = (
        Dot(at=at(9), label="report", kind="report"),
        Dot(at=at(2), label="update"),
        Dot(at=at(1), label="internal", kind="internal"),
    )
    assert [dot.label for dot in Lane(key="a", name="A", dots=dots).spoken] == ["update"]


def test_a_lane_of_internal_messages_is_internal_and_so_is_one_that_says_so() -> None:
    whispered = Lane(key="a", name="A", dots=(Dot(at=NOON, label="", kind="internal"),))
    assert whispered.is_internal
    assert len(whispered.spoken) == 1
    assert Lane(key="b", name="B", internal=True).is_internal
    assert not Lane(key="c", name="C").is_internal


def test_a_missed_promise_knows_how_late_it_was_made_good() -> None:
    late = PromiseMark(due_at=at(0), state="missed", settled_at=at(22))
    assert late.late_by == timedelta(minutes=22)
    assert PromiseMark(due_at=at(0), state="missed").late_by is None
    assert PromiseMark(due_at=at(0), state="kept", settled_at=at(-3)).late_by is None
