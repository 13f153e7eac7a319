"""Approvals: the exact text, and a decision about exactly that text."""

from __future__ import annotations

import pytest

from noroshi.actions.answer_fact import Answer
from noroshi.actions.edit_rendition import NewText, edit_rendition
from noroshi.domain.approvals import Decision
from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.message import Message, MessageState, short
from noroshi.storage import decisions, messages
from tests.cast import World
from tests.web import scene
from tests.web.rooms import page
from tests.web.scene import HENRIK, INES, JONAS, MARA, SOFIE, YUKI

pytestmark = pytest.mark.django_db


def waiting(world: World, *, severity: int = 4) -> Message:
    incident = scene.declared(world, severity=severity)
    scene.answered(world, incident)
    return scene.asked(world, incident, Stage.INVESTIGATING)


def test_the_desk_shows_mine_first_and_then_what_waits_for_others(world: World) -> None:
    waiting(world)
    mine = page(scene.browser(world, YUKI), "/approvals/")
    assert "Waits for you" in mine
    assert "Waits for others" not in mine
    others = page(scene.browser(world, SOFIE), "/approvals/")
    assert "Nothing waits for you." in others
    assert "Waits for others" in others
    assert "Yuki Tanabe" in others


def test_the_approver_reads_subject_body_readers_and_digest(world: World) -> None:
    scene.subscribed(world, 4)
    message = waiting(world)
    text = scene.text_of(message, Channel.EMAIL)
    html = page(scene.browser(world, YUKI), f"/approvals/{text.id}/")
    assert text.subject in html
    assert "<p>We are sorry" in html
    assert "4 subscribers (Customers), English" in html
    assert short(text.digest) in html
    assert f'name="digest" value="{text.digest}"' in html
    assert "none open" in html


def test_what_is_new_since_the_last_update_is_marked(world: World) -> None:
    incident = scene.declared(world)
    scene.answered(world, incident)
    scene.said(world, incident, Stage.IDENTIFIED)
    world.clock.pass_by(minutes=70)
    scene.say(
        world,
        incident,
        Answer(
            question="progress",
            values={"en": "Six in ten succeed", "ja": "10件中6件が成功しています"},
        ),
        MARA,
    )
    message = scene.asked(world, incident, Stage.IDENTIFIED)
    text = scene.text_of(message, Channel.EMAIL)
    html = page(scene.browser(world, YUKI), f"/approvals/{text.id}/")
    assert "<ins>" in html.split('class="kv"')[0]
    assert "Six in ten succeed" in html
    assert "since update 1" in html


def test_approving_leads_to_the_next_text_that_waits_for_me(world: World) -> None:
    message = waiting(world)
    yuki = scene.browser(world, YUKI)
    visited = []
    address = f"/approvals/{messages.renditions(message.id)[0].id}/"
    while address != "/approvals/":
        visited.append(address)
        text = messages.rendition(int(address.split("/")[2]))
        response = yuki.post(address, {"digest": text.digest})
        assert response.status_code == 303
        address = response["Location"]
    assert len(visited) == len(set(visited)) == 8
    html = page(scene.browser(world, SOFIE), f"/incidents/{message.incident_number}/")
    assert "Publish update 1" in html


def test_a_text_that_changed_while_it_was_read_is_not_approved(world: World) -> None:
    message = waiting(world)
    text = scene.text_of(message, Channel.EMAIL)
    changed = edit_rendition(
        world.context,
        world.actor(MARA),
        text.id,
        NewText(subject=text.subject, body=text.body + " More.", version=text.version),
    )
    response = scene.browser(world, YUKI).post(f"/approvals/{text.id}/", {"digest": text.digest})
    html = response.content.decode()
    assert response.status_code == 409
    assert "The text has changed since you read it." in html
    assert "More." in html
    assert changed.digest in html
    assert decisions.of_text(text.id) == []


