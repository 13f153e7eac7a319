"""What the guardrails are told beside a text, and that it is read once for all texts."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from noroshi.actions.answer_fact import Answer, answer_fact
from noroshi.actions.draft_report import draft_report
from noroshi.actions.edit_rendition import NewText, edit_rendition
from noroshi.actions.edit_report import edit_report
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.findings import blocks_in, findings_in, findings_of_all
from noroshi.actions.queries.guard_context import surroundings
from noroshi.actions.request_approval import request_approval
from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.rule import Context, Known
from noroshi.domain.incident import Stage
from noroshi.domain.message import Message, MessageState
from noroshi.practice.demo.texts import (
    FIRST,
    IDENTIFIED,
    REPORT,
    REROUTING,
    STILL,
    TITLE,
    WATCHING,
)
from noroshi.practice.demo.texts import Known as Answered
from noroshi.storage import incidents, messages
from tests.actions.steps import (
    JONAS,
    MARA,
    SOFIE,
    approve_all,
    declared,
    drafted,
    opened,
    page_text,
    text_of,
)
from tests.cast import World

pytestmark = pytest.mark.django_db

OURS = {"contradicts_facts", "languages_disagree", "channels_disagree", "missing_language"}


def context_of(world: World, message: Message, language: str = "en") -> Context:
    incident = incidents.get(message.incident_number)
    around = surroundings(world.plan, incident, message)
    return around.as_read(page_text(message, language)).context


def known_of(world: World, message: Message, language: str = "en") -> Known:
    known = context_of(world, message, language).known
    assert known is not None
    return known


def rewritten(world: World, message: Message, old: str, new: str, language: str = "en") -> None:
    text = page_text(message, language)
    assert old in text.body
    changed = NewText(subject=text.subject, body=text.body.replace(old, new), version=text.version)
    edit_rendition(world.context, world.actor(MARA), text.id, changed)


def test_answers_are_known_in_the_language_and_the_zone_of_the_text(world: World) -> None:
    message = drafted(world, opened(world), Stage.IDENTIFIED)
    english, japanese = known_of(world, message), known_of(world, message, "ja")
    assert f"{english.started_at:%H:%M %Z}" == "14:02 CET"
    assert f"{japanese.started_at:%H:%M %Z}" == "22:02 JST"
    assert english.workaround == "bank transfer works"
    assert japanese.workaround == "銀行振込はご利用いただけます"
    assert english.recovery_time == ""  # somebody looked, and does not know yet
    assert {"3400", "one in five"} <= set(english.numbers)
    assert {"3400", "5件に1件"} <= set(japanese.numbers)
    assert english.full_outage is False


def test_what_nobody_has_answered_is_not_known(world: World) -> None:
    from_nothing = opened(world)
    message = drafted(world, from_nothing)
    assert known_of(world, message).ended_at is None
    assert "third_party" not in known_of(world, message).numbers


def test_parts_that_are_not_hit_are_named_with_both_of_their_names(world: World) -> None:
    others = known_of(world, drafted(world, opened(world))).other_scope_words
    assert {"United States", "the United States", "Dashboard"} <= set(others)
    assert not {"Europe", "Checkout"} & set(others)


def test_the_other_texts_stand_beside_a_text_and_it_does_not_stand_beside_itself(
    world: World,
) -> None:
    message = drafted(world, opened(world))
    context = context_of(world, message)
    keys = [(s.channel, s.audience, s.language) for s in context.siblings]
    assert len(keys) == len(set(keys)) == len(messages.renditions(message.id)) - 1
    assert (Channel.STATUS_PAGE, "customers", "ja") in keys
    assert (Channel.STATUS_PAGE, "customers", "en") not in keys
    offsets = {s.language: s.utc_offset for s in context.siblings}
    assert offsets == {"en": 60, "ja": 540}
    assert {s.audience for s in context.siblings if s.internal} == {"internal"}


def test_addresses_are_those_of_this_installation_and_of_the_plan(world: World) -> None:
    context = context_of(world, drafted(world, opened(world)))
    assert context.page_url == "https://noroshi.example/status/"
    assert {"noroshi.example", "support.kitsune-cloud.example"} <= set(context.own_domains)
    assert "https://meet.kitsune-cloud.example/incident" in context.internal_links
    assert "https://noroshi.example/incidents/1/" in context.internal_links
    assert context.languages == ("en", "ja")


def test_the_filled_templates_contradict_nothing_at_any_stage(world: World) -> None:
    incident = opened(world)
    for stage in (Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MONITORING, Stage.RESOLVED):
        message = drafted(world, incident, stage)
        assert ours(world, message) == [], stage
        messages.set_state(message, MessageState.WITHDRAWN, at=world.clock.now(), by=MARA)


def test_another_number_in_one_language_is_noticed_in_both(world: World) -> None:
    incident = opened(world)
    message = drafted(world, incident)
    rewritten(world, message, "about one in five card payments", "one in three payments fails")
    found = findings_of_all(world.plan, incident, message)
    english, japanese = page_text(message), page_text(message, "ja")
    codes = {each.code for each in found[english.id]}
    assert {"contradicts_facts", "languages_disagree"} <= codes
    assert "languages_disagree" in {each.code for each in found[japanese.id]}


def test_a_language_that_is_missing_blocks_the_other(world: World) -> None:
    incident = opened(world)
    message = drafted(world, incident)
    text = page_text(message, "ja")
    empty = NewText(subject=text.subject, body=" ", version=text.version)
    edit_rendition(world.context, world.actor(MARA), text.id, empty)
    blocked = blocks_in(world.plan, incident, message)
    assert "missing_language" in {each.code for each in blocked[page_text(message).id]}
    mail = text_of(message, Channel.EMAIL, "customers")
    assert mail.id not in blocked


def test_words_that_were_not_saved_are_judged_as_they_were_typed(world: World) -> None:
    incident = opened(world)
    message = drafted(world, incident)
    text = page_text(message)
    typed = replace(text, body=f"{text.body}\n\nIt began at 14:20 CET.")
    found = findings_in(world.plan, incident, message, typed)
    (wrong,) = [each for each in found if each.code == "contradicts_facts"]
    assert (wrong.found, wrong.mend) == ("14:20", "14:02")


def test_a_fact_that_changes_is_held_against_the_texts_that_were_edited(world: World) -> None:
    incident = opened(world)
    message = drafted(world, incident, Stage.IDENTIFIED)
    rewritten(world, message, "We are sorry", "We are truly sorry")
    new = {"*": "2026-03-12T13:50:00+01:00"}
    answer_fact(
        world.context,
        world.actor(JONAS),
        1,
        Answer(question="started_at", values=new, version=1),
    )
    message = messages.get(message.id)
    assert known_of(world, message).started_at == incidents.get(1).started_at


def test_all_texts_are_judged_with_as_few_queries_as_one(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    incident = opened(world)
    message = drafted(world, incident)
    text = page_text(message)
    with django_assert_num_queries(3):
        findings_in(world.plan, incident, message, text)
    with django_assert_num_queries(3):
        findings_of_all(world.plan, incident, message)


def test_a_text_is_judged_while_its_writer_pauses(world: World) -> None:
    incident = opened(world)
    message = drafted(world, incident, Stage.IDENTIFIED)
    text = page_text(message, "ja")
    blocks_in(world.plan, incident, message)  # dictionaries are warm
    started = time.process_time()
    findings_in(world.plan, incident, message, text)
    one = time.process_time() - started
    blocks_in(world.plan, incident, message)
    all_of_them = time.process_time() - started - one
    assert one < 0.3
    assert all_of_them < 3


def test_the_story_of_the_demo_contradicts_itself_nowhere(world: World) -> None:
    incident = declared(world, title=TITLE)
    for known, stage in (
        (FIRST, Stage.INVESTIGATING),
        (IDENTIFIED, Stage.IDENTIFIED),
        (REROUTING, Stage.IDENTIFIED),
        (STILL, Stage.IDENTIFIED),
        (WATCHING, Stage.MONITORING),
        ((), Stage.RESOLVED),
    ):
        told(world, known)
        message = drafted(world, incident, stage)
        assert ours(world, message) == [], stage
        approve_all(world, request_approval(world.context, world.actor(SOFIE), message.id))
        publish_update(world.context, world.actor(SOFIE), message.id)
        world.clock.pass_by(minutes=25)
    edit_report(world.context, world.actor(JONAS), 1, sections=REPORT, version=0)
    assert ours(world, draft_report(world.context, world.actor(JONAS), 1)) == []


def told(world: World, known: tuple[Answered, ...]) -> None:
    for one in known:
        earlier = incidents.facts(1).get(one.question)
        answer = Answer(
            question=one.question,
            values=one.values,
            unknown=one.unknown,
            version=earlier.version if earlier else 0,
        )
        answer_fact(world.context, world.actor(one.person), 1, answer)


def ours(world: World, message: Message) -> list[tuple[str, str, str]]:
    incident = incidents.get(message.incident_number)
    found = findings_of_all(world.plan, incident, message)
    return [
        (each.code, each.found, each.reason["en"])
        for findings in found.values()
        for each in findings
        if each.code in OURS
    ]
