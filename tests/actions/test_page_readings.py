"""Pages that are built together are made from one reading, and say what each alone would say."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from noroshi.actions.queries.page_readings import Readings
from noroshi.actions.queries.page_state import page_state
from noroshi.pages.state import PageState
from noroshi.storage import messages
from tests.actions.test_report import out, resolved, written
from tests.cast import World
from tests.maintenance.planned import announced

pytestmark = pytest.mark.django_db


def states(world: World, read: Readings | None = None) -> list[PageState]:
    return [
        page_state(world.context, world.plan, page, version=1, read=read)
        for page in world.plan.pages
    ]


def test_one_reading_gives_every_page_what_it_would_read_alone(world: World) -> None:
    resolved(world)
    written(world)
    out(world)
    announced(world, request_key="work")
    together = states(world, Readings(world.clock.now()))
    assert together == states(world)
    assert any(state.incidents and state.incidents[0].report for state in together)
    assert any(state.maintenances for state in together)
    assert len({state.site.region_key for state in together}) > 1


def test_the_second_page_asks_the_database_nothing(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    resolved(world)
    announced(world, request_key="work")
    read = Readings(world.clock.now())
    first, *others = states(world, read)
    assert first.incidents
    assert others
    with django_assert_num_queries(0):
        states(world, read)


def test_messages_and_texts_of_many_are_those_of_each(world: World) -> None:
    resolved(world)
    said = messages.of_incident(1)
    assert messages.of_incidents([1, 99]) == {1: said}
    texts = messages.renditions_of([message.id for message in said])
    assert texts == {message.id: messages.renditions(message.id) for message in said}
    assert all(texts.values())
