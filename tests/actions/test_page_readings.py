"""Pages that are built together are made from one reading, and say what each alone would say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from noroshi.actions.queries.page_readings import Readings
from noroshi.actions.queries.page_state import page_state
from noroshi.domain.channel import Channel
from noroshi.domain.incident import Incident, IncidentState, Scope, Stage, Subject
from noroshi.domain.message import RenditionKey
from noroshi.pages.state import PageState
from noroshi.storage import imports, messages
from noroshi.storage.imports import OldIncident, OldUpdate
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


def test_a_long_history_takes_no_more_questions_than_a_short_one(
    world: World,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    _past(world, 1, 2)
    with django_assert_max_num_queries(50) as few:
        assert sum(_shown(world)) == 2
    _past(world, 3, 12)
    with django_assert_num_queries(len(few)):
        assert sum(_shown(world)) == 12


def _shown(world: World) -> tuple[int, int]:
    shown = page_state(world.context, world.plan, world.plan.pages[0], version=1)
    return len(shown.incidents), len(shown.maintenances)


def _past(world: World, first: int, last: int) -> None:
    """Incidents and planned work by turns, as they are taken over from another page."""
    key = RenditionKey(audience="customers", channel=Channel.STATUS_PAGE, language="en")
    old = [_old(world, number) for number in range(first, last + 1)]
    imports.add_all(old, source="there", key=key, zone="UTC", at=world.clock.now())


def _old(world: World, number: int) -> OldIncident:
    begun = world.clock.now() - timedelta(days=number)
    ended = begun + timedelta(hours=1)
    is_planned = number % 2 == 0
    stage = Stage.COMPLETED if is_planned else Stage.RESOLVED
    over = Incident(
        number=number,
        state=IncidentState.RESOLVED,
        stage=stage,
        title={"en": "Payments failed"},
        severity=3,
        scenario=world.plan.scenarios[0].key,
        path="",
        scope=Scope(components=("checkout",)),
        started_at=begun,
        resolved_at=ended,
        declared_by=imports.BY,
        plan_version=1,
        subject=Subject.MAINTENANCE if is_planned else Subject.INCIDENT,
        entered_at=ended,
    )
    said = OldUpdate(stage=stage, at=ended, subject="Payments failed", body="All works again.")
    window = (begun, ended) if is_planned else None
    return OldIncident(incident=over, updates=[said], external_id=str(number), window=window)


def test_messages_and_texts_of_many_are_those_of_each(world: World) -> None:
    resolved(world)
    said = messages.of_incident(1)
    assert messages.of_incidents([1, 99]) == {1: said}
    texts = messages.renditions_of([message.id for message in said])
    assert texts == {message.id: messages.renditions(message.id) for message in said}
    assert all(texts.values())
