"""The sheet of an update: filled, mended, saved by itself, written by two at once."""

from __future__ import annotations

import re

import pytest

from noroshi.actions.edit_rendition import NewText, edit_rendition
from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.message import MessageState
from noroshi.storage import events, messages
from tests.cast import World
from tests.web import scene
from tests.web.rooms import HOSTILE, page, primary, write_column
from tests.web.scene import MARA, SOFIE

pytestmark = pytest.mark.django_db


def test_starting_an_update_fills_every_text_of_the_plan(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    sofie = scene.browser(world, SOFIE)
    response = sofie.post(f"/incidents/{incident.number}/update/", {"stage": "investigating"})
    assert response.status_code == 303
    html = page(sofie, f"/incidents/{incident.number}/")
    assert "Update 1 · Investigating" in html
    assert primary(html) == "Ask for approval"
    assert "Yuki Tanabe will be asked to approve." in html
    for name in ("Status page", "IT administrators", "Internal stakeholders", "Webhook"):
        assert name in write_column(html)


def test_a_stage_that_does_not_exist_starts_nothing(world: World) -> None:
    incident = scene.declared(world)
    address = f"/incidents/{incident.number}/update/"
    for stage in ("", "over", HOSTILE):
        assert scene.browser(world, SOFIE).post(address, {"stage": stage}).status_code == 400
    assert messages.of_incident(incident.number) == []


def test_two_people_start_an_update_and_the_second_is_told(world: World) -> None:
    incident = scene.declared(world)
    address = f"/incidents/{incident.number}/update/"
    sofie = scene.browser(world, SOFIE)
    assert sofie.post(address, {"stage": "investigating"}).status_code == 303
    second = sofie.post(address, {"stage": "investigating"})
    assert second.status_code == 409
    assert "in work" in second.content.decode()
    assert len(messages.of_incident(incident.number)) == 1


def test_a_blank_is_marked_in_the_text_and_numbered_beside_it(world: World) -> None:
    incident = scene.declared(world)
    scene.drafted(world, incident, Stage.INVESTIGATING)
    html = page(scene.browser(world, SOFIE), f"/incidents/{incident.number}/")
    assert re.search(r'<mark class="block" data-n="\d+">\{\{ symptom \}\}</mark>', html)
    assert "A blank is not filled" in html
    assert primary(html) == "Show what has to be written"


def test_one_button_mends_what_can_be_mended_in_all_texts_and_asks(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    text = scene.text_of(message, Channel.EMAIL)
    edit_rendition(
        world.context,
        world.actor(SOFIE),
        text.id,
        NewText(
            subject=text.subject,
            body=text.body.replace("We are sorry", "There is trouble"),
            version=text.version,
        ),
    )
    sofie = scene.browser(world, SOFIE)
    html = page(sofie, f"/incidents/{incident.number}/")
    assert primary(html) == "Mend it, then ask for approval"
    response = sofie.post(f"/messages/{message.id}/ask/", {"mend": "1"})
    assert response.status_code == 303
    assert messages.get(message.id).state is MessageState.IN_APPROVAL
    assert "sorry" in messages.rendition(text.id).body


def test_a_finding_is_mended_with_one_click_and_typed_words_are_kept(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    text = scene.text_of(message, Channel.EMAIL)
    typed = {
        "subject": text.subject,
        "body": text.body + "\n\nThe fault is at Aldermark Payments.",
        "version": str(text.version),
        "finding": "third_party_name:body:0",
    }
    response = scene.browser(world, SOFIE).post(f"/texts/{text.id}/mend/", typed)
    assert response.status_code == 303
    body = messages.rendition(text.id).body
    assert "Aldermark" not in body
    assert "third-party service provider" in body


def test_a_mend_that_was_done_already_is_told_so(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    text = scene.text_of(message, Channel.EMAIL)
    for finding in ("third_party_name:body:0", "nonsense", "", HOSTILE, "x:y:999999999999"):
        response = scene.browser(world, SOFIE).post(f"/texts/{text.id}/mend/", {"finding": finding})
        assert response.status_code == 409, finding
    assert messages.rendition(text.id).version == text.version


def test_autosave_keeps_the_words_and_answers_with_the_new_version(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    text = scene.text_of(message, Channel.EMAIL)
    typed = {"subject": text.subject, "body": "Trouble in [X].", "version": str(text.version)}
    response = scene.browser(world, SOFIE).post(f"/texts/{text.id}/", typed, HTTP_HX_REQUEST="true")
    html = response.content.decode()
    assert response.status_code == 200
    assert f'name="version" value="{text.version + 1}"' in html
    assert "Saved 14:02" in html
    assert messages.rendition(text.id).body == "Trouble in [X]."


def test_the_same_words_again_change_nothing(world: World) -> None:
    incident = scene.declared(world)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    text = scene.text_of(message, Channel.EMAIL)
    before = events.newest_id()
    typed = {"subject": text.subject, "body": text.body, "version": str(text.version)}
    for _ in range(2):
        scene.browser(world, SOFIE).post(f"/texts/{text.id}/", typed)
    assert messages.rendition(text.id).version == text.version
    assert events.newest_id() == before


def test_two_writers_meet_and_nobody_loses_a_word(world: World) -> None:
    incident = scene.declared(world)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    text = scene.text_of(message, Channel.EMAIL)
    mara = {"subject": "Hers", "body": "Her words.", "version": str(text.version)}
    scene.browser(world, MARA).post(f"/texts/{text.id}/", mara)
    mine = {"subject": "Mine", "body": "My words.", "version": str(text.version)}
    sofie = scene.browser(world, SOFIE)
    for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
        response = sofie.post(f"/texts/{text.id}/", mine, **headers)
        html = response.content.decode()
        assert response.status_code == 409
        assert "Her words." in html
        assert "Keep mine" in html
    plain = sofie.post(f"/texts/{text.id}/", mine).content.decode()
    assert "My words." in plain
    kept = sofie.post(f"/texts/{text.id}/", mine | {"over": str(text.version + 1)})
    assert kept.status_code == 303
    assert messages.rendition(text.id).body == "My words."


@pytest.mark.parametrize(
    "typed",
    [
        {"subject": "x" * 501, "body": "fine"},
        {"subject": "a\nb", "body": "fine"},
        {"subject": "fine", "body": "x" * 50_001},
        {"subject": "fine", "body": "nul \x00 byte"},
    ],
)
def test_words_that_cannot_be_stored_are_refused_and_shown_again(
    world: World, typed: dict[str, str]
) -> None:
    incident = scene.declared(world)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    text = scene.text_of(message, Channel.EMAIL)
    response = scene.browser(world, SOFIE).post(
        f"/texts/{text.id}/", typed | {"version": str(text.version)}
    )
    assert response.status_code == 400
    assert messages.rendition(text.id).body == text.body


def test_fifty_thousand_characters_and_hostile_words_are_only_text(world: World) -> None:
    incident = scene.declared(world)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    text = scene.text_of(message, Channel.EMAIL)
    long = (HOSTILE + " [a](javascript:alert(1)) <img src=x onerror=y> ") * 500
    typed = {"subject": "<b>&", "body": long[:50_000], "version": str(text.version)}
    sofie = scene.browser(world, SOFIE)
    assert sofie.post(f"/texts/{text.id}/", typed).status_code == 303
    for address in (
        f"/incidents/{incident.number}/?text={text.id}",
        f"/texts/{text.id}/as-sent/",
        f"/approvals/{text.id}/",
    ):
        html = page(sofie, address)
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert 'href="javascript' not in html
