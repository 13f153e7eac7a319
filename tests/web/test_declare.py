"""Declaring, confirming and dismissing in three short steps, without any script."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from noroshi.domain.incident import IncidentState
from noroshi.storage import incidents
from tests.cast import World
from tests.web.alerts import proposed
from tests.web.scene import SOFIE, browser

FIRST: dict[str, object] = {
    "step": "1", "title_en": "Payments fail", "title_ja": "決済に失敗します",
    "day": "2026-03-12", "clock": "13:55", "zone": "Europe/Berlin",
    "fact_symptom": "Card payments end with an error", "request_key": "one-form",
}  # fmt: skip
ALL: dict[str, object] = FIRST | {
    "step": "3", "components": ["checkout"], "regions": ["europe"], "status": "partial_outage",
    "severity": "4",
}  # fmt: skip


def declare(sofie: Client, **changed: object) -> HttpResponse:
    answer: HttpResponse = sofie.post("/declare/", ALL | changed)
    return answer


@pytest.mark.django_db
def test_three_steps_open_an_incident_with_its_facts(world: World) -> None:
    sofie = browser(world, SOFIE)
    assert "Who is hit?" in sofie.post("/declare/", FIRST).content.decode()
    answer = declare(sofie)
    assert answer["Location"] == "/incidents/1/"
    opened = incidents.get(1)
    assert opened.state is IncidentState.OPEN
    assert opened.title == {"en": "Payments fail", "ja": "決済に失敗します"}
    assert opened.started_at.isoformat() == "2026-03-12T12:55:00+00:00"
    assert incidents.facts(1)["symptom"].values == {"en": "Card payments end with an error"}


@pytest.mark.django_db
def test_the_same_form_sent_twice_opens_one_incident(world: World) -> None:
    sofie = browser(world, SOFIE)
    assert declare(sofie)["Location"] == declare(sofie)["Location"] == "/incidents/1/"
    assert len(incidents.listing()) == 1


@pytest.mark.django_db
def test_an_error_stands_at_its_field_and_keeps_every_answer(world: World) -> None:
    sofie = browser(world, SOFIE)
    answer = declare(sofie, title_en="", title_ja=" ")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Say in a few words what customers notice." in page
    assert 'id="title-error"' in page
    for kept in ('value="checkout"', 'value="europe"', 'value="4"', 'value="one-form"',
                 'value="Card payments end with an error"'):  # fmt: skip
        assert kept in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"day": "2026-03-13"}, "would start in the future"),
        ({"day": "soon"}, "not a date and a time"),
        ({"zone": "Mars/Base"}, "not a date and a time"),
        ({"zone": "../../etc/passwd"}, "not a date and a time"),
        ({"title_en": "x" * 121}, "longer than 120 characters"),
        ({"title_en": "a\x00b"}, "one line of plain text"),
        ({"title_en": "a\nSubject: b"}, "one line of plain text"),
        ({"components": []}, "at least one component"),
        ({"components": ["nonsense"]}, "no component"),
        ({"regions": ["nowhere"]}, "no region"),
        ({"status": "operational"}, "how far it still works"),
        ({"severity": ""}, "how bad it is"),
        ({"severity": "9"}, "no such class"),
        ({"severity": "４"}, "how bad it is"),
        ({"fact_symptom": "a\x07b"}, "cannot be shown"),
        ({"fact_symptom": "x" * 1_001}, "under 1000 characters"),
    ],
)
def test_nonsense_is_refused_with_its_reason_and_opens_nothing(
    world: World, changed: dict[str, object], said: str
) -> None:
    answer = declare(browser(world, SOFIE), **changed)
    assert answer.status_code in {400, 404}
    assert said in answer.content.decode()
    assert incidents.listing() == []


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["2", "99999999999999999999", "-1", "x"])
def test_there_is_nothing_at_a_wrong_number(world: World, number: str) -> None:
    sofie = browser(world, SOFIE)
    assert sofie.get(f"/incidents/{number}/confirm/").status_code == 404
    assert sofie.post(f"/incidents/{number}/dismiss/", {"reason": "none"}).status_code == 404


@pytest.mark.django_db
def test_html_in_a_title_is_shown_as_it_was_typed(world: World) -> None:
    page = browser(world, SOFIE).post("/declare/", FIRST | {"title_en": "<script>1</script>"})
    assert "&lt;script&gt;1&lt;/script&gt;" in page.content.decode()
    assert "<script>1" not in page.content.decode()


@pytest.mark.django_db
def test_one_can_go_back_to_a_step_without_losing_the_others(world: World) -> None:
    page = browser(world, SOFIE).post("/declare/", ALL | {"change": "1"}).content.decode()
    assert 'value="Payments fail"' in page
    assert 'name="components" value="checkout"' in page


@pytest.mark.django_db
def test_the_answers_tell_what_the_plan_will_do(world: World) -> None:
    page = browser(world, SOFIE).post("/declare/", ALL | {"change": "3"}).content.decode()
    assert "All channels" in page
    assert "14:05 CET" in page
    assert "10 texts, 2 languages" in page


@pytest.mark.django_db
def test_a_proposal_is_confirmed_with_the_form_that_the_signal_filled(world: World) -> None:
    proposed(world)
    sofie = browser(world, SOFIE)
    page = sofie.get("/incidents/1/confirm/").content.decode()
    assert "Checkout errors in Europe" in page
    assert "Checkout, Europe: Partial outage" in page
    assert sofie.post("/incidents/1/confirm/", ALL)["Location"] == "/incidents/1/"
    assert incidents.get(1).started_at.isoformat() == "2026-03-12T12:55:00+00:00"
    assert incidents.get(1).state is IncidentState.OPEN
    assert sofie.post("/incidents/1/confirm/", ALL)["Location"] == "/incidents/1/"


@pytest.mark.django_db
def test_a_proposal_is_dismissed_only_with_a_reason(world: World) -> None:
    proposed(world)
    sofie = browser(world, SOFIE)
    empty = sofie.post("/incidents/1/dismiss/", {"reason": " "})
    assert empty.status_code == 400
    assert "why this is no incident" in empty.content.decode()
    assert sofie.post("/incidents/1/dismiss/", {"reason": "a\x00b"}).status_code == 400
    assert incidents.get(1).state is IncidentState.PROPOSED
    sofie.post("/incidents/1/dismiss/", {"reason": "A test of the alert"})
    assert incidents.get(1).state is IncidentState.DISMISSED
    assert sofie.post("/incidents/1/dismiss/", {"reason": "Again"}).status_code == 409
