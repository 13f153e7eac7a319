"""Approval is a signature on bytes: whatever changes the bytes voids it (security, section 2)."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from noroshi.actions.approve_rendition import approve_rendition, reject_rendition
from noroshi.actions.context import SYSTEM, Actor
from noroshi.actions.edit_rendition import NewText, edit_rendition
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.approvals import standing_of
from noroshi.actions.request_approval import request_approval
from noroshi.actions.take_back import take_back
from noroshi.actions.withdraw_message import withdraw_message
from noroshi.domain.approvals import State
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Stage
from noroshi.domain.message import Message, MessageState, Rendition
from noroshi.kernel.errors import Conflict, Invalid, NotAllowed
from noroshi.storage import incidents, messages
from tests.actions.steps import (
    INES,
    JONAS,
    MARA,
    SOFIE,
    YUKI,
    approve_all,
    approved,
    drafted,
    edited,
    in_approval,
    log,
    opened,
    page_text,
    said,
    text_of,
)
from tests.cast import World

pytestmark = pytest.mark.django_db


def approve(world: World, person: str, text: Rendition, digest: str = "") -> Message:
    actor = world.actor(person)
    return approve_rendition(world.context, actor, text.id, digest=digest or text.digest)


def publish(world: World, message: Message, person: str = SOFIE) -> Message:
    return publish_update(world.context, world.actor(person), message.id)


def state_of(world: World, text: Rendition) -> State:
    message = messages.get(text.message_id)
    incident = incidents.get(message.incident_number)
    return standing_of(world.plan, incident, message, messages.rendition(text.id)).state


def test_an_edit_voids_what_was_approved(world: World) -> None:
    message = approved(world, opened(world))
    text = page_text(message)
    edited(world, MARA, text, "One more sentence.")
    assert state_of(world, text) is State.WAITING
    (voided,) = log(EventKind.APPROVAL_VOIDED)
    assert voided.data["digest"] == text.digest
    with pytest.raises(Conflict, match="not approved yet"):
        publish(world, message)


def test_an_edit_that_is_undone_is_the_approved_text_again(world: World) -> None:
    message = approved(world, opened(world))
    text = page_text(message)
    changed = edited(world, MARA, text, "One more sentence.")
    back = NewText(subject=text.subject, body=text.body, version=changed.version)
    edit_rendition(world.context, world.actor(MARA), text.id, back)
    assert state_of(world, text) is State.APPROVED


def test_a_text_that_is_saved_as_it_was_stays_approved_and_gets_no_editor(world: World) -> None:
    message = approved(world, opened(world))
    text = page_text(message)
    before = messages.editors_of(text.id)
    body = text.body.replace("\n", "\r\n")  # as browsers send it
    new = NewText(subject=text.subject, body=body, version=text.version)
    assert edit_rendition(world.context, world.actor(YUKI), text.id, new) == text
    assert messages.editors_of(text.id) == before
    assert state_of(world, text) is State.APPROVED


def test_sofie_cannot_approve_what_she_drafted(world: World) -> None:
    message = in_approval(world, opened(world))
    with pytest.raises(NotAllowed, match="wrote or edited"):
        approve(world, SOFIE, page_text(message))


def test_yuki_cannot_approve_what_she_edited(world: World) -> None:
    message = in_approval(world, opened(world))
    text = edited(world, YUKI, page_text(message), "Yuki's sentence.")
    with pytest.raises(NotAllowed, match="wrote or edited"):
        approve(world, YUKI, text)
    approve(world, JONAS, text)
    assert state_of(world, text) is State.APPROVED


def test_an_editor_stays_one_when_somebody_else_edits_after_them(world: World) -> None:
    message = in_approval(world, opened(world))
    text = edited(world, YUKI, page_text(message), "Yuki's sentence.")
    text = edited(world, MARA, text, "Mara's sentence.")
    with pytest.raises(NotAllowed):
        approve(world, YUKI, text)


@pytest.mark.parametrize("person", [MARA, INES, "mallory", "system"])
def test_nobody_without_a_role_that_is_asked_for_approves(world: World, person: str) -> None:
    message = in_approval(world, opened(world))
    with pytest.raises(NotAllowed):
        approve_rendition(
            world.context,
            Actor(person=person, is_admin=True),
            page_text(message).id,
            digest=page_text(message).digest,
        )


def test_not_even_the_product_itself_approves(world: World) -> None:
    message = in_approval(world, opened(world))
    text = page_text(message)
    with pytest.raises(NotAllowed):
        approve_rendition(world.context, SYSTEM, text.id, digest=text.digest)


def test_the_approval_of_somebody_who_was_disabled_since_does_not_count(world: World) -> None:
    message = approved(world, opened(world))
    User.objects.filter(pk=world.member(YUKI).user_id).update(is_active=False)
    assert state_of(world, page_text(message)) is State.WAITING
    with pytest.raises(Conflict):
        publish(world, message)
    with pytest.raises(NotAllowed, match="disabled"):
        approve(world, YUKI, page_text(message))


def test_somebody_who_cannot_sign_in_is_not_asked_while_a_deputy_can(world: World) -> None:
    User.objects.filter(pk=world.member(YUKI).user_id).update(is_active=False)
    in_approval(world, opened(world))
    (asked,) = log(EventKind.APPROVAL_REQUESTED)
    assert asked.data["people"] == ["Jonas Weber"]


def test_a_stale_digest_is_refused(world: World) -> None:
    message = in_approval(world, opened(world))
    seen = page_text(message)
    edited(world, MARA, seen, "Meanwhile.")
    with pytest.raises(Conflict, match="changed since you read it"):
        approve(world, YUKI, seen)


def test_the_approval_of_one_text_cannot_be_replayed_on_another(world: World) -> None:
    message = in_approval(world, opened(world))
    english, japanese = page_text(message), page_text(message, "ja")
    approve(world, YUKI, english)
    with pytest.raises(Conflict):
        approve(world, YUKI, japanese, digest=english.digest)
    assert state_of(world, japanese) is State.WAITING


def test_the_same_words_in_the_next_update_need_a_new_approval(world: World) -> None:
    incident = opened(world, severity=2)
    first = page_text(said(world, incident))
    again = page_text(in_approval(world, incident))
    with pytest.raises(Conflict):
        approve(world, YUKI, again, digest=first.digest)


def test_approving_twice_counts_once(world: World) -> None:
    message = in_approval(world, opened(world, severity=5))
    text = page_text(message)
    approve(world, YUKI, text)
    approve(world, YUKI, text)
    standing = standing_of(world.plan, incidents.get(1), message, text)
    assert [str(role) for role in standing.missing] == ["legal"]


def test_the_worst_class_needs_two_people(world: World) -> None:
    message = in_approval(world, opened(world, severity=5))
    text = page_text(message)
    approve(world, YUKI, text)
    assert state_of(world, text) is State.WAITING
    approve(world, INES, text)
    assert state_of(world, text) is State.APPROVED


def test_publishing_without_approvals_is_refused_and_says_who_is_waited_for(world: World) -> None:
    message = in_approval(world, opened(world))
    with pytest.raises(Conflict) as refused:
        publish(world, message)
    assert "communications manager" in refused.value.way_out
    assert "広報責任者" in refused.value.way_out_in("ja", str)
    assert messages.get(message.id).state is MessageState.IN_APPROVAL
    assert not log(EventKind.MESSAGE_PUBLISHED)


def test_a_draft_cannot_be_published(world: World) -> None:
    message = drafted(world, opened(world))
    with pytest.raises(Conflict, match="sent to its approvers"):
        publish(world, message)


def test_one_text_without_approval_holds_the_others_back(world: World) -> None:
    message = in_approval(world, opened(world))
    for text in messages.renditions(message.id):
        if text.key.language == "en" and text.key.audience != "internal":
            approve(world, YUKI, text)
    with pytest.raises(Conflict, match=r"\.ja is not approved yet"):
        publish(world, message)


def test_a_rejected_message_goes_back_to_its_writers_with_the_reason(world: World) -> None:
    message = approved(world, opened(world))
    text = page_text(message)
    reject_rendition(
        world.context, world.actor(YUKI), text.id, digest=text.digest, reason="Too \x00vague\x1b."
    )
    assert messages.get(message.id).state is MessageState.DRAFT
    (rejected,) = log(EventKind.RENDITION_REJECTED)
    assert rejected.data["reason"] == "Too  vague ."
    request_approval(world.context, world.actor(SOFIE), message.id)
    with pytest.raises(Conflict, match="was rejected"):
        publish(world, message)


def test_a_rejection_needs_a_reason(world: World) -> None:
    text = page_text(in_approval(world, opened(world)))
    with pytest.raises(Invalid, match="Say why"):
        reject_rendition(
            world.context, world.actor(YUKI), text.id, digest=text.digest, reason=" \x00 "
        )


def test_taking_back_voids_every_approval_even_within_the_same_five_minutes(world: World) -> None:
    message = approved(world, opened(world))
    back = take_back(world.context, world.actor(SOFIE), message.id)
    assert back.state is MessageState.DRAFT
    assert back.next_update_at == message.next_update_at
    request_approval(world.context, world.actor(SOFIE), message.id)
    assert state_of(world, page_text(message)) is State.WAITING
    with pytest.raises(Conflict, match="not approved yet"):
        publish(world, message)


def test_a_promise_that_has_passed_is_refused_with_the_way_out(world: World) -> None:
    message = approved(world, opened(world))
    world.clock.pass_by(minutes=40)
    with pytest.raises(Conflict) as refused:
        publish(world, message)
    assert "Take it back" in refused.value.way_out
    fresh = take_back(world.context, world.actor(SOFIE), message.id)
    assert fresh.next_update_at is not None
    assert fresh.next_update_at > world.clock.now()
    approve_all(world, request_approval(world.context, world.actor(SOFIE), message.id))
    assert publish(world, message).state is MessageState.PUBLISHED


def test_what_is_published_never_changes(world: World) -> None:
    message = said(world, opened(world))
    text = page_text(message)
    with pytest.raises(Conflict, match="not being written any more"):
        edited(world, SOFIE, text, "One more.")
    with pytest.raises(Conflict):
        approve(world, YUKI, text)
    with pytest.raises(Conflict):
        take_back(world.context, world.actor(SOFIE), message.id)
    with pytest.raises(Conflict):
        withdraw_message(world.context, world.actor(SOFIE), message.id)
    with pytest.raises(Conflict, match="out already"):
        publish(world, message)
    assert page_text(message) == text


def test_what_was_given_up_stays_so(world: World) -> None:
    message = approved(world, opened(world))
    withdraw_message(world.context, world.actor(SOFIE), message.id)
    with pytest.raises(Conflict):
        publish(world, message)
    with pytest.raises(Conflict):
        edited(world, SOFIE, page_text(message), "One more.")
    with pytest.raises(Conflict):
        request_approval(world.context, world.actor(SOFIE), message.id)


def test_mallory_publishes_nothing_and_an_administrator_has_no_voice(world: World) -> None:
    message = approved(world, opened(world))
    for actor in (Actor(person="mallory"), Actor(person="mallory", is_admin=True)):
        with pytest.raises(NotAllowed):
            publish_update(world.context, actor, message.id)


def test_a_blocking_finding_holds_an_approved_text_back(world: World) -> None:
    message = in_approval(world, opened(world))
    mail = text_of(message, Channel.EMAIL, "customers")
    edited(world, MARA, mail, "It is the fault of Aldermark Payments.")
    approve_all(world, message)
    with pytest.raises(Invalid) as refused:
        publish(world, message)
    assert refused.value.field == "findings"
    assert "email.customers.en" in refused.value.why
    assert messages.get(message.id).state is MessageState.IN_APPROVAL


def test_words_that_were_changed_behind_the_digest_are_noticed(world: World) -> None:
    message = approved(world, opened(world))
    text = page_text(message)
    messages.set_text(
        text, subject=text.subject, body="Mallory's words", digest=text.digest, by="x"
    )
    with pytest.raises((Conflict, Invalid)):
        publish(world, message)


def test_two_writers_do_not_write_over_each_other(world: World) -> None:
    text = page_text(drafted(world, opened(world)))
    edited(world, MARA, text, "Mara's sentence.")
    with pytest.raises(Conflict, match="Somebody else has changed this text"):
        edited(world, JONAS, text, "Jonas's sentence.")


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("two\nlines", "x"),
        ("two\rlines", "x"),
        ("x" * 501, "x"),
        ("x", "x" * 50_001),
        ("x", "a\x00b"),
        ("x", "half \ud83d a pair"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused(world: World, subject: str, body: str) -> None:
    text = page_text(drafted(world, opened(world)))
    new = NewText(subject=subject, body=body, version=text.version)
    with pytest.raises(Invalid):
        edit_rendition(world.context, world.actor(MARA), text.id, new)
    assert page_text(messages.get(text.message_id)) == text


def test_only_one_message_of_an_incident_is_in_work(world: World) -> None:
    incident = opened(world)
    drafted(world, incident)
    with pytest.raises(Conflict, match="in work"):
        drafted(world, incident)


def test_the_second_mail_within_the_hour_is_left_out_with_its_reason(world: World) -> None:
    incident = opened(world)
    said(world, incident)
    world.clock.pass_by(minutes=20)
    second = drafted(world, incident, Stage.IDENTIFIED)
    assert {left.channel for left in second.left_out} == {Channel.EMAIL}
    assert all(left.reason["ja"] and left.until for left in messages.get(second.id).left_out)
    assert Channel.EMAIL not in {t.key.channel for t in messages.renditions(second.id)}
    approve_all(world, request_approval(world.context, world.actor(SOFIE), second.id))
    publish(world, second)
    world.clock.pass_by(minutes=1)
    last = drafted(world, incident, Stage.RESOLVED)
    assert last.left_out == ()
    assert Channel.EMAIL in {t.key.channel for t in messages.renditions(last.id)}
