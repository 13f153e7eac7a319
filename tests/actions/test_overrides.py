"""A block that somebody lets pass: who may, with which reason, for how long, and who is shown it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi import planfile
from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.approve_rendition import approve_rendition
from noroshi.actions.context import SYSTEM, Actor
from noroshi.actions.edit_rendition import NewText, edit_rendition
from noroshi.actions.override_finding import Wish, override_finding, withdraw_override
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.composing import work
from noroshi.actions.queries.findings import blocks_in, findings_in
from noroshi.actions.queries.review import timeline
from noroshi.actions.request_approval import request_approval
from noroshi.actions.take_back import take_back
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind, sentence
from noroshi.domain.guardrails.override import Override
from noroshi.domain.guardrails.rule import Level
from noroshi.domain.message import Message, MessageState, Rendition
from noroshi.domain.plan.model import Role
from noroshi.domain.review.export import exported
from noroshi.kernel.errors import Conflict, Invalid, NotAllowed, Refusal
from noroshi.storage import decisions, incidents, messages, overrides
from tests.actions.steps import (
    JONAS,
    MARA,
    SOFIE,
    YUKI,
    approve_all,
    at_once,
    drafted,
    edited,
    in_approval,
    log,
    opened,
    text_of,
)
from tests.cast import World

pytestmark = pytest.mark.django_db

RULE = "third_party_name"
WHY = "Aldermark has named itself in public already."
NAMED = "It is Aldermark Payments that is slow."


@pytest.fixture
def world(world: World) -> World:
    """The sample plan, where the communications manager may let a third party's name pass."""
    world.plan = replace(
        world.plan, override_roles={RULE: Role.COMMUNICATIONS_MANAGER, "no_scope": Role.LEGAL}
    )
    stored = replace(world.plan, version=0)
    apply_plan(world.context, SYSTEM, stored, digest="with overrides")
    return world


def mail(message: Message, language: str = "en") -> Rendition:
    return text_of(message, Channel.EMAIL, "customers", language)


def blocked(world: World) -> Message:
    """An update whose English mail names a third party."""
    message = drafted(world, opened(world))
    edited(world, MARA, mail(message), NAMED)
    return message


def let_pass(
    world: World, message: Message, *, person: str = YUKI, why: str = WHY, words: str = ""
) -> Override:
    wish = Wish(rule=RULE, reason=why, words=words)
    return override_finding(world.context, world.actor(person), mail(message).id, wish)


def blocks(world: World, message: Message) -> list[str]:
    found = blocks_in(world.plan, incidents.get(1), message)
    return sorted({each.code for findings in found.values() for each in findings})


def rewritten(world: World, message: Message, old: str, new: str) -> Rendition:
    text = mail(message)
    changed = NewText(subject=text.subject, body=text.body.replace(old, new), version=text.version)
    return edit_rendition(world.context, world.actor(MARA), text.id, changed)


def test_a_block_that_is_overridden_warns_and_says_who_why_and_when(world: World) -> None:
    message = blocked(world)
    assert blocks(world, message) == [RULE]
    kept = let_pass(world, message)
    assert blocks(world, message) == []
    found = findings_in(world.plan, incidents.get(1), message, mail(message))
    (shown,) = [each for each in found if each.override]
    assert (shown.code, shown.level, shown.override) == (RULE, Level.WARN, kept)
    assert (kept.person, kept.reason, kept.at) == (YUKI, WHY, world.clock.now())
    assert kept.found == "Aldermark Payments"


def test_the_approver_sees_what_was_overridden_before_signing(world: World) -> None:
    message = blocked(world)
    let_pass(world, message)
    request_approval(world.context, world.actor(SOFIE), message.id)
    seen = work(world.plan, incidents.get(1), messages.get(message.id))
    (one,) = seen.overridden
    assert one.text.id == mail(message).id
    assert [each.override.reason for each in one.overridden if each.override] == [WHY]
    assert one.state == "in_approval"
    assert one.blocks == ()


def test_the_review_shows_what_went_out_by_an_override(world: World) -> None:
    message = blocked(world)
    let_pass(world, message)
    approve_all(world, request_approval(world.context, world.actor(SOFIE), message.id))
    publish_update(world.context, world.actor(SOFIE), message.id)
    (shown,) = timeline(world.context, 1, language="ja").overrides
    assert (shown.message_number, shown.code, shown.reason) == (1, RULE, WHY)
    assert (shown.rule, shown.person) == ("外部事業者の名称", "Yuki Tanabe")
    assert "英語" in shown.text
    (written,) = exported(timeline(world.context, 1, language="en"))["overrides"]  # type: ignore[misc]
    assert written["rule"] == RULE
    assert written["found"] == "Aldermark Payments"


