"""Declaring, confirming, dismissing, changing an incident, and answering its checklist."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from noroshi.actions.answer_fact import Answer, answer_fact
from noroshi.actions.context import Actor
from noroshi.actions.dismiss_incident import dismiss_incident
from noroshi.actions.edit_incident import edit_incident
from noroshi.actions.request_approval import request_approval
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, IncidentState, Scope, Stage
from noroshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from noroshi.storage import incidents, messages
from tests.actions.steps import (
    EUROPE,
    INES,
    MARA,
    SOFIE,
    TITLE,
    confirmed,
    declared,
    drafted,
    edited,
    log,
    opened,
    page_text,
    reported,
    said,
)
from tests.cast import World

pytestmark = pytest.mark.django_db


def answered(world: World, incident: Incident, question: str, **said: object) -> None:
    answer = Answer(question=question, **said)  # type: ignore[arg-type]
    answer_fact(world.context, world.actor(MARA), incident.number, answer)


def changed(world: World, incident: Incident, **new: object) -> Incident:
    wanted = {"title": incident.title, "severity": incident.severity, "scope": incident.scope}
    return edit_incident(world.context, world.actor(MARA), incident.number, **(wanted | new))  # type: ignore[arg-type]


def test_the_same_form_twice_declares_one_incident(world: World) -> None:
    assert declared(world) == declared(world)
    assert len(incidents.listing()) == 1
    assert len(log(EventKind.INCIDENT_DECLARED)) == 1


def test_declaring_publishes_nothing(world: World) -> None:
    incident = declared(world)
    assert incident.state is IncidentState.OPEN
    assert incident.stage is None
    assert messages.of_incident(incident.number) == []


def test_ines_cannot_declare_and_is_told_who_can(world: World) -> None:
    with pytest.raises(NotAllowed) as refused:
        edit_incident(world.context, world.actor(INES), 1, title=TITLE, severity=4, scope=EUROPE)
    assert "support manager" in refused.value.why
    assert "サポート責任者" in refused.value.why_in("ja", str)


@pytest.mark.parametrize(
    "title",
    [
        {},
        {"en": " "},
        {"en": "x" * 121},
        {"en": "two\nlines"},
        {"en": "ends\x00here"},
        {"en": "turned \u202earound"},
        {"en": "line\u2028separator"},
        {"en": "half \ud83d"},
        {"xx": "a language that the plan has not"},
    ],
)
def test_a_title_that_cannot_be_shown_is_refused(world: World, title: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        declared(world, title=title)
    assert refused.value.field == "title"
    assert incidents.listing() == []


@pytest.mark.parametrize(
    "title",
    ["決済　エラー", "<script>alert(1)</script>", "{{ 7 * 7 }} %s {title}", 'O\'Brien "quoted" 🔥'],
)
def test_a_strange_title_is_kept_as_it_is(world: World, title: str) -> None:
    incident = declared(world, title={"ja": title})
    assert incidents.get(incident.number).title == {"ja": title}


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"scope": Scope()}, Invalid),
        ({"scope": Scope(components=("no-such",))}, NotFound),
        ({"scope": Scope(components=("checkout",), regions=("mars",))}, NotFound),
        ({"severity": 9}, NotFound),
        ({"scenario": "no-such"}, NotFound),
        ({"request_key": ""}, Invalid),
        ({"request_key": "x" * 101}, Invalid),
    ],
)
def test_what_the_plan_does_not_know_is_refused(
    world: World, changed: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        declared(world, **changed)
    assert incidents.listing() == []


def test_an_incident_cannot_start_in_the_future_but_a_little_skew_is_forgiven(
    world: World, now: datetime
) -> None:
    assert declared(world, started_at=now + timedelta(minutes=4)).number == 1
    with pytest.raises(Invalid) as refused:
        declared(world, started_at=now + timedelta(minutes=6), request_key="two")
    assert refused.value.field == "started_at"


def test_a_start_years_ago_is_taken_for_a_slip(world: World, now: datetime) -> None:
    with pytest.raises(Invalid, match="a year ago"):
        declared(world, started_at=now - timedelta(days=4_000))


def test_an_answer_that_does_not_fit_leaves_no_incident_behind(world: World) -> None:
    answers = {"affected_count": Answer(question="affected_count", values={"*": "many"})}
    with pytest.raises(Invalid):
        declared(world, answers=answers)
    assert incidents.listing() == []
    assert log(*EventKind) == log(EventKind.PLAN_APPLIED)


def test_a_proposal_is_confirmed_once(world: World) -> None:
    (number,) = reported(world).proposed
    confirmed(world, number)
    with pytest.raises(Conflict, match="not a proposal any more"):
        confirmed(world, number)
    assert len(log(EventKind.INCIDENT_CONFIRMED)) == 1


def test_what_was_dismissed_cannot_be_confirmed_nor_the_other_way_round(world: World) -> None:
    (number,) = reported(world).proposed
    actor = world.actor(SOFIE)
    dismiss_incident(world.context, actor, number, reason="A test\x00 alert")
    with pytest.raises(Conflict):
        confirmed(world, number)
    with pytest.raises(Conflict):
        dismiss_incident(world.context, actor, number, reason="Again")
    assert incidents.get(number).state is IncidentState.DISMISSED
    assert [event.data["reason"] for event in log(EventKind.INCIDENT_DISMISSED)] == [
        "A test  alert"
    ]


def test_a_proposal_is_not_dismissed_without_a_reason(world: World) -> None:
    (number,) = reported(world).proposed
    with pytest.raises(Invalid) as refused:
        dismiss_incident(world.context, world.actor(SOFIE), number, reason="\x00\n ")
    assert refused.value.field == "reason"


def test_mallory_confirms_nothing(world: World) -> None:
    (number,) = reported(world).proposed
    with pytest.raises(NotAllowed):
        dismiss_incident(world.context, Actor(person="mallory"), number, reason="x")


def test_the_start_is_that_of_the_first_alert_unless_somebody_knows_better(
    world: World, now: datetime
) -> None:
    (number,) = reported(world).proposed
    world.clock.pass_by(minutes=10)
    assert confirmed(world, number).started_at == now


def test_a_new_scope_refills_only_the_texts_that_nobody_has_edited(world: World) -> None:
    incident = opened(world)
    message = drafted(world, incident)
    mine = edited(world, MARA, page_text(message), "Mara's own sentence.")
    changed(world, incident, scope=Scope(components=("invoices",), regions=("europe",)))
    assert page_text(message).body == mine.body
    assert "請求書" in page_text(message, "ja").subject + page_text(message, "ja").body


def test_a_text_in_approval_keeps_its_words_when_the_facts_change(world: World) -> None:
    incident = opened(world)
    message = drafted(world, incident)
    before = messages.renditions(message.id)
    request_approval(world.context, world.actor(SOFIE), message.id)
    answered(world, incident, "reach", values={"en": "all shops"}, version=1)
    changed(world, incident, scope=Scope(components=("invoices",)))
    assert messages.renditions(message.id) == before


def test_a_new_fact_fills_the_draft(world: World) -> None:
    incident = opened(world)
    message = drafted(world, incident)
    answered(world, incident, "reach", values={"en": "every shop in Europe"}, version=1)
    assert "every shop in Europe" in page_text(message).body


def test_a_change_that_changes_nothing_leaves_no_trace(world: World) -> None:
    incident = opened(world)
    before = len(log(*EventKind))
    changed(world, incident)
    assert len(log(*EventKind)) == before


def test_only_an_open_incident_is_changed(world: World) -> None:
    (number,) = reported(world).proposed
    with pytest.raises(Conflict):
        changed(world, incidents.get(number), severity=2, scope=EUROPE, title=TITLE)


def test_an_answer_over_another_one_is_refused(world: World) -> None:
    incident = declared(world)
    answered(world, incident, "cause", values={"en": "first"})
    with pytest.raises(Conflict) as refused:
        answered(world, incident, "cause", values={"en": "second"})
    assert refused.value.field == "cause"
    answered(world, incident, "cause", values={"en": "second"}, version=1)
    assert incidents.facts(incident.number)["cause"].values == {"en": "second"}
    with pytest.raises(Conflict):
        answered(world, incident, "cause", values={"en": "third"}, version=7)


def test_not_known_yet_is_an_answer_until_somebody_knows(world: World) -> None:
    incident = declared(world)
    answered(world, incident, "eta", unknown=True)
    assert incidents.facts(incident.number)["eta"].unknown
    answered(world, incident, "eta", values={"en": "by noon"}, unknown=True, version=1)
    assert not incidents.facts(incident.number)["eta"].unknown


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("cause", {}),
        ("cause", {"en": "  "}),
        ("cause", {"xx": "x"}),
        ("cause", {"en": "x" * 1_001}),
        ("cause", {"en": "a\x00b"}),
        ("cause", {"en": "turned \u202earound"}),
        ("affected_count", {"*": "many"}),
        ("affected_count", {"*": "-5"}),
        ("affected_count", {"*": "3.5"}),
        ("affected_count", {"*": "9" * 5_000}),
        ("started_at", {"*": "yesterday"}),
        ("started_at", {"*": "2026-03-12T14:02:00"}),
        ("started_at", {"*": "0001-01-01T00:00:00+09:00"}),
    ],
)
def test_an_answer_that_does_not_fit_its_question_is_refused(
    world: World, question: str, values: dict[str, str]
) -> None:
    incident = declared(world)
    with pytest.raises(Invalid) as refused:
        answered(world, incident, question, values=values)
    assert refused.value.field == question
    assert incidents.facts(incident.number) == {}


@pytest.mark.parametrize(
    ("question", "typed", "kept"),
    [
        ("affected_count", {"*": "3,400"}, {"*": "3400"}),
        ("affected_count", {"ja": "３４００"}, {"*": "3400"}),
        ("started_at", {"*": "2026-03-12T14:02:00+01:00"}, {"*": "2026-03-12T13:02:00+00:00"}),
        ("cause", {"ja": "認証　サーバーの\n故障"}, {"ja": "認証 サーバーの 故障"}),
    ],
)
def test_an_answer_is_kept_in_one_form(
    world: World, question: str, typed: dict[str, str], kept: dict[str, str]
) -> None:
    incident = declared(world)
    answered(world, incident, question, values=typed)
    assert incidents.facts(incident.number)[question].values == kept


def test_a_question_that_is_not_on_the_checklist_is_not_found(world: World) -> None:
    incident = declared(world)
    with pytest.raises(NotFound):
        answered(world, incident, "shoe-size", values={"*": "44"})


def test_an_incident_that_is_over_gets_no_more_updates(world: World) -> None:
    incident = opened(world)
    said(world, incident, Stage.RESOLVED)
    with pytest.raises(Conflict, match="Only an open incident"):
        drafted(world, incident)


def test_the_answer_to_when_it_started_moves_the_beginning(world: World) -> None:
    incident = declared(world)
    earlier = incident.started_at - timedelta(minutes=7)
    answer = Answer(question="started_at", values={"*": earlier.isoformat()})
    answer_fact(world.context, world.actor("mara-lindqvist"), incident.number, answer)
    assert incidents.get(incident.number).started_at == earlier


def test_an_answer_from_the_future_does_not_move_it(world: World) -> None:
    incident = declared(world)
    later = world.clock.now() + timedelta(hours=2)
    answer = Answer(question="started_at", values={"*": later.isoformat()})
    with pytest.raises(Invalid, match="future"):
        answer_fact(world.context, world.actor("mara-lindqvist"), incident.number, answer)
    assert "started_at" not in incidents.facts(incident.number)
