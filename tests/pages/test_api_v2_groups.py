"""Groups of the plan are groups of the API, which knows one level of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from noroshi.pages.state import AffectedView, PageState
from tests.pages import kitsune
from tests.pages.everything import whole
from tests.pages.programs import for_programs


def read(state: PageState, name: str = "summary") -> Any:
    return json.loads(for_programs(state)[f"api/v2/{name}.json"])


def named(parts: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {part["name"]: part for part in parts}


def test_each_group_is_followed_by_its_services_and_the_rest_stands_at_the_end() -> None:
    parts = read(whole())["components"]
    assert [(part["name"], part["position"], part["group"]) for part in parts] == [
        ("Selling", 1, True),
        ("Checkout", 1, False),
        ("Webhooks", 2, False),
        ("Back office", 2, True),
        ("Payments API", 1, False),
        ("Invoices", 2, False),
        ("Dashboard", 3, False),
        ("Sign-in", 4, False),
    ]


def test_a_group_lists_its_services_which_point_back() -> None:
    parts = named(read(whole())["components"])
    group = parts["Selling"]
    assert group["components"] == [parts["Checkout"]["id"], parts["Webhooks"]["id"]]
    assert {parts[name]["group_id"] for name in ("Checkout", "Webhooks")} == {group["id"]}
    assert parts["Dashboard"]["group_id"] is None
    assert "components" not in parts["Checkout"]
    assert not group["showcase"]


def test_a_group_is_as_bad_as_its_worst_service_and_as_old_as_its_oldest() -> None:
    parts = named(read(whole())["components"])
    assert parts["Selling"]["status"] == "partial_outage"
    assert parts["Back office"]["status"] == "operational"
    assert parts["Selling"]["created_at"] == "2025-01-07T00:00:00.000Z"
    assert parts["Selling"]["updated_at"] == parts["Checkout"]["updated_at"]


def test_what_each_region_says_stands_under_x_noroshi() -> None:
    checkout = named(read(whole())["components"])["Checkout"]
    assert checkout["x_noroshi"]["regions"] == {
        "europe": "partial_outage",
        "united-kingdom": "operational",
        "united-states": "operational",
        "asia-pacific": "operational",
    }
    page = read(whole())["page"]["x_noroshi"]
    assert page["regions"]["united-kingdom"] == {"en": "United Kingdom", "ja": "英国"}


def test_a_service_keeps_its_id_when_the_plan_begins_to_group_it() -> None:
    before = named(read(replace(whole(), groups=()))["components"])["Checkout"]
    after = named(read(whole())["components"])["Checkout"]
    assert (before["group"], after["group"]) == (True, False)
    assert before["id"] == after["id"]


def test_a_change_in_several_regions_is_one_change_of_a_grouped_service() -> None:
    hit = tuple(
        AffectedView(
            component="checkout", region=region, old_status="operational", new_status=status
        )
        for region, status in (("europe", "partial_outage"), ("united-kingdom", "major_outage"))
    )
    first = replace(kitsune.UPDATES[0], affected=hit)
    state = whole()
    incident = replace(state.incidents[0], updates=(first,))
    found = read(replace(state, incidents=(incident,)))["incidents"][0]
    (change,) = found["incident_updates"][0]["affected_components"]
    assert change["code"] == found["components"][0]["id"]
    assert (change["old_status"], change["new_status"]) == ("operational", "major_outage")


def test_a_group_without_services_and_a_service_of_an_unknown_group_are_no_trouble() -> None:
    lost = replace(kitsune.COMPONENTS[0], group="no-such-group")
    state = replace(whole(), components=(lost, *whole().components[1:2]))
    parts = read(state)["components"]
    assert [part["name"] for part in parts] == ["Back office", "Payments API", "Checkout"]


def test_commitments_stand_at_their_incident_and_open_ones_are_counted() -> None:
    document = read(whole(), "incidents")
    past = next(i for i in document["incidents"] if i["x_noroshi"]["number"] == 147)
    assert past["x_noroshi"]["commitments"][0] == {
        "text": {"en": "Switch by itself", "ja": "自動で切り替える"},
        "due": "2026-03-31",
        "done_at": None,
    }
    assert document["page"]["x_noroshi"]["open_commitments"] == 1


def test_cancelled_work_is_over_and_says_so_without_a_new_word() -> None:
    document = read(whole(), "scheduled-maintenances")
    work = next(w for w in document["scheduled_maintenances"] if w["x_noroshi"]["number"] == 15)
    assert work["status"] == "completed"
    assert work["x_noroshi"]["cancelled_at"] == "2026-03-12T10:00:00.000Z"
    upcoming = read(whole(), "scheduled-maintenances/upcoming")["scheduled_maintenances"]
    assert [w["x_noroshi"]["number"] for w in upcoming] == [12]


def test_work_under_way_colours_the_page_only_where_nothing_is_worse() -> None:
    assert read(whole())["status"]["indicator"] == "major"
    running = replace(kitsune.INVOICE_WORK, status="in_progress")
    calm = replace(kitsune.quiet(), maintenances=(running,))
    assert read(calm)["status"] == {
        "indicator": "maintenance",
        "description": "Service Under Maintenance",
    }


def test_an_answer_is_harmless_inside_a_script_of_somebody_elses_page() -> None:
    nasty = replace(kitsune.CHECKOUT_FAILS, title={"en": "</script><!-- & -->"})
    content = for_programs(kitsune.page(nasty, built_at=kitsune.at("13:58")))["api/v2/summary.json"]
    assert not {b"<", b">", b"&"} & {content[n : n + 1] for n in range(len(content))}
    assert json.loads(content)["incidents"][0]["name"] == "</script><!-- & -->"


def test_what_was_said_of_work_is_told_newest_first() -> None:
    said = tuple(
        replace(update, status=stage, affected=())
        for update, stage in zip(
            kitsune.UPDATES, ("scheduled", "in_progress", "completed"), strict=True
        )
    )
    over = replace(kitsune.INVOICE_WORK, status="completed", updates=said)
    document = read(replace(whole(), maintenances=(over,)), "scheduled-maintenances")
    (work,) = document["scheduled_maintenances"]
    told = [(u["x_noroshi"]["number"], u["status"]) for u in work["incident_updates"]]
    assert told == [(3, "completed"), (2, "in_progress"), (1, "scheduled")]