def test_an_override_that_let_nothing_pass_is_not_in_the_review(world: World) -> None:
    message = blocked(world)
    let_pass(world, message)
    rewritten(world, message, NAMED, "")
    approve_all(world, request_approval(world.context, world.actor(SOFIE), message.id))
    publish_update(world.context, world.actor(SOFIE), message.id)
    assert timeline(world.context, 1, language="en").overrides == ()
    assert len(log(EventKind.GUARDRAIL_OVERRIDDEN)) == 1


@pytest.mark.parametrize("person", [SOFIE, MARA, "ines-roth", "mallory"])
def test_nobody_but_the_role_that_the_plan_names_overrides(world: World, person: str) -> None:
    message = blocked(world)
    with pytest.raises(NotAllowed, match="communications manager") as refused:
        let_pass(world, message, person=person)
    assert "広報責任者" in refused.value.why_in("ja", lambda said: said)
    assert blocks(world, message) == [RULE]


def test_not_even_an_administrator_or_the_product_itself_overrides(world: World) -> None:
    message = blocked(world)
    for actor in (SYSTEM, Actor(person="mallory", is_admin=True)):
        with pytest.raises(NotAllowed):
            override_finding(world.context, actor, mail(message).id, Wish(rule=RULE, reason=WHY))


def test_a_rule_that_the_plan_does_not_name_is_overridden_by_nobody(world: World) -> None:
    message = blocked(world)
    wish = Wish(rule="no_apology", reason=WHY)
    with pytest.raises(NotAllowed, match="names nobody"):
        override_finding(world.context, world.actor(YUKI), mail(message).id, wish)


@pytest.mark.parametrize("rule", ["blank", "empty", "control_characters"])
def test_a_firm_rule_is_overridden_by_nobody_whatever_the_plan_says(
    world: World, rule: str
) -> None:
    message = blocked(world)
    with pytest.raises(Invalid, match="never goes out"):
        override_finding(
            world.context, world.actor(YUKI), mail(message).id, Wish(rule=rule, reason=WHY)
        )


def test_a_rule_that_does_not_exist_is_refused(world: World) -> None:
    message = blocked(world)
    with pytest.raises(Invalid, match="no rule"):
        override_finding(
            world.context, world.actor(YUKI), mail(message).id, Wish(rule="nonsense", reason=WHY)
        )


@pytest.mark.parametrize("why", ["", "   \n ", "ok", "because", "x" * 501])
def test_a_reason_is_a_few_words_and_not_a_novel(world: World, why: str) -> None:
    message = blocked(world)
    with pytest.raises(Invalid) as refused:
        let_pass(world, message, why=why)
    assert refused.value.field == "reason"
    assert blocks(world, message) == [RULE]


def test_a_reason_of_500_characters_is_kept_whole(world: World) -> None:
    assert let_pass(world, blocked(world), why="理由" * 250).reason == "理由" * 250


def test_what_is_not_found_is_not_overridden(world: World) -> None:
    message = drafted(world, opened(world))
    with pytest.raises(Conflict, match="does not block"):
        let_pass(world, message)
    assert log(EventKind.GUARDRAIL_OVERRIDDEN) == []


def test_the_same_override_twice_is_one(world: World) -> None:
    message = blocked(world)
    first = let_pass(world, message)
    assert let_pass(world, message, why="Another reason this time.") == first
    assert len(log(EventKind.GUARDRAIL_OVERRIDDEN)) == 1


def test_an_override_holds_while_other_words_change_and_ends_with_its_own(world: World) -> None:
    message = blocked(world)
    let_pass(world, message)
    rewritten(world, message, "that is slow", "that answers late")
    assert blocks(world, message) == []
    rewritten(world, message, "Aldermark Payments", "Aldermark")
    assert blocks(world, message) == [RULE]


def test_an_override_of_one_text_lets_no_other_pass(world: World) -> None:
    message = blocked(world)
    let_pass(world, message)
    edited(world, MARA, mail(message, "ja"), "原因は Aldermark Payments の遅延です。")
    assert blocks(world, message) == [RULE]


def test_two_names_need_two_overrides(world: World) -> None:
    message = blocked(world)
    edited(world, MARA, mail(message), "We called Aldermark.")
    with pytest.raises(Conflict, match="more than one place"):
        let_pass(world, message)
    let_pass(world, message, words="Aldermark")
    assert blocks(world, message) == [RULE]
    let_pass(world, message)
    assert blocks(world, message) == []


def test_something_missing_is_overridden_by_what_is_missing(world: World) -> None:
    message = drafted(world, opened(world))
    text = mail(message)
    bare = NewText(subject="-", body="We are sorry. Next update by 14:32 CET.", version=1)
    edit_rendition(world.context, world.actor(MARA), text.id, replace(bare, version=text.version))
    assert "no_scope" in blocks(world, message)
    wish = Wish(rule="no_scope", reason="Legal asks us not to say more.")
    kept = override_finding(world.context, world.actor("ines-roth"), text.id, wish)
    assert kept.found == ""
    assert "no_scope" not in blocks(world, message)


