"""The page shows answers beside an update only as far as the update gives them itself."""

from __future__ import annotations

import pytest

from noroshi.actions.answer_fact import Answer, answer_fact
from noroshi.actions.queries.page_state import page_state
from noroshi.domain.incident import Stage
from noroshi.pages.state import FactView
from noroshi.storage import incidents
from tests.actions.steps import JONAS, opened, said
from tests.cast import World

pytestmark = pytest.mark.django_db


def shown(world: World) -> dict[str, FactView]:
    """What stands beside the newest update of the only incident, by its English label."""
    state = page_state(world.context, world.plan, world.plan.pages[0], version=1)
    return {fact.label["en"]: fact for fact in state.incidents[0].facts}


def test_answers_in_the_published_update_stand_beside_it_in_every_language(world: World) -> None:
    said(world, opened(world))
    facts = shown(world)
    assert facts["Who is affected"].value == {
        "en": "About one in five card payments in Europe",
        "ja": "欧州のカード決済のおよそ5件に1件",
    }
    assert facts["What you notice"].label["ja"] == "症状"


def test_an_answer_that_was_changed_since_waits_for_its_update(world: World) -> None:
    incident = opened(world)
    said(world, incident)
    was = incidents.facts(incident.number)["reach"]
    answer = Answer(
        question="reach",
        values={"en": "nearly all card payments", "ja": "ほぼすべてのカード決済"},
        version=was.version,
    )
    answer_fact(world.context, world.actor(JONAS), incident.number, answer)
    facts = shown(world)
    assert "Who is affected" not in facts
    assert "What you notice" in facts


def test_what_is_over_has_no_answers_beside_it(world: World) -> None:
    incident = opened(world)
    said(world, incident)
    said(world, incident, Stage.RESOLVED)
    assert shown(world) == {}
