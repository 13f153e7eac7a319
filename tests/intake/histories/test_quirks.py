"""The quirks of real histories, each survived and said."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path

import pytest

from noroshi.intake.histories import statuspage
from noroshi.intake.histories.model import History, ImportedIncident
from tests.intake.histories.bodies import NOON, answer, incident, stamp, update, without, written


def read(folder: Path, *incidents: object, **more: object) -> History:
    return statuspage.read(written(folder, answer(*incidents, **more)))


def the_one(history: History) -> ImportedIncident:
    (found,) = history.incidents
    return found


def test_updates_come_in_order_of_time_whatever_their_order_in_the_file(tmp_path: Path) -> None:
    found = the_one(read(tmp_path, incident(update(0), update(30), update(90, "resolved"))))
    assert [each.at for each in found.updates] == [
        NOON + timedelta(minutes=minute) for minute in (0, 30, 90)
    ]


def test_display_at_is_the_time_of_an_update(tmp_path: Path) -> None:
    late = update(0, created_at=stamp(60 * 24 * 900))
    found = the_one(read(tmp_path, incident(late)))
    assert found.updates[0].at == NOON
    assert found.is_backfilled


def test_an_update_typed_within_a_day_does_not_make_an_incident_back_filled(
    tmp_path: Path,
) -> None:
    found = the_one(read(tmp_path, incident(update(0, created_at=stamp(60 * 24 - 1)))))
    assert not found.is_backfilled


def test_without_display_at_the_time_is_created_at_and_that_is_said(tmp_path: Path) -> None:
    history = read(tmp_path, incident(update(3, display_at=None)))
    assert the_one(history).updates[0].at == NOON + timedelta(minutes=3)
    assert [(note.kind, note.count) for note in history.notes] == [("time_from_created_at", 1)]


def test_mixed_offsets_are_one_time(tmp_path: Path) -> None:
    first = update(0, display_at="2026-03-12T06:00:00.000-06:00")
    second = update(0, display_at="2026-03-12T21:10:00.000+09:00", status="resolved")
    found = the_one(read(tmp_path, incident(second, first)))
    assert [each.at for each in found.updates] == [NOON, NOON + timedelta(minutes=10)]
    assert {each.at.tzinfo for each in found.updates} == {UTC}


@pytest.mark.parametrize(
    ("started", "state"),
    [
        (stamp(-20), "known"),
        (stamp(0.05), "stamped"),
        (stamp(0), "stamped"),
        (stamp(7), "after_first_update"),
        (None, "missing"),
        ("2026-03-12T11:00:00", "missing"),
        ("yesterday", "missing"),
        ("0001-01-01T00:00:00+14:00", "missing"),
        (1773316800, "missing"),
    ],
)
def test_a_start_is_only_believed_if_a_person_can_have_given_it(
    tmp_path: Path, started: object, state: str
) -> None:
    assert the_one(read(tmp_path, incident(update(0), started_at=started))).start == state


def test_old_pages_send_fewer_keys(tmp_path: Path) -> None:
    old = without(
        incident(update(0), update(9, "resolved")),
        "started_at",
        "components",
        "reminder_intervals",
        "updated_at",
        "impact",
    )
    found = the_one(read(tmp_path, old))
    assert (found.start, found.impact, found.updated_at) == ("missing", "unknown", None)


def test_html_becomes_text(tmp_path: Path) -> None:
    body = (
        "<p>We are <b>sorry</b>&nbsp;&amp; working.</p><ul><li>one</li><li>two</li></ul>"
        "<script>alert(1)</script><style>p{}</style></script>\x1b[2J<br>end"
    )
    found = the_one(read(tmp_path, incident(update(0, body=body), update(1, body=None))))
    assert found.updates[0].body == "We are sorry\xa0& working.\none\ntwo\n[2J\nend"
    assert found.updates[1].body == ""


def test_names_cannot_steer_a_terminal(tmp_path: Path) -> None:
    found = the_one(read(tmp_path, incident(update(0), name="Checkout\x1b[31m\n  fails\x00")))
    assert found.name == "Checkout [31m fails"
    assert the_one(read(tmp_path, incident(update(0), name=None))).name == "–"


def test_words_that_nobody_knows_are_kept_and_said(tmp_path: Path) -> None:
    odd = incident(update(0, "pondering"), update(5, "pondering"), impact="apocalyptic")
    history = read(tmp_path, odd)
    found = the_one(history)
    assert (found.impact, found.updates[0].status) == ("apocalyptic", "pondering")
    assert [(note.kind, note.count, note.detail) for note in history.notes] == [
        ("unknown_value", 1, "impact: apocalyptic"),
        ("unknown_value", 2, "status: pondering"),
    ]


@pytest.mark.parametrize(
    "more",
    [{"impact": "maintenance"}, {"status": "completed"}, {"scheduled_for": stamp(0)}],
    ids=["impact", "status", "scheduled_for"],
)
def test_maintenance_is_recognised_among_incidents(tmp_path: Path, more: dict[str, str]) -> None:
    announced_days_ahead = update(-4000, "scheduled")
    found = the_one(read(tmp_path, incident(announced_days_ahead, update(0), **more)))
    assert found.is_maintenance


def test_the_list_of_maintenances_is_read_too(tmp_path: Path) -> None:
    planned = incident(update(-4000, "scheduled"), id="m1", impact="none")
    history = read(tmp_path, incident(update(0)), scheduled_maintenances=[planned])
    assert {each.id: each.is_maintenance for each in history.incidents} == {
        "inc1": False,
        "m1": True,
    }


def test_the_end_is_the_last_update_that_says_resolved(tmp_path: Path) -> None:
    reopened = incident(
        update(0),
        update(30, "resolved"),
        update(40),
        update(60, "resolved"),
        update(99, "postmortem"),
    )
    assert the_one(read(tmp_path, reopened)).resolved_at == NOON + timedelta(minutes=60)


def test_where_no_update_says_resolved_the_incident_does(tmp_path: Path) -> None:
    assert the_one(read(tmp_path, incident(update(0)))).resolved_at == NOON + timedelta(minutes=90)
    closed = incident(update(0), update(7, "monitoring"), resolved_at=None, status="postmortem")
    assert the_one(read(tmp_path, closed)).resolved_at == NOON + timedelta(minutes=7)


def test_an_open_incident_is_told_up_to_the_moment_the_page_was_read(tmp_path: Path) -> None:
    going_on = incident(update(0), resolved_at=None, status="investigating")
    found = the_one(read(tmp_path, going_on))
    assert (found.resolved_at, found.read_at) == (None, NOON + timedelta(hours=8))
    bare = the_one(statuspage.read(written(tmp_path, [going_on])))
    assert bare.read_at == NOON


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("no object", "not_an_object"),
        (None, "not_an_object"),
        (incident(update(0), incident_updates="none"), "updates_not_a_list"),
        (incident(), "no_updates"),
        (incident(update(0), incident_updates=None), "no_updates"),
        (incident(update(0, display_at="soon", created_at=None)), "no_time_in_any_update"),
    ],
)
def test_an_unreadable_incident_is_listed_with_its_place_and_hinders_no_other(
    tmp_path: Path, broken: object, reason: str
) -> None:
    history = read(tmp_path, incident(update(0)), broken)
    assert len(history.incidents) == 1
    assert [each.reason for each in history.unreadable] == [reason]
    assert history.unreadable[0].place.endswith("incidents.json: incidents[1]")


def test_unreadable_updates_are_left_out_and_counted(tmp_path: Path) -> None:
    history = read(tmp_path, incident("text", update(0), update(1, display_at=7, created_at=None)))
    assert len(the_one(history).updates) == 1
    assert [(note.kind, note.count) for note in history.notes] == [
        ("update_not_an_object", 1),
        ("update_without_time", 1),
    ]


def test_the_beginning_is_the_earliest_moment_the_page_tells_of(tmp_path: Path) -> None:
    assert the_one(read(tmp_path, incident(update(0), started_at=stamp(-20)))).began < NOON
    assert the_one(read(tmp_path, incident(update(0), started_at=None))).began == NOON
    assert the_one(read(tmp_path, incident(update(0)))).is_single
