"""States that people set, states with an end, and what alerts say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.actions.judge_hold import accept_hold
from noroshi.actions.queries.uptime import bars
from noroshi.actions.set_component import Wish, set_component
from noroshi.actions.watch_components import watch_components
from noroshi.domain.events import EventKind
from noroshi.domain.holds import Origin, Standing
from noroshi.domain.incident import ComponentStatus
from noroshi.domain.plan.watching import Show
from noroshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from noroshi.storage import events, holds, pages
from tests.actions.steps import INES, SOFIE, log, one_alert, opened, reported, said
from tests.cast import World
from tests.components.scene import ALERTS, CHECKOUT, state, with_checks

pytestmark = pytest.mark.django_db

DEGRADED, FINE = ComponentStatus.DEGRADED_PERFORMANCE, ComponentStatus.OPERATIONAL
WISH = Wish(
    component="checkout", regions=("europe",), status=DEGRADED, reason="Slow since the release"
)


def set_by_sofie(world: World, **changed: object) -> None:
    wish = replace(WISH, **changed)  # type: ignore[arg-type]
    set_component(world.context, world.actor(SOFIE), wish)


def test_sofie_sets_a_state_without_an_incident_and_the_page_is_asked_for(world: World) -> None:
    set_by_sofie(world)
    assert state() is DEGRADED
    assert state(("checkout", "asia-pacific")) is FINE
    wanted = pages.newest()
    assert wanted is not None
    assert wanted.reason == "State of checkout"
    (event,) = log(EventKind.COMPONENT_SET)
    assert (event.actor, event.data["reason"]) == (SOFIE, "Slow since the release")


def test_without_a_region_the_component_is_set_everywhere(world: World) -> None:
    set_by_sofie(world, regions=())
    assert {region for _, region in pages.states()} == {r.key for r in world.plan.regions}


def test_operational_takes_it_back_and_both_changes_are_kept_for_the_bars(world: World) -> None:
    set_by_sofie(world)
    world.clock.pass_by(minutes=20)
    set_by_sofie(world, status=FINE)
    changes = pages.changes_since(world.clock.now() - timedelta(hours=1))
    assert [(place, status) for place, status, _ in changes] == [
        (CHECKOUT, DEGRADED),
        (CHECKOUT, FINE),
    ]
    with pytest.raises(Invalid, match="Nobody has set a state"):
        set_by_sofie(world, status=FINE)


def test_a_state_with_an_end_goes_back_by_itself_and_once(world: World) -> None:
    set_by_sofie(world, until=world.clock.now() + timedelta(hours=1))
    watch_components(world.context)
    assert state() is DEGRADED
    world.clock.pass_by(hours=1)
    watch_components(world.context)
    watch_components(world.context)
    assert state() is FINE
    assert [event.actor for event in log(EventKind.COMPONENT_RELEASED)] == ["system"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_set_without_a_reason(world: World, reason: str) -> None:
    with pytest.raises(Invalid):
        set_by_sofie(world, reason=reason)


def test_an_end_in_the_past_and_an_unknown_place_are_refused(world: World) -> None:
    with pytest.raises(Invalid):
        set_by_sofie(world, until=world.clock.now())
    with pytest.raises(NotFound):
        set_by_sofie(world, component="nothing")
    with pytest.raises(NotFound):
        set_by_sofie(world, regions=("mars",))
    assert pages.states() == {}


def test_ines_of_legal_may_not(world: World) -> None:
    with pytest.raises(NotAllowed):
        set_component(world.context, world.actor(INES), WISH)


def test_beside_an_incident_the_worse_is_shown_and_each_ends_for_itself(world: World) -> None:
    set_by_sofie(world)
    said(world, opened(world))
    assert state() is ComponentStatus.PARTIAL_OUTAGE
    set_by_sofie(world, status=FINE)
    assert state() is ComponentStatus.PARTIAL_OUTAGE


def test_what_sofie_set_is_not_hers_to_confirm(world: World) -> None:
    set_by_sofie(world)
    with pytest.raises(Conflict):
        accept_hold(world.context, world.actor(SOFIE), holds.everything()[0].id)


# alerts


def test_an_alert_that_lasts_proposes_a_state_and_its_end_takes_it_back(world: World) -> None:
    with_checks(world, rules=(ALERTS,))
    reported(world, one_alert())
    watch_components(world.context)
    assert holds.everything() == []
    world.clock.pass_by(minutes=3)
    watch_components(world.context)
    watch_components(world.context)
    (hold,) = holds.everything()
    assert (hold.place, hold.origin, hold.standing) == (
        CHECKOUT,
        Origin.SIGNAL,
        Standing.PROPOSED,
    )
    assert state() is FINE
    reported(world, one_alert(status="resolved", endsAt="2026-03-12T13:05:00Z"))
    watch_components(world.context)
    assert len(holds.everything()) == 1
    world.clock.pass_by(minutes=5)
    watch_components(world.context)
    assert holds.everything() == []
    kinds = (EventKind.COMPONENT_NOTICED, EventKind.COMPONENT_RELEASED)
    assert [event.kind for event in log(*kinds)] == list(kinds)


def test_an_alert_shows_a_state_at_once_where_the_plan_says_so_and_no_word(world: World) -> None:
    with_checks(world, rules=(replace(ALERTS, show=Show.AT_ONCE),))
    reported(world, one_alert())
    world.clock.pass_by(minutes=3)
    watch_components(world.context)
    assert state() is ComponentStatus.PARTIAL_OUTAGE
    assert log(EventKind.MESSAGE_DRAFTED, EventKind.MESSAGE_PUBLISHED) == []


def test_a_rule_that_leaves_the_plan_lets_go(world: World) -> None:
    with_checks(world, rules=(replace(ALERTS, show=Show.AT_ONCE),))
    reported(world, one_alert())
    world.clock.pass_by(minutes=3)
    watch_components(world.context)
    with_checks(world)
    watch_components(world.context)
    assert state() is FINE
    before = events.newest_id()
    watch_components(world.context)
    assert events.newest_id() == before


def test_a_state_that_began_before_the_bars_do_is_on_every_one_of_them(world: World) -> None:
    set_by_sofie(world)
    world.clock.pass_by(days=100)
    known = bars(world.clock.now())
    shown = {day.status for day in known.days("checkout", ("europe",), zone="Europe/Berlin")}
    assert shown == {DEGRADED}
    assert known.changed_at("checkout", ("europe",)) == world.clock.now() - timedelta(days=100)


def test_what_ended_before_the_bars_begin_is_on_none_of_them(world: World) -> None:
    set_by_sofie(world)
    world.clock.pass_by(days=1)
    set_by_sofie(world, status=FINE)
    world.clock.pass_by(days=100)
    shown = bars(world.clock.now()).days("checkout", ("europe",), zone="Europe/Berlin")
    assert {day.status for day in shown} == {FINE}
