"""The final report: six parts in every language, saved on each pause, and then a message."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from noroshi.domain.incident import Incident, Stage
from noroshi.domain.message import MessageKind
from noroshi.domain.review.report import PARTS
from noroshi.storage import messages, reports
from tests.cast import World
from tests.web import scene
from tests.web.rooms import HOSTILE, page, primary
from tests.web.scene import MARA, SOFIE, YUKI

pytestmark = pytest.mark.django_db

ENGLISH = "We are sorry. Checkout in Europe failed for two hours."
JAPANESE = "誠に申し訳ございません。欧州のチェックアウトで障害が発生しました。"


def resolved(world: World) -> Incident:
    incident = scene.declared(world)
    scene.answered(world, incident)
    scene.said(world, incident, Stage.IDENTIFIED)
    world.clock.pass_by(minutes=20)
    scene.said(world, incident, Stage.RESOLVED)
    return incident


def seen(client: Client, incident: Incident) -> dict[str, str]:
    """The hidden fields of the form: which text each field was filled with."""
    html = page(client, f"/incidents/{incident.number}/report/")
    return dict(re.findall(r'name="(seen_\w+)" value="(\w+)"', html))


def whole() -> dict[str, str]:
    texts = {"en": ENGLISH, "ja": JAPANESE}
    return {f"text_{code}_{part}": text for code, text in texts.items() for part in PARTS}


def test_the_report_s_clock_stands_in_the_head(world: World) -> None:
    incident = resolved(world)
    html = page(scene.browser(world, SOFIE), f"/incidents/{incident.number}/report/")
    assert "Final report by <b>14:22</b>" in html
    assert "24:00:00" in html
    assert "0 of 12 written" in html
    room = page(scene.browser(world, SOFIE), f"/incidents/{incident.number}/")
    assert primary(room) == "Write the final report"


def test_a_pause_saves_what_was_typed_and_names_what_is_empty(world: World) -> None:
    incident = resolved(world)
    sofie = scene.browser(world, SOFIE)
    typed = seen(sofie, incident) | {"text_en_apology": "We are sorry."}
    response = sofie.post(f"/incidents/{incident.number}/report/", typed, HTTP_HX_REQUEST="true")
    html = response.content.decode()
    assert response.status_code == 200
    assert "1 of 12 written" in html
    assert "What happened" in html
    stored = reports.get(incident.number)
    assert stored is not None
    assert stored.sections["en"]["apology"] == "We are sorry."


def test_two_people_write_different_parts_at_the_same_time(world: World) -> None:
    incident = resolved(world)
    sofie, mara = scene.browser(world, SOFIE), scene.browser(world, MARA)
    before = seen(sofie, incident)
    address = f"/incidents/{incident.number}/report/"
    sofie.post(address, before | {"text_en_apology": "Sorry.", "text_en_why": ""})
    second = mara.post(address, before | {"text_en_why": "A time-out.", "text_en_apology": ""})
    assert second.status_code == 303
    stored = reports.get(incident.number)
    assert stored is not None
    assert stored.sections["en"]["apology"] == "Sorry."
    assert stored.sections["en"]["why"] == "A time-out."


def test_two_people_write_the_same_part_and_both_texts_are_shown(world: World) -> None:
    incident = resolved(world)
    sofie, mara = scene.browser(world, SOFIE), scene.browser(world, MARA)
    before = seen(sofie, incident)
    address = f"/incidents/{incident.number}/report/"
    sofie.post(address, before | {"text_en_why": "Hers."})
    for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
        refused = mara.post(address, before | {"text_en_why": "Mine."}, **headers)
        assert refused.status_code == 409
        assert "Hers." in refused.content.decode()
    form = mara.post(address, before | {"text_en_why": "Mine."}).content.decode()
    assert "Mine." in form
    again = dict(re.findall(r'name="(seen_\w+)" value="(\w+)"', form))
    assert mara.post(address, again | {"text_en_why": "Mine."}).status_code == 303
    stored = reports.get(incident.number)
    assert stored is not None
    assert stored.sections["en"]["why"] == "Mine."


def test_an_empty_part_keeps_the_report_from_its_approvers(world: World) -> None:
    incident = resolved(world)
    sofie = scene.browser(world, SOFIE)
    typed = seen(sofie, incident) | whole() | {"text_ja_why": "  "}
    response = sofie.post(f"/incidents/{incident.number}/report/draft/", typed)
    assert response.status_code == 400
    assert "is empty" in response.content.decode()
    assert messages.in_work(incident.number) is None


def test_the_whole_report_becomes_a_message_with_the_texts_of_its_parts(world: World) -> None:
    incident = resolved(world)
    sofie = scene.browser(world, SOFIE)
    address = f"/incidents/{incident.number}/report/"
    response = sofie.post(f"{address}draft/", seen(sofie, incident) | whole())
    assert response.status_code == 303
    message = messages.in_work(incident.number)
    assert message is not None
    assert message.kind is MessageKind.REPORT
    room = page(sofie, f"/incidents/{incident.number}/")
    assert "Final report" in room
    assert "Withdraw the report" in room
    form = page(sofie, address)
    assert "being approved as it stands" in form
    assert "<textarea" not in form
    late = sofie.post(address, {"text_en_why": "Too late", "seen_en_why": "x"})
    assert late.status_code == 409


@pytest.mark.parametrize("text", [HOSTILE, "x" * 10_001, "</textarea><script>alert(1)</script>"])
def test_bad_words_in_a_part_do_no_harm(world: World, text: str) -> None:
    incident = resolved(world)
    sofie = scene.browser(world, SOFIE)
    address = f"/incidents/{incident.number}/report/"
    response = sofie.post(address, seen(sofie, incident) | {"text_en_why": text})
    assert response.status_code in {303, 400}
    assert "<script>alert" not in page(sofie, address)
    if response.status_code == 400:
        assert "x" * 10_001 in response.content.decode()


def test_before_the_end_there_is_no_report_to_write(world: World) -> None:
    incident = scene.declared(world)
    sofie = scene.browser(world, SOFIE)
    address = f"/incidents/{incident.number}/report/"
    assert "when the incident is resolved" in page(sofie, address)
    refused = sofie.post(address, {"text_en_why": "Early", "seen_en_why": "x"})
    assert refused.status_code == 409


def test_a_lost_token_gives_the_words_of_the_report_back(world: World) -> None:
    incident = resolved(world)
    strict = scene.browser(world, YUKI)
    strict.handler.enforce_csrf_checks = True
    response = strict.post(f"/incidents/{incident.number}/report/", {"text_en_why": "Keep me"})
    assert response.status_code == 403
    assert "Keep me" in response.content.decode()
    assert reports.get(incident.number) is None