def test_an_override_is_withdrawn_by_whom_the_plan_names_and_the_text_is_blocked_again(
    world: World,
) -> None:
    message = blocked(world)
    kept = let_pass(world, message)
    with pytest.raises(NotAllowed):
        withdraw_override(world.context, world.actor(MARA), kept.id)
    withdraw_override(world.context, world.actor(YUKI), kept.id)
    withdraw_override(world.context, world.actor(YUKI), kept.id)
    assert blocks(world, message) == [RULE]
    (event,) = log(EventKind.OVERRIDE_WITHDRAWN)
    assert event.data["rule"] == RULE
    assert let_pass(world, message).id != kept.id


def test_an_override_that_is_withdrawn_in_approval_holds_the_message_back(world: World) -> None:
    message = blocked(world)
    kept = let_pass(world, message)
    approve_all(world, request_approval(world.context, world.actor(SOFIE), message.id))
    withdraw_override(world.context, world.actor(YUKI), kept.id)
    with pytest.raises(Invalid):
        publish_update(world.context, world.actor(SOFIE), message.id)


def test_what_its_approvers_are_reading_is_not_overridden_behind_their_backs(
    world: World,
) -> None:
    message = in_approval(world, opened(world))
    edited(world, MARA, mail(message), NAMED)
    with pytest.raises(Conflict, match="not a draft"):
        let_pass(world, message)
    take_back(world.context, world.actor(SOFIE), message.id)
    let_pass(world, message)
    assert blocks(world, message) == []


def test_a_signature_from_before_the_override_does_not_count(world: World) -> None:
    message = in_approval(world, opened(world))
    text = edited(world, MARA, mail(message), NAMED)
    approve_rendition(world.context, world.actor(JONAS), text.id, digest=text.digest)
    messages.set_state(messages.get(message.id), MessageState.DRAFT, at=world.clock.now(), by=SOFIE)
    let_pass(world, message)
    assert decisions.of_text(text.id) == []
    assert log(EventKind.APPROVAL_VOIDED)


def test_an_override_that_has_gone_out_stays(world: World) -> None:
    message = blocked(world)
    kept = let_pass(world, message)
    approve_all(world, request_approval(world.context, world.actor(SOFIE), message.id))
    publish_update(world.context, world.actor(SOFIE), message.id)
    with pytest.raises(Conflict):
        withdraw_override(world.context, world.actor(YUKI), kept.id)
    with pytest.raises(Conflict):
        let_pass(world, message)


def test_the_log_names_the_rule_the_person_and_the_reason(world: World) -> None:
    let_pass(world, blocked(world))
    (event,) = log(EventKind.GUARDRAIL_OVERRIDDEN)
    assert sentence(event, "en") == (
        f"Update 1, email.customers.en: finding “{RULE}” overridden by {YUKI}: {WHY}"
    )
    names = {YUKI: "Yuki Tanabe", RULE: "外部事業者の名称", "email.customers.en": "メール"}
    assert sentence(event, "ja", names=names) == (
        f"第1報（メール）の指摘「外部事業者の名称」をYuki Tanabeが例外扱いに：{WHY}"
    )


@pytest.mark.django_db(transaction=True)
def test_a_text_that_is_edited_while_it_is_overridden_is_judged_by_its_last_words(
    world: World,
) -> None:
    message = blocked(world)
    for trial in range(4):
        text = mail(message)
        other = NewText(
            subject=text.subject,
            body=f"{text.body}\n\nAldermark said so ({trial}).",
            version=text.version,
        )
        results = at_once(
            lambda: let_pass(world, message, words="Aldermark Payments"),
            lambda new=other, text=text: edit_rendition(
                world.context, world.actor(MARA), text.id, new
            ),
        )
        assert all(isinstance(r, Refusal | Override | Rendition) for r in results), results
        assert blocks(world, message) == [RULE]  # nobody has let the other name pass


@pytest.mark.django_db(transaction=True)
def test_two_people_who_override_at_once_make_one_override(world: World) -> None:
    message = blocked(world)
    results = at_once(*(lambda: let_pass(world, message) for _ in range(3)))
    assert all(isinstance(result, Override) for result in results), results
    assert len(overrides.of_message(message.id)[mail(message).id]) == 1
    assert len(log(EventKind.GUARDRAIL_OVERRIDDEN)) == 1


def test_the_plan_file_names_who_may_override() -> None:
    loaded = planfile.load(planfile.sample_directory()).require()
    assert loaded.override_roles["no_scope"] is Role.COMMUNICATIONS_MANAGER
