"""The facts of the checklist: each answered on the screen, seen by all, and lost by nobody."""

from __future__ import annotations

import pytest

from noroshi.actions.answer_fact import Answer
from noroshi.storage import incidents
from tests.cast import World
from tests.web import scene
from tests.web.rooms import HOSTILE, page
from tests.web.scene import JONAS, MARA, SOFIE, YUKI

pytestmark = pytest.mark.django_db


def test_an_answer_is_kept_in_each_language_and_seen_by_others(world: World) -> None:
    incident = scene.declared(world)
    answer = {"value_en": "Cards are declined", "value_ja": "カードが使えません", "version": "0"}
    response = scene.browser(world, JONAS).post(
        f"/incidents/{incident.number}/facts/symptom/", answer
    )
    assert response.status_code == 302
    html = page(scene.browser(world, SOFIE), f"/incidents/{incident.number}/")
    assert "Cards are declined" in html
    assert "Jonas Weber" in html
    japanese = page(scene.browser(world, YUKI, language="ja"), f"/incidents/{incident.number}/")
    assert "カードが使えません" in japanese


def test_nobody_knows_yet_is_an_answer(world: World) -> None:
    incident = scene.declared(world)
    scene.browser(world, MARA).post(
        f"/incidents/{incident.number}/facts/eta/", {"unknown": "1", "version": "0"}
    )
    assert incidents.facts(incident.number)["eta"].unknown
    html = page(scene.browser(world, SOFIE), f"/incidents/{incident.number}/")
    assert "Not known yet" in html


def test_a_time_is_typed_as_the_reader_s_clock_shows_it(world: World) -> None:
    incident = scene.declared(world)
    sofie = scene.browser(world, SOFIE)
    sofie.post(
        f"/incidents/{incident.number}/facts/started_at/",
        {"value_*": "2026-03-12T13:58", "version": "0"},
    )
    stored = incidents.facts(incident.number)["started_at"].values["*"]
    assert stored == "2026-03-12T12:58:00+00:00"
    assert "13:58 CET" in page(sofie, f"/incidents/{incident.number}/")


def test_the_slower_answer_sees_the_other_and_keeps_its_own_words(world: World) -> None:
    incident = scene.declared(world)
    scene.say(
        world, incident, Answer(question="workaround", values={"en": "Bank transfer works"}), JONAS
    )
    mine = {"value_en": "Invoices work", "version": "0"}
    address = f"/incidents/{incident.number}/facts/workaround/"
    for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
        response = scene.browser(world, MARA).post(address, mine, **headers)
        html = response.content.decode()
        assert response.status_code == 409
        assert "Somebody else has answered" in html
        assert "Bank transfer works" in html
        assert "Invoices work" in html
        assert 'name="version" value="1"' in html
    assert response["HX-Retarget"] == "#fact-workaround"
    again = scene.browser(world, MARA).post(address, mine | {"version": "1"})
    assert again.status_code == 302
    assert incidents.facts(incident.number)["workaround"].values == {"en": "Invoices work"}


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        ("symptom", {"value_en": "   "}),
        ("symptom", {"value_en": HOSTILE}),
        ("symptom", {"value_en": "x" * 50_000}),
        ("affected_count", {"value_*": "many"}),
        ("started_at", {"value_*": "yesterday"}),
        ("started_at", {"value_*": "2026-13-40T99:99"}),
        ("symptom", {}),
    ],
)
def test_an_answer_that_makes_no_sense_is_shown_again(
    world: World, question: str, typed: dict[str, str]
) -> None:
    incident = scene.declared(world)
    response = scene.browser(world, SOFIE).post(
        f"/incidents/{incident.number}/facts/{question}/", typed | {"version": "abc"}
    )
    html = response.content.decode()
    assert response.status_code == 400
    assert "<script>alert" not in html
    assert question not in incidents.facts(incident.number)


def test_a_question_that_the_plan_does_not_have_is_not_found(world: World) -> None:
    incident = scene.declared(world)
    address = f"/incidents/{incident.number}/facts/nonsense/"
    assert scene.browser(world, SOFIE).post(address, {"value_en": "x"}).status_code == 404
