"""``status.json`` and ``history.json``: what a script of five lines needs."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from noroshi.pages.state import PageState
from tests.pages import kitsune
from tests.pages.everything import whole
from tests.pages.programs import for_programs


def status(state: PageState, tree: str = "") -> Any:
    return json.loads(for_programs(state)[f"{tree}status.json"])


def history(state: PageState) -> Any:
    return json.loads(for_programs(state)["history.json"])


def test_a_quiet_page_is_ok() -> None:
    found = status(kitsune.quiet())
    assert (found["ok"], found["status"], found["indicator"]) == (True, "operational", "none")
    assert found["text"] == "Operational"
    assert found["incidents"] == []
    assert found["next_update_by"] is None


def test_trouble_is_told_with_its_promise_and_its_page() -> None:
    found = status(kitsune.burning())
    assert (found["ok"], found["status"], found["indicator"]) == (False, "partial_outage", "major")
    assert found["components"]["checkout"] == "partial_outage"
    assert found["next_update_by"] == "2026-03-12T14:15:00Z"
    (incident,) = found["incidents"]
    assert incident["url"] == "https://eu.status.kitsune.example/incidents/148.html"
    assert incident["headline"] == "Some customers in the EU cannot pay by card at checkout."


def test_an_open_incident_with_green_services_is_not_ok() -> None:
    watching = replace(kitsune.CHECKOUT_FAILS, status="monitoring", impact="none")
    found = status(kitsune.page(watching, built_at=kitsune.at("14:00")))
    assert (found["ok"], found["status"]) == (False, "operational")


def test_work_under_way_is_ok_and_said() -> None:
    running = replace(kitsune.INVOICE_WORK, status="in_progress")
    over = replace(kitsune.INVOICE_WORK, key="x", number=13, status="completed")
    found = status(replace(kitsune.quiet(), maintenances=(running, over)))
    assert (found["ok"], found["status"]) == (True, "under_maintenance")
    assert [work["number"] for work in found["maintenances"]] == [12]


def test_the_japanese_tree_speaks_japanese() -> None:
    found = status(kitsune.burning(), "ja/")
    assert found["text"] == "一部障害"
    assert found["incidents"][0]["title"] == "EUの一部のお客さまにおける決済エラー"
    assert found["url"] == "https://eu.status.kitsune.example/ja/"


def test_it_stays_small_with_200_services() -> None:
    many = tuple(replace(kitsune.COMPONENTS[0], key=f"service-{n}", history=()) for n in range(200))
    state = replace(kitsune.quiet(), components=many, maintenances=())
    assert len(for_programs(state)["status.json"]) < 8_000


def test_a_day_that_nobody_watched_is_null_and_not_in_the_percentage() -> None:
    checkout = history(kitsune.quiet())["components"][0]
    assert checkout["uptime_percent"] == 99.91
    assert checkout["days_not_monitored"] == 3
    assert checkout["days"][-1] == {
        "from": "2025-12-25",
        "to": "2025-12-27",
        "status": None,
        "outage_seconds": 0,
    }
    assert checkout["days"][1]["outage_seconds"] == 2700


def test_a_service_without_any_data_has_no_percentage() -> None:
    found = {part["key"]: part for part in history(kitsune.quiet())["components"]}
    assert found["sign-in"]["uptime_percent"] is None
    assert found["sign-in"]["days_not_monitored"] == 90


def test_every_incident_and_commitment_of_the_page_is_in_the_history() -> None:
    found = history(whole())
    assert [incident["number"] for incident in found["incidents"]] == [148, 147, 141]
    assert found["incidents"][1]["report_url"].endswith("/incidents/147/report.html")
    assert [c["done_at"] for c in found["commitments"]] == [None, "2026-03-13T10:00:00Z"]
    assert found["components"][0]["group"] == "selling"


def test_only_a_change_moves_changed_at() -> None:
    early = kitsune.burning()
    late = replace(early, built_at=kitsune.at("14:10"), version=8)
    assert status(early)["changed_at"] == status(late)["changed_at"] == "2026-03-12T13:52:00Z"
    assert (status(early)["as_of"], status(late)["as_of"]) == (
        "2026-03-12T13:58:00Z",
        "2026-03-12T14:10:00Z",
    )


def test_work_that_begins_is_a_change_of_the_page() -> None:
    running = replace(kitsune.INVOICE_WORK, status="in_progress")
    state = replace(kitsune.quiet(), maintenances=(running,), built_at=kitsune.at("02:01", day=15))
    assert status(state)["changed_at"] == "2026-03-15T02:00:00Z"


def test_work_that_ended_early_moves_the_page_once_and_not_with_every_build() -> None:
    over = replace(
        kitsune.INVOICE_WORK,
        status="completed",
        started_at=kitsune.at("02:00", day=15),
        ended_at=kitsune.at("02:40", day=15),
    )
    for clock in ("02:45", "03:00"):
        state = replace(kitsune.quiet(), maintenances=(over,), built_at=kitsune.at(clock, day=15))
        assert status(state)["changed_at"] == "2026-03-15T02:40:00Z"
