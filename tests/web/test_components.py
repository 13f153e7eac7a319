"""The screen of components: the matrix, deciding, setting a state by hand."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from noroshi.domain.checks import Fault
from noroshi.domain.incident import ComponentStatus
from noroshi.storage import holds
from tests.cast import World
from tests.components.scene import CHECKOUT, FRONT, look, state, with_checks
from tests.web.scene import INES, SOFIE, browser

pytestmark = pytest.mark.django_db

FORM = {
    "regions": ["europe"],
    "status": "degraded_performance",
    "reason": "Slow since the release",
    "end": "60",
}


def test_every_component_stands_in_every_region_with_its_state_in_words(world: World) -> None:
    page = browser(world, SOFIE).get("/components/").content.decode()
    assert page.count("Operational") >= len(world.plan.components) * len(world.plan.regions)
    assert "No checks yet." in page
    assert "提供なし" not in page
    assert (
        "監視はまだありません"
        in browser(world, SOFIE, language="ja").get("/components/").content.decode()
    )


def test_sofie_sets_a_state_and_is_told_until_when(world: World) -> None:
    client = browser(world, SOFIE)
    answer = client.post("/components/checkout/set/", FORM)
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert state() is ComponentStatus.DEGRADED_PERFORMANCE
    page = client.get("/components/checkout/").content.decode()
    assert "Slow since the release" in page
    assert "Goes back by itself at 15:02" in page


@pytest.mark.parametrize(
    ("field", "value"), [("status", "on fire"), ("reason", ""), ("regions", []), ("end", "7")]
)
def test_what_is_wrong_comes_back_with_what_was_typed(
    world: World, field: str, value: object
) -> None:
    answer = browser(world, SOFIE).post("/components/checkout/set/", FORM | {field: value})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "field-error" in answer.content.decode()
    assert holds.everything() == []


def test_a_failing_check_is_explained_and_decided_on_the_screen(world: World) -> None:
    with_checks(world, FRONT)
    look(world, None, Fault.STATUS, Fault.STATUS, Fault.STATUS)
    client = browser(world, SOFIE)
    page = client.get("/components/").content.decode()
    assert "Waiting for a decision" in page
    assert "Unexpected HTTP status" in page
    assert "The last 4 looks, 3 of them without success" in page
    (hold,) = holds.everything()
    client.post(f"/components/holds/{hold.id}/accept/")
    assert state(CHECKOUT) is ComponentStatus.MAJOR_OUTAGE
    client.post(f"/components/holds/{hold.id}/dismiss/", {"reason": "A test"})
    assert state(CHECKOUT) is ComponentStatus.OPERATIONAL


def test_a_check_that_nobody_runs_says_so(world: World) -> None:
    with_checks(world, FRONT)
    world.clock.pass_by(hours=1)
    assert "Nobody looks" in browser(world, SOFIE).get("/components/").content.decode()


def test_ines_of_legal_reads_and_cannot_set(world: World) -> None:
    client = browser(world, INES)
    assert "Set the state by hand" not in client.get("/components/checkout/").content.decode()
    assert client.post("/components/checkout/set/", FORM).status_code == HTTPStatus.FORBIDDEN


def test_a_component_that_is_not_there(world: World) -> None:
    assert browser(world, SOFIE).get("/components/nothing/").status_code == HTTPStatus.NOT_FOUND
