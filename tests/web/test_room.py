"""The incident room: one primary action, who sees what, and who may do what."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from noroshi.actions.answer_fact import Answer
from noroshi.domain.channel import Channel
from noroshi.domain.incident import IncidentState, Stage
from noroshi.domain.message import MessageState
from noroshi.storage import events, incidents, messages
from tests.cast import World
from tests.web import scene
from tests.web.rooms import page, primary
from tests.web.scene import AYA, HENRIK, INES, JONAS, MARA, SOFIE, TOMAS, YUKI

pytestmark = pytest.mark.django_db


def test_an_incident_without_a_message_offers_the_next_update(world: World) -> None:
    incident = scene.declared(world)
    html = page(scene.browser(world, SOFIE), f"/incidents/{incident.number}/")
    assert primary(html) == "Start update 1"
    assert "Checkout errors in Europe" in html
    assert 'value="investigating" checked' in html


def test_the_promise_stands_in_the_head_of_every_page_of_the_incident(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    message = scene.said(world, incident, Stage.INVESTIGATING)
    sofie = scene.browser(world, SOFIE)
    text = scene.text_of(message, Channel.EMAIL)
    for address in (
        f"/incidents/{incident.number}/",
        f"/incidents/{incident.number}/log/",
        f"/incidents/{incident.number}/scope/",
        f"/texts/{text.id}/as-sent/",
        f"/texts/{text.id}/readers/",
    ):
        html = page(sofie, address)
        assert "Next update by <b>14:30</b>" in html, address
        assert 'class="wick"' in html, address


def test_the_rail_says_who_signed_what_and_publishing_is_the_next_step(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    message = scene.asked(world, incident, Stage.INVESTIGATING)
    sofie = scene.browser(world, SOFIE)
    waiting = page(sofie, f"/incidents/{incident.number}/")
    assert "Waits for Yuki Tanabe." in waiting
    assert "btn-primary" not in waiting
    scene.approved(world, message)
    html = page(sofie, f"/incidents/{incident.number}/")
    assert primary(html) == "Publish update 1"
    digest = scene.text_of(message, Channel.EMAIL).digest
    assert f"{digest[:4]} {digest[4:8]}" in html
    assert sofie.post(f"/messages/{message.id}/publish/").status_code == 303
    second = sofie.post(f"/messages/{message.id}/publish/")
    assert second.status_code == 409
    assert messages.get(message.id).state is MessageState.PUBLISHED


def test_the_approver_is_led_to_the_texts_that_wait_for_them(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    scene.asked(world, incident, Stage.INVESTIGATING)
    html = page(scene.browser(world, YUKI), f"/incidents/{incident.number}/")
    assert primary(html).startswith("Read and decide 8 texts")


def test_somebody_who_may_not_publish_sees_for_whom_it_waits(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    scene.approved(world, scene.asked(world, incident, Stage.INVESTIGATING))
    html = page(scene.browser(world, HENRIK), f"/incidents/{incident.number}/")
    assert "Waits for Sofie Brandt to publish it." in html
    assert "btn-primary" not in html


def test_a_promise_that_has_lapsed_in_approval_is_taken_back_first(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    message = scene.asked(world, incident, Stage.INVESTIGATING)
    world.clock.pass_by(minutes=40)
    sofie = scene.browser(world, SOFIE)
    html = page(sofie, f"/incidents/{incident.number}/")
    assert primary(html) == "Take it back for a fresh time"
    assert sofie.post(f"/messages/{message.id}/take-back/").status_code == 303
    assert messages.get(message.id).state is MessageState.DRAFT


def test_a_withdrawn_update_is_gone_and_nothing_was_sent(world: World) -> None:
    incident = scene.declared(world)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    sofie = scene.browser(world, SOFIE)
    assert sofie.post(f"/messages/{message.id}/withdraw/").status_code == 303
    assert sofie.post(f"/messages/{message.id}/withdraw/").status_code == 409
    assert primary(page(sofie, f"/incidents/{incident.number}/")) == "Start update 2"


def test_the_second_update_shows_what_changed_and_what_is_left_out(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    scene.said(world, incident, Stage.IDENTIFIED)
    world.clock.pass_by(minutes=20)
    scene.say(world, incident, Answer(question="progress", values={"en": "Most work again"}), MARA)
    scene.drafted(world, incident, Stage.IDENTIFIED)
    html = page(scene.browser(world, SOFIE), f"/incidents/{incident.number}/")
    assert "Changes since update 1" in html
    assert "<ins>" in html
    assert "Left out this time" in html
    assert "May speak again from 15:02 CET." in html


def test_the_page_says_how_many_and_who_exactly_would_get_it(world: World) -> None:
    incident = scene.declared(world)
    scene.subscribed(world, 3)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    text = scene.text_of(message, Channel.EMAIL)
    sofie = scene.browser(world, SOFIE)
    html = page(sofie, f"/incidents/{incident.number}/?text={text.id}")
    assert "To 3 subscribers (Customers) in English" in html
    assert "customers-en-2@shop.example" in page(sofie, f"/texts/{text.id}/readers/")
    japanese = scene.text_of(message, Channel.EMAIL, language="ja")
    html = page(sofie, f"/incidents/{incident.number}/?text={japanese.id}")
    assert "To nobody" in html


def test_handed_over_is_never_called_delivered(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    scene.subscribed(world, 3)
    message = scene.said(world, incident, Stage.INVESTIGATING)
    sofie = scene.browser(world, SOFIE)
    html = page(sofie, f"/incidents/{incident.number}/")
    assert "0 of 3" in html
    assert "3 to go" in html
    assert "data-poll" in html
    assert "delivered" not in html.lower()
    link = re.findall(rf"/incidents/{incident.number}/deliveries/\d+/", html)[0]
    assert "Not sent yet" in page(sofie, link)
    other = scene.declared(world, key="two")
    page(sofie, link.replace(f"/{incident.number}/", f"/{other.number}/", 1), status=404)
    assert message.published_at is not None


def test_the_scope_can_be_changed_and_the_draft_follows(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    sofie = scene.browser(world, SOFIE)
    form = {
        "title_en": "Sign-in errors", "title_ja": "ログインのエラー", "severity": "3",
        "components": ["sign-in"], "regions": ["europe"], "status": "partial_outage",
    }  # fmt: skip
    assert sofie.post(f"/incidents/{incident.number}/scope/", form).status_code == 302
    changed = incidents.get(incident.number)
    assert (changed.severity, changed.scope.components) == (3, ("sign-in",))
    assert "sign-in" in messages.rendition(scene.text_of(message, Channel.EMAIL).id).body


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_en": "", "title_ja": ""},
        {"title_en": "x" * 121},
        {"title_en": "a\u2028b\x07"},
        {"components": []},
        {"components": ["nonsense"]},
        {"status": "operational"},
        {"severity": "99"},
        {"severity": "x"},
    ],
)
def test_a_scope_that_makes_no_sense_is_refused(world: World, wrong: dict[str, object]) -> None:
    incident = scene.declared(world)
    form = {
        "title_en": "Sign-in errors", "severity": "3", "components": ["sign-in"],
        "regions": [], "status": "partial_outage",
    }  # fmt: skip
    response = scene.browser(world, SOFIE).post(
        f"/incidents/{incident.number}/scope/", form | wrong
    )
    assert response.status_code in {400, 404}
    assert incidents.get(incident.number) == incident


def test_the_log_speaks_the_reader_s_language_with_names(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    scene.said(world, incident, Stage.INVESTIGATING)
    english = page(scene.browser(world, SOFIE), f"/incidents/{incident.number}/log/")
    assert "Declared by Sofie Brandt, class 4" in english
    assert "Update 1 published" in english
    assert "sofie-brandt" not in english.split('class="log whole"')[1]
    japanese = page(scene.browser(world, YUKI, language="ja"), f"/incidents/{incident.number}/log/")
    assert "Sofie Brandtが宣言" in japanese


def test_a_proposal_leads_to_its_confirmation(world: World) -> None:
    incident = scene.declared(world)
    proposed = incident.__class__(
        **{**incident.__dict__, "number": incident.number + 1, "state": IncidentState.PROPOSED}
    )
    incidents.add(proposed)
    html = page(scene.browser(world, SOFIE), f"/incidents/{proposed.number}/")
    assert primary(html) == "Look at the proposal"


def test_what_does_not_exist_is_not_found(world: World) -> None:
    sofie = scene.browser(world, SOFIE)
    huge = 10**18
    for address in (
        "/incidents/999/", "/incidents/999/log/", "/incidents/999/report/", "/reviews/999/",
        "/texts/999/as-sent/", "/texts/999/readers/", "/approvals/999/", f"/incidents/{huge}/",
        f"/approvals/{huge}/", "/incidents/999/deliveries/1/", "/incidents/999/scope/",
    ):  # fmt: skip
        page(sofie, address, status=404)


WRITES = [
    ("incidents/{n}/facts/eta/", {"unknown": "1"}, {SOFIE, YUKI, MARA, JONAS, INES, TOMAS, AYA, HENRIK}),
    ("incidents/{n}/update/", {"stage": "investigating"}, {SOFIE, YUKI, MARA, JONAS, INES, TOMAS, AYA, HENRIK}),
    ("incidents/{n}/scope/", {}, {SOFIE, YUKI, MARA, JONAS, TOMAS, AYA}),
    ("messages/{m}/publish/", {}, {SOFIE, YUKI, JONAS, AYA}),
]  # fmt: skip


@pytest.mark.parametrize(("address", "form", "allowed"), WRITES)
def test_the_permission_matrix_of_the_room(
    world: World, address: str, form: dict[str, str], allowed: set[str]
) -> None:
    incident = scene.declared(world)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    target = "/" + address.format(n=incident.number, m=message.id)
    for person in (SOFIE, YUKI, MARA, JONAS, INES, TOMAS, AYA, HENRIK):
        refused = scene.browser(world, person).post(target, form).status_code == 403
        assert refused == (person not in allowed), person


def test_nobody_gets_in_without_signing_in(world: World) -> None:
    incident = scene.declared(world)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    text = messages.renditions(message.id)[0]
    scene.browser(world, SOFIE)
    mallory = Client()
    for address in (
        f"/incidents/{incident.number}/", f"/incidents/{incident.number}/log/",
        f"/texts/{text.id}/as-sent/", f"/texts/{text.id}/readers/", "/approvals/",
        f"/approvals/{text.id}/", "/reviews/", f"/reviews/{incident.number}/",
        f"/reviews/{incident.number}/review.json", f"/incidents/{incident.number}/report/", "/live/",
    ):  # fmt: skip
        response = mallory.get(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith("/sign-in/"), address
    assert mallory.post(f"/messages/{message.id}/withdraw/").status_code == 302
    assert messages.get(message.id).state is MessageState.DRAFT


def test_a_form_without_its_token_changes_nothing_and_gives_the_words_back(world: World) -> None:
    incident = scene.declared(world)
    message = scene.drafted(world, incident, Stage.INVESTIGATING)
    text = messages.renditions(message.id)[0]
    strict = scene.browser(world, SOFIE)
    strict.handler.enforce_csrf_checks = True
    response = strict.post(f"/texts/{text.id}/", {"subject": "S", "body": "Words to keep"})
    assert response.status_code == 403
    assert "Words to keep" in response.content.decode()
    for address in (f"/messages/{message.id}/ask/", f"/messages/{message.id}/withdraw/"):
        assert strict.post(address).status_code == 403
    assert messages.rendition(text.id).version == text.version
    assert messages.get(message.id).state is MessageState.DRAFT


def test_looking_changes_nothing(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    message = scene.asked(world, incident, Stage.INVESTIGATING)
    text = messages.renditions(message.id)[0]
    before = events.newest_id()
    yuki = scene.browser(world, YUKI)
    for address in (
        f"/incidents/{incident.number}/", "/approvals/", f"/approvals/{text.id}/",
        f"/approvals/{text.id}/reject/", f"/texts/{text.id}/as-sent/", "/reviews/",
    ):  # fmt: skip
        page(yuki, address)
    for address in (
        f"/messages/{message.id}/publish/", f"/messages/{message.id}/ask/",
        f"/texts/{text.id}/", f"/incidents/{incident.number}/update/",
    ):  # fmt: skip
        assert yuki.get(address).status_code == 405, address
    assert events.newest_id() == before
    assert messages.get(message.id) == message


def test_no_screen_needs_an_inline_script_or_style(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    message = scene.asked(world, incident, Stage.INVESTIGATING)
    text = messages.renditions(message.id)[0]
    sofie = scene.browser(world, SOFIE)
    for address in (
        f"/incidents/{incident.number}/", "/approvals/", f"/approvals/{text.id}/", "/reviews/",
        f"/reviews/{incident.number}/", f"/incidents/{incident.number}/report/",
    ):  # fmt: skip
        html = page(sofie, address)
        assert " style=" not in html, address
        assert not re.search(r"<script(?![^>]*src=)", html), address
        assert not re.search(r"\son[a-z]+=", html), address
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
