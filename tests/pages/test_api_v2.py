"""Statuspage v2: the exact keys of recorded payloads, and our extras only under x_noroshi."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from noroshi.pages.state import ComponentStatus, PageState, RegionView
from tests.pages import kitsune
from tests.pages.programs import for_programs

PAGE = {"id", "name", "url", "time_zone", "updated_at"}
COMPONENT = {
    "id", "name", "status", "created_at", "updated_at", "position", "description", "showcase",
    "start_date", "group_id", "page_id", "group", "only_show_if_degraded",
}  # fmt: skip
UPDATE = {
    "id", "status", "body", "incident_id", "created_at", "updated_at", "display_at",
    "affected_components", "deliver_notifications", "custom_tweet", "tweet_id",
}  # fmt: skip
SHARED = {
    "id", "name", "status", "created_at", "updated_at", "monitoring_at", "resolved_at", "impact",
    "shortlink", "started_at", "page_id", "incident_updates", "components",
}  # fmt: skip
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def documents(state: PageState) -> dict[str, Any]:
    return {
        path.removeprefix("api/v2/").removesuffix(".json"): json.loads(content)
        for path, content in for_programs(state).items()
        if path.startswith("api/v2/")
    }


def test_each_document_has_its_own_top_level_keys() -> None:
    found = {name: set(document) for name, document in documents(kitsune.burning()).items()}
    assert found == {
        "summary": {"page", "components", "incidents", "scheduled_maintenances", "status"},
        "status": {"page", "status"},
        "components": {"page", "components"},
        "incidents": {"page", "incidents"},
        "incidents/unresolved": {"page", "incidents"},
        "scheduled-maintenances": {"page", "scheduled_maintenances"},
        "scheduled-maintenances/upcoming": {"page", "scheduled_maintenances"},
        "scheduled-maintenances/active": {"page", "scheduled_maintenances"},
    }


def test_every_object_has_exactly_the_recorded_keys() -> None:
    summary = documents(kitsune.burning())["summary"]
    assert set(summary["page"]) - {"x_noroshi"} == PAGE
    assert set(summary["status"]) == {"indicator", "description"}
    for part in summary["components"]:
        extra = {"components"} if part["group"] else set()
        assert set(part) - {"x_noroshi"} == COMPONENT | extra
    incident = summary["incidents"][0]
    assert set(incident) - {"x_noroshi"} == SHARED | {"reminder_intervals"}
    for update in incident["incident_updates"]:
        assert set(update) - {"x_noroshi"} == UPDATE
    for part in incident["components"]:
        assert set(part) - {"x_noroshi"} == COMPONENT
    work = summary["scheduled_maintenances"][0]
    assert set(work) - {"x_noroshi"} == SHARED | {"scheduled_for", "scheduled_until"}
    assert set(work["incident_updates"][0]) - {"x_noroshi"} == UPDATE


def test_the_promise_travels_under_x_noroshi() -> None:
    incident = documents(kitsune.burning())["summary"]["incidents"][0]
    assert incident["x_noroshi"]["next_update_by"] == "2026-03-12T14:15:00.000Z"
    assert incident["x_noroshi"]["name"]["ja"] == "EUの一部のお客さまにおける決済エラー"
    assert set(incident["incident_updates"][0]["x_noroshi"]["body"]) == {"en", "ja"}


def test_a_service_with_regions_is_a_group_with_a_child_for_each() -> None:
    parts = documents(kitsune.burning())["components"]["components"]
    groups = [part for part in parts if part["group"]]
    assert [group["name"] for group in groups][:2] == ["Checkout", "Payments API"]
    assert groups[0]["status"] == "partial_outage"
    children = [part for part in parts if part["group_id"] == groups[0]["id"]]
    assert [child["id"] for child in children] == groups[0]["components"]
    assert [child["name"] for child in children] == [
        "Checkout - Europe",
        "Checkout - United Kingdom",
        "Checkout - United States",
        "Checkout - Asia Pacific",
    ]


def test_with_one_region_services_are_plain_components() -> None:
    state = replace(kitsune.burning(), regions=(RegionView(key="europe", name={"en": "Europe"}),))
    parts = documents(state)["components"]["components"]
    assert len(parts) == 6
    assert not any(part["group"] for part in parts)


def test_affected_components_name_the_child_with_its_group() -> None:
    incident = documents(kitsune.burning())["summary"]["incidents"][0]
    first = incident["incident_updates"][-1]
    assert first["affected_components"] == [
        {
            "code": incident["components"][0]["id"],
            "name": "Checkout - Europe",
            "old_status": "operational",
            "new_status": "partial_outage",
        }
    ]
    assert incident["incident_updates"][0]["affected_components"] is None


@pytest.mark.parametrize(
    ("status", "indicator"),
    [
        ("operational", "none"),
        ("degraded_performance", "minor"),
        ("partial_outage", "major"),
        ("major_outage", "critical"),
        ("under_maintenance", "maintenance"),
    ],
)
def test_the_roll_up_comes_from_the_services(status: ComponentStatus, indicator: str) -> None:
    quiet = kitsune.quiet()
    hit = replace(quiet.components[2], statuses={**kitsune.EVERYWHERE, "europe": status})
    state = replace(quiet, components=(*quiet.components[:2], hit, *quiet.components[3:]))
    assert documents(state)["status"]["status"]["indicator"] == indicator


def test_summary_holds_open_incidents_only_and_lists_are_newest_first() -> None:
    found = documents(kitsune.burning())
    assert [i["x_noroshi"]["number"] for i in found["summary"]["incidents"]] == [148]
    assert [i["x_noroshi"]["number"] for i in found["incidents"]["incidents"]] == [148, 141]
    assert documents(kitsune.reported())["incidents/unresolved"]["incidents"] == []
    updates = found["incidents"]["incidents"][0]["incident_updates"]
    assert [u["created_at"] for u in updates] == sorted(
        (u["created_at"] for u in updates), reverse=True
    )


def test_ids_are_twelve_letters_and_never_change() -> None:
    early, late = documents(kitsune.burning()), documents(kitsune.reported())
    ids = [part["id"] for part in early["components"]["components"]]
    assert len(set(ids)) == len(ids) == 30
    assert all(re.fullmatch(r"[a-z0-9]{12}", key) for key in ids)
    assert early["incidents"]["incidents"][0]["id"] == late["incidents"]["incidents"][0]["id"]


def test_times_have_milliseconds_and_only_a_change_moves_the_page() -> None:
    found = documents(kitsune.burning())["summary"]
    assert STAMP.fullmatch(found["page"]["updated_at"])
    assert found["page"]["updated_at"] == "2026-03-12T13:52:00.000Z"
    assert found["page"]["x_noroshi"]["as_of"] == "2026-03-12T13:58:00.000Z"


def test_maintenance_is_found_by_its_stage() -> None:
    running = replace(kitsune.INVOICE_WORK, key="b", number=13, status="in_progress")
    over = replace(kitsune.INVOICE_WORK, key="c", number=14, status="completed")
    state = replace(kitsune.quiet(), maintenances=(kitsune.INVOICE_WORK, running, over))
    found = documents(state)
    assert len(found["scheduled-maintenances"]["scheduled_maintenances"]) == 3
    assert len(found["scheduled-maintenances/upcoming"]["scheduled_maintenances"]) == 1
    assert len(found["scheduled-maintenances/active"]["scheduled_maintenances"]) == 1
    assert len(found["summary"]["scheduled_maintenances"]) == 2
