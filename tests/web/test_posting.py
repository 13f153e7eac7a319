"""Posting by hand and correcting, on screen (R10, R11)."""

from __future__ import annotations

import pytest
from django.test import Client

from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.message import MessageKind
from noroshi.storage import messages
from tests.actions.by_hand import with_posting_by_hand
from tests.cast import World
from tests.web import scene
from tests.web.rooms import page
from tests.web.scene import JONAS, SOFIE

pytestmark = pytest.mark.django_db


def published(world: World) -> int:
    with_posting_by_hand(world)
    incident = scene.declared(world)
    scene.answered(world, incident)
    return scene.said(world, incident, Stage.INVESTIGATING).id


def text_on(message: int, channel: Channel) -> int:
    found = messages.renditions(message)
    return next(t.id for t in found if (t.key.channel, t.key.language) == (channel, "en"))


def test_the_words_stand_ready_to_be_copied_with_account_and_owner(world: World) -> None:
    message = published(world)
    html = page(scene.browser(world, JONAS), "/incidents/1/")
    assert "To post by hand" in html
    assert "@kitsune_cloud" in html
    assert f'data-copy="words-{text_on(message, Channel.X)}"' in html
    assert "Jonas Weber" in html


def test_noting_a_post_shows_who_posted_it_and_where(world: World) -> None:
    text = text_on(published(world), Channel.X)
    jonas = scene.browser(world, JONAS)
    answer = jonas.post(f"/texts/{text}/posted/", {"address": "https://x.example/1"})
    assert answer.status_code == 303
    html = page(jonas, "/incidents/1/")
    assert "posted by Jonas Weber" in html
    assert 'href="https://x.example/1"' in html


def test_a_wrong_address_is_refused_with_the_way_out(world: World) -> None:
    text = text_on(published(world), Channel.X)
    answer = scene.browser(world, JONAS).post(
        f"/texts/{text}/posted/", {"address": "javascript:alert(1)"}
    )
    assert answer.status_code == 400
    assert "Paste the address as the browser shows it" in answer.content.decode()


def test_in_japanese_the_part_reads_japanese(world: World) -> None:
    published(world)
    html = page(scene.browser(world, JONAS, language="ja"), "/incidents/1/")
    assert "手作業で投稿" in html
    assert "To post by hand" not in html


def test_an_incident_without_such_channels_shows_nothing_of_it(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    scene.said(world, incident, Stage.INVESTIGATING)
    assert "To post by hand" not in page(scene.browser(world, JONAS), "/incidents/1/")


def test_a_published_update_can_be_corrected_text_by_text(world: World) -> None:
    message = published(world)
    sofie = scene.browser(world, SOFIE)
    assert f"/messages/{message}/correct/" in page(sofie, "/incidents/1/")
    html = page(sofie, f"/messages/{message}/correct/")
    assert "What was wrong in update 1?" in html
    mail = text_on(message, Channel.EMAIL)
    answer = sofie.post(f"/messages/{message}/correct/", {"text": [str(mail)]})
    assert answer.status_code == 303
    newest = messages.of_incident(1)[-1]
    assert (newest.kind, newest.corrects) == (MessageKind.CORRECTION, message)


def test_a_correction_of_nothing_is_refused_on_the_same_page(world: World) -> None:
    message = published(world)
    answer = scene.browser(world, SOFIE).post(f"/messages/{message}/correct/", {"text": ["7", "x"]})
    assert answer.status_code == 400
    assert "Choose the texts that were wrong." in answer.content.decode()


def test_a_draft_cannot_be_corrected(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    draft = scene.drafted(world, incident)
    page(scene.browser(world, SOFIE), f"/messages/{draft.id}/correct/", status=404)


def test_a_stranger_neither_notes_nor_corrects(world: World) -> None:
    message = published(world)
    scene.browser(world, SOFIE)  # the screens have their services
    for address in (
        f"/texts/{text_on(message, Channel.X)}/posted/",
        f"/messages/{message}/correct/",
    ):
        assert Client().post(address).status_code in {302, 403}