@pytest.mark.parametrize("digest", ["", "0" * 64, "<script>", "x" * 10_000])
def test_an_approval_without_the_right_digest_is_none(world: World, digest: str) -> None:
    text = scene.text_of(waiting(world), Channel.EMAIL)
    response = scene.browser(world, YUKI).post(f"/approvals/{text.id}/", {"digest": digest})
    assert response.status_code == 409
    assert decisions.of_text(text.id) == []


@pytest.mark.parametrize(
    ("person", "may"), [(YUKI, True), (JONAS, True), (SOFIE, False), (MARA, False), (HENRIK, False)]
)
def test_only_an_approver_of_the_plan_who_did_not_write_it_signs(
    world: World, person: str, may: bool
) -> None:
    text = scene.text_of(waiting(world), Channel.EMAIL)
    client = scene.browser(world, person)
    response = client.post(f"/approvals/{text.id}/", {"digest": text.digest})
    assert response.status_code == (303 if may else 403)
    assert bool(decisions.of_text(text.id)) == may
    html = page(client, f"/approvals/{text.id}/")
    assert ("Approve this text" in html) is False


def test_with_two_roles_needed_the_other_signatory_is_named(world: World) -> None:
    message = waiting(world, severity=5)
    text = scene.text_of(message, Channel.EMAIL)
    html = page(scene.browser(world, YUKI), f"/approvals/{text.id}/")
    assert "Also needs" in html
    assert "Ines Roth" in html
    scene.browser(world, YUKI).post(f"/approvals/{text.id}/", {"digest": text.digest})
    html = page(scene.browser(world, INES), f"/approvals/{text.id}/")
    assert "Yuki Tanabe" not in html.split("Also needs")[-1] or "Also needs" not in html


def test_a_rejection_asks_why_and_the_writer_sees_it(world: World) -> None:
    message = waiting(world)
    text = scene.text_of(message, Channel.EMAIL)
    yuki = scene.browser(world, YUKI)
    form = page(yuki, f"/approvals/{text.id}/reject/")
    for chip in ("Not true", "Too technical", "Wrong people", "Tone"):
        assert chip in form
    empty = yuki.post(f"/approvals/{text.id}/reject/", {"digest": text.digest})
    assert empty.status_code == 400
    assert "Say why" in empty.content.decode()
    why = {"digest": text.digest, "chip": ["tone"], "why": "Too <b>cold</b>.\x07\nWarm it up."}
    assert yuki.post(f"/approvals/{text.id}/reject/", why).status_code == 303
    assert messages.get(message.id).state is MessageState.DRAFT
    decision = decisions.of_text(text.id)[-1]
    assert decision.decision is Decision.REJECTED
    assert decision.reason == "Tone. Too <b>cold</b>. Warm it up."
    html = page(
        scene.browser(world, SOFIE), f"/incidents/{message.incident_number}/?text={text.id}"
    )
    assert "Yuki Tanabe sent it back" in html
    assert "Too &lt;b&gt;cold&lt;/b&gt;" in html


def test_a_stale_rejection_keeps_the_reason_that_was_typed(world: World) -> None:
    text = scene.text_of(waiting(world), Channel.EMAIL)
    response = scene.browser(world, YUKI).post(
        f"/approvals/{text.id}/reject/", {"digest": "stale", "why": "Too cold"}
    )
    assert response.status_code == 409
    assert decisions.of_text(text.id) == []


def test_approving_twice_is_harmless(world: World) -> None:
    text = scene.text_of(waiting(world), Channel.EMAIL)
    yuki = scene.browser(world, YUKI)
    for _ in range(2):
        assert yuki.post(f"/approvals/{text.id}/", {"digest": text.digest}).status_code in {
            303,
            409,
        }
    html = page(yuki, f"/approvals/{text.id}/")
    assert "You have approved exactly this text." in html


def test_without_its_token_an_approval_does_not_count(world: World) -> None:
    text = scene.text_of(waiting(world), Channel.EMAIL)
    strict = scene.browser(world, YUKI)
    strict.handler.enforce_csrf_checks = True
    response = strict.post(f"/approvals/{text.id}/", {"digest": text.digest})
    assert response.status_code == 403
    assert decisions.of_text(text.id) == []
