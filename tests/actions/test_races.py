"""People who act at the same moment (R15). Each deed runs on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from noroshi.actions.answer_fact import Answer, answer_fact
from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.approve_rendition import approve_rendition
from noroshi.actions.context import SYSTEM
from noroshi.actions.declare_incident import declare_incident
from noroshi.actions.edit_incident import edit_incident
from noroshi.actions.edit_rendition import NewText, edit_rendition
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.approvals import standing_of
from noroshi.actions.take_back import take_back
from noroshi.actions.texts import signed
from noroshi.actions.want_pages import keep_pages_fresh, want_pages
from noroshi.actions.withdraw_message import withdraw_message
from noroshi.domain.approvals import Decision, State
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind, Intact, verify
from noroshi.domain.incident import Incident, Stage
from noroshi.domain.message import Message, MessageState
from noroshi.domain.plan.model import Outlet
from noroshi.kernel.errors import Conflict, Refusal
from noroshi.storage import decisions, events, incidents, messages
from noroshi.storage.ledger import of_message
from noroshi.storage.unit_of_work import unit_of_work
from tests.actions.steps import (
    EUROPE,
    JONAS,
    MARA,
    SOFIE,
    TITLE,
    YUKI,
    approved,
    at_once,
    declaration,
    edited,
    in_approval,
    log,
    opened,
    page_text,
    reader,
    reported,
    said,
)
from tests.cast import World

pytestmark = pytest.mark.django_db(transaction=True)

TRIALS = 120
A_FEW = 4


def of_few_texts(world: World) -> World:
    """The same company, which tells its customers on a page alone: many trials are quicker."""
    told = Outlet(audience="customers", channel=Channel.STATUS_PAGE)
    scenarios = tuple(
        replace(
            scenario,
            paths=tuple(
                replace(path, outlets=tuple(o for o in path.outlets if o == told))
                for path in scenario.paths
            ),
        )
        for scenario in world.plan.scenarios
    )
    plan = replace(world.plan, scenarios=scenarios)
    apply_plan(world.context, SYSTEM, plan, digest="few texts")
    return replace(world, plan=plan)


def only_refusals(results: list[object]) -> bool:
    """Whether everybody got what they wanted or was told why not."""
    return not any(isinstance(r, Exception) and not isinstance(r, Refusal) for r in results)


def says_what_was_approved(message: Message) -> bool:
    """Whether each text that needed an approval has the words whose digest was approved."""
    for text in messages.renditions(message.id):
        decided = decisions.of_text(text.id)
        approved_ones = {d.digest for d in decided if d.decision is Decision.APPROVED}
        if text.key.audience != "internal" and signed(message, text) not in approved_ones:
            return False
    return True


def race_of_editor_and_publisher(world: World, incident: Incident, trials: int) -> dict[str, int]:
    ends = {"published": 0, "held back": 0}
    for _ in range(trials):
        message = approved(world, incident)
        text = page_text(message)
        results = at_once(
            lambda text=text: edited(world, MARA, text, "These words nobody has approved."),
            lambda message=message: publish_update(world.context, world.actor(SOFIE), message.id),
            lambda text=text: approve_rendition(
                world.context, world.actor(JONAS), text.id, digest=text.digest
            ),
        )
        assert only_refusals(results), [str(r) for r in results]
        after = messages.get(message.id)
        if after.state is MessageState.PUBLISHED:
            ends["published"] += 1
            assert says_what_was_approved(after)
            assert "nobody has approved" not in page_text(after).body
        else:
            ends["held back"] += 1
            withdraw_message(world.context, world.actor(SOFIE), message.id)
    return ends


def test_words_that_change_while_they_are_published_never_go_out(world: World) -> None:
    race_of_editor_and_publisher(world, opened(world, severity=2), A_FEW)


@pytest.mark.smoke
def test_a_hundred_times_and_more_words_that_change_while_they_are_published_never_go_out(
    world: World,
) -> None:
    few = of_few_texts(world)
    ends = race_of_editor_and_publisher(few, opened(few, severity=2), TRIALS)
    assert sum(ends.values()) == TRIALS
    assert all(ends.values()), ends  # both of them have won, or it was no race


def test_the_race_would_notice_a_publication_that_does_not_look_at_the_digest(
    world: World,
) -> None:
    message = approved(world, opened(world, severity=2))
    text = page_text(message)

    def publish_carelessly(meanwhile: Callable[[], object]) -> Message:
        incident = incidents.get(message.incident_number)
        standing = standing_of(world.plan, incident, message, text)
        assert standing.state is State.APPROVED
        meanwhile()
        return messages.set_state(message, MessageState.PUBLISHED, at=world.clock.now(), by=SOFIE)

    published = publish_carelessly(lambda: edited(world, MARA, text, "Not approved."))
    assert not says_what_was_approved(published)


def test_two_publishers_at_once_publish_once(world: World) -> None:
    reader(at=world.clock.now())
    message = approved(world, opened(world))
    results = at_once(
        *(
            lambda person=person: publish_update(world.context, world.actor(person), message.id)
            for person in (SOFIE, YUKI)
        )
    )
    assert sorted(type(r) for r in results if isinstance(r, Exception)) == [Conflict]
    assert len(log(EventKind.MESSAGE_PUBLISHED)) == 1
    assert len(log(EventKind.PROMISE_MADE)) == 2  # of the first update, and of the next
    mails = [d for d in of_message(message.id) if d.recipients]
    assert len(mails) == 1


def test_publishing_and_taking_back_at_once_end_in_one_of_the_two(world: World) -> None:
    incident = opened(world, severity=2)
    for _ in range(A_FEW):
        message = approved(world, incident)
        results = at_once(
            lambda m=message: publish_update(world.context, world.actor(SOFIE), m.id),
            lambda m=message: take_back(world.context, world.actor(YUKI), m.id),
        )
        assert only_refusals(results), [str(r) for r in results]
        assert sum(isinstance(r, Refusal) for r in results) == 1
        if messages.get(message.id).state is not MessageState.PUBLISHED:
            withdraw_message(world.context, world.actor(SOFIE), message.id)


def test_two_editors_at_once_lose_no_words(world: World) -> None:
    text = page_text(in_approval(world, opened(world)))
    results = at_once(
        *(
            lambda person=person: edit_rendition(
                world.context,
                world.actor(person),
                text.id,
                NewText(subject=text.subject, body=f"By {person}.", version=text.version),
            )
            for person in (MARA, JONAS)
        )
    )
    assert sorted(type(r) for r in results if isinstance(r, Exception)) == [Conflict]


def test_two_answers_at_once_lose_no_answer(world: World) -> None:
    incident = opened(world)
    results = at_once(
        *(
            lambda person=person: answer_fact(
                world.context,
                world.actor(person),
                incident.number,
                Answer(question="cause", values={"en": f"what {person} says"}, version=1),
            )
            for person in (MARA, JONAS)
        )
    )
    assert sorted(type(r) for r in results if isinstance(r, Exception)) == [Conflict]
    assert incidents.facts(incident.number)["cause"].version == 2


def test_a_form_that_is_sent_twice_at_once_declares_one_incident(world: World) -> None:
    form = declaration(world)
    results = at_once(
        *(lambda: declare_incident(world.context, world.actor(SOFIE), form) for _ in range(3))
    )
    assert {r.number for r in results if isinstance(r, Incident)} == {1}
    assert len(results) == len([r for r in results if isinstance(r, Incident)])
    assert len(incidents.listing()) == 1
    assert len(log(EventKind.INCIDENT_DECLARED)) == 1


def test_two_incidents_at_once_get_two_numbers(world: World) -> None:
    forms = [declaration(world, request_key=f"form {i}") for i in range(4)]
    results = at_once(
        lambda: reported(world),
        *(lambda f=f: declare_incident(world.context, world.actor(SOFIE), f) for f in forms),
    )
    assert not [r for r in results if isinstance(r, Exception)]
    assert sorted(i.number for i in incidents.listing()) == [1, 2, 3, 4, 5]


def test_a_report_that_arrives_many_times_at_once_proposes_one_incident(world: World) -> None:
    results = at_once(*(lambda: reported(world) for _ in range(5)))
    assert not [r for r in results if isinstance(r, Exception)]
    assert [i.number for i in incidents.listing()] == [1]


def test_reports_answers_and_edits_at_once_wait_for_each_other_and_never_in_a_ring(
    world: World,
) -> None:
    (number,) = reported(world).proposed
    world.clock.pass_by(minutes=1)
    opened(world)  # another one, 2
    in_approval(world, incidents.get(2))
    for trial in range(A_FEW):
        text = page_text(messages.of_incident(2)[0])
        results = at_once(
            lambda: reported(world),
            lambda trial=trial: answer_fact(
                world.context,
                world.actor(JONAS),
                number,
                Answer(question="cause", values={"en": f"cause {trial}"}, version=trial),
            ),
            lambda text=text, trial=trial: edited(world, MARA, text, f"Sentence {trial}."),
            lambda text=text: approve_rendition(
                world.context, world.actor(YUKI), text.id, digest=text.digest
            ),
            lambda trial=trial: edit_incident(
                world.context,
                world.actor(SOFIE),
                2,
                title=TITLE,
                severity=3 + trial % 2,
                scope=EUROPE,
            ),
        )
        assert only_refusals(results), [str(r) for r in results]


def test_pages_that_are_wanted_at_once_get_a_version_each(world: World) -> None:
    said(world, opened(world))
    world.clock.pass_by(minutes=2)
    results = at_once(
        lambda: keep_pages_fresh(world.context),
        *(lambda: want_pages_alone(world) for _ in range(3)),
    )
    assert not [r for r in results if isinstance(r, Exception)]


def want_pages_alone(world: World) -> int:
    with unit_of_work():
        return want_pages(world.context, "test").version


def test_many_at_once_leave_the_chain_of_the_log_unbroken(world: World) -> None:
    incident = opened(world)
    questions = ["cause", "reach", "symptom", "workaround", "progress"]
    at_once(
        *(
            lambda q=q: answer_fact(
                world.context,
                world.actor(MARA),
                incident.number,
                Answer(question=q, values={"en": f"new {q}"}, version=1),
            )
            for q in questions
        )
    )
    checked = verify(events.hashed())
    assert isinstance(checked, Intact)
    assert checked.count == len(events.after(0, limit=10_000))
    assert {e.data["question"] for e in log(EventKind.FACT_ANSWERED)} >= set(questions)


def test_the_last_update_and_an_answer_at_once_leave_the_incident_resolved(world: World) -> None:
    incident = opened(world)
    message = approved(world, incident, Stage.RESOLVED)
    results = at_once(
        lambda: publish_update(world.context, world.actor(SOFIE), message.id),
        lambda: edit_incident(
            world.context, world.actor(MARA), 1, title=TITLE, severity=5, scope=EUROPE
        ),
    )
    assert only_refusals(results), [str(r) for r in results]
    published = messages.get(message.id).state is MessageState.PUBLISHED
    assert (incidents.get(1).resolved_at is not None) == published
