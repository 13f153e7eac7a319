"""The screens of planned work: what Sofie and Yuki see and do."""

from __future__ import annotations

from datetime import timedelta

from noroshi.domain.incident import IncidentState
from noroshi.domain.maintenance import Purpose, WorkState
from noroshi.storage import incidents, maintenances, messages
from tests.cast import World
from tests.maintenance import planned as steps
from tests.maintenance.planned import (
    DETAILS,
    MARA,
    SOFIE,
    TITLE,
    YUKI,
    announced,
    notice,
    past_form,
)
from tests.web.scene import browser


def typed(world: World, **changed: str) -> dict[str, object]:
    day = f"{world.clock.now() + timedelta(days=3):%Y-%m-%d}"
    return {
        "request_key": "one form",
        **{f"title_{code}": text for code, text in TITLE.items()},
        **{f"details_{code}": text for code, text in DETAILS.items()},
        "components": ["checkout"],
        "regions": ["europe"],
        "start_day": day,
        "start_clock": "22:00",
        "end_day": day,
        "end_clock": "23:30",
        "zone": "Europe/Berlin",
        "reminders": ["24", "1"],
        "begins": "clock",
        "ends": "person",
    } | changed


def test_an_empty_list_says_what_it_is_for(world: World) -> None:
    said = browser(world, SOFIE).get("/maintenance/").content.decode()
    assert "No maintenance is planned." in said


def test_sofie_previews_plans_asks_and_yuki_approves_all_at_once(world: World) -> None:
    sofie, yuki = browser(world, SOFIE), browser(world, YUKI)
    seen = sofie.post("/maintenance/new/", typed(world) | {"preview": "1"}).content.decode()
    assert "【メンテナンスのお知らせ】" in seen
    assert maintenances.listing() == []
    answer = sofie.post("/maintenance/new/", typed(world))
    here = answer.headers["location"]
    sofie.post(f"{here}ask/")
    page = yuki.get(here).content.decode()
    work = maintenances.listing()[0]
    texts = [f"{t.id}:{t.digest}" for _, t in steps.waiting_in(work.number, YUKI)]
    assert texts[0] in page
    yuki.post(f"{here}approve/", {"texts": texts})
    assert "Announce it now" in sofie.get(here).content.decode()
    sofie.post(f"{here}announce/")
    assert maintenances.get(work.number).state is WorkState.SCHEDULED


def test_a_time_that_does_not_exist_is_refused_beside_its_field(world: World) -> None:
    gone = typed(world, start_day="2026-03-29", start_clock="02:30", end_day="2026-03-29")
    answer = browser(world, SOFIE).post("/maintenance/new/", gone)
    assert answer.status_code == 400
    assert "does not exist in Europe/Berlin" in answer.content.decode()


def test_a_notice_can_be_written_on_and_loses_its_approval(world: World) -> None:
    work = steps.approved(world, steps.planned(world))
    text = messages.renditions(notice(work, Purpose.ANNOUNCE).message.id)[0]
    here = f"/maintenance/{work.number}/texts/{text.id}/"
    sofie = browser(world, SOFIE)
    assert "Save" in sofie.get(here).content.decode()
    answer = sofie.post(
        here, {"version": text.version, "subject": "Planned work", "body": text.body}
    )
    assert answer.status_code == 302
    assert messages.rendition(text.id).digest != text.digest


def test_the_room_of_maintenance_is_its_own_screen(world: World) -> None:
    work = announced(world)
    answer = browser(world, SOFIE).get(f"/incidents/{work.number}/")
    assert answer.headers["location"] == f"/maintenance/{work.number}/"
    assert (
        "欧州の決済" in browser(world, SOFIE, language="ja").get("/maintenance/").content.decode()
    )


def test_mara_sees_but_does_not_announce(world: World) -> None:
    work = steps.approved(world, steps.planned(world))
    mara = browser(world, MARA)
    assert "Announce it now" not in mara.get(f"/maintenance/{work.number}/").content.decode()
    assert mara.post(f"/maintenance/{work.number}/announce/").status_code == 403
    assert maintenances.get(work.number).state is WorkState.PLANNED


def test_a_past_incident_is_entered_approved_and_put_into_the_history(world: World) -> None:
    sofie = browser(world, SOFIE)
    answer = sofie.post("/past/new/", past_form())
    assert answer.status_code == 302, answer.content.decode()
    number = incidents.listing([IncidentState.ENTERED])[0].number
    assert "Ask for approval" in sofie.get(f"/past/{number}/").content.decode()
