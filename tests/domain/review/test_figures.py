"""The figures of one incident."""

from __future__ import annotations

from dataclasses import replace

from noroshi.domain.review.figures import figures
from noroshi.domain.timeline import Lane, Timeline
from tests.domain.review.scenes import at, dot, incident, lane, minutes, promise


def test_the_first_update_counts_from_the_alert_on_whatever_channel_it_came() -> None:
    found = figures(incident(lane(14), lane(9, key="sms", limit=None)))
    assert (found.first_update, found.counted_from) == (minutes(9), "first_alert")


def test_an_internal_message_is_not_a_first_update() -> None:
    chat = Lane(key="chat", name="Chat", dots=(dot(2, "internal"),))
    found = figures(incident(lane(9), chat))
    assert found.first_update == minutes(9)


def test_what_nobody_knows_is_not_zero() -> None:
    found = figures(incident(lane(9, resolved=20), alert=None))
    assert (found.first_update, found.duration, found.investigating) == (None, None, None)
    assert "beginning_unknown" in found.reasons
    silent = figures(incident(lane()))
    assert silent.first_update is None
    assert "nothing_said" in silent.reasons


def test_a_silence_that_its_plan_allows_does_not_outdo_one_that_it_does_not() -> None:
    mail = lane(5, 80, key="mail", limit=120)
    found = figures(incident(lane(9, 53, 80, 100, resolved=120), mail)).largest
    assert found is not None
    assert (found.lane_key, found.gap.length) == ("page", minutes(44))


def test_of_equal_gaps_the_first_lane_has_the_largest() -> None:
    found = figures(incident(lane(60, resolved=120), lane(60, resolved=120, key="x"))).largest
    assert found is not None
    assert found.lane_key == "page"


def test_lanes_without_a_limit_notices_and_internal_lanes_are_not_measured() -> None:
    notice = replace(lane(1, key="notice"), form="standing")
    chat = replace(lane(1, key="chat"), internal=True)
    found = figures(incident(lane(1, key="sms", limit=None), notice, chat))
    assert (found.largest, found.over_limit) == (None, 0)


def test_promises_that_are_open_or_cancelled_are_not_counted() -> None:
    promises = [promise(30), promise(60, "missed"), promise(90, "cancelled"), promise(200, "open")]
    found = figures(incident(promises=promises))
    assert (found.promises_kept, found.promises_due) == (1, 2)


def test_the_stages_meet_where_the_cause_was_identified() -> None:
    found = figures(incident(identified=29))
    assert (found.duration, found.investigating, found.changing) == (
        minutes(120),
        minutes(29),
        minutes(91),
    )


def test_a_cause_never_identified_leaves_one_long_investigation() -> None:
    found = figures(incident())
    assert (found.investigating, found.changing) == (minutes(120), None)
    assert "never_identified" in found.reasons


def test_a_cause_known_before_the_alert_took_no_investigation() -> None:
    found = figures(incident(identified=-5))
    assert (found.investigating, found.changing) == (minutes(0), minutes(120))


def test_a_cause_identified_after_the_resolution_ends_with_it() -> None:
    found = figures(incident(identified=300))
    assert (found.investigating, found.changing) == (minutes(120), minutes(0))


def test_without_a_beginning_the_second_stage_is_still_known() -> None:
    found = figures(incident(alert=None, identified=100))
    assert (found.investigating, found.changing) == (None, minutes(20))


def test_the_time_until_the_alert_is_told_where_the_start_is_known() -> None:
    known = Timeline(title="", now=at(9), first_alert_at=at(4), started_at=at(0))
    assert figures(known).unnoticed == minutes(4)
    assert figures(incident()).unnoticed is None
    assert figures(Timeline(title="", now=at(9), started_at=at(0))).unnoticed is None


def test_the_running_silence_of_an_open_incident_counts_from_the_last_public_word() -> None:
    assert figures(incident(lane(9), resolved=None, now=50)).silent_for == minutes(41)
    assert figures(incident(lane(), resolved=None, now=50)).silent_for == minutes(50)
    assert figures(incident(lane(), alert=None, resolved=None)).silent_for is None
    assert figures(incident(lane(9))).silent_for is None
    assert "still_open" in figures(incident(resolved=None)).reasons
