"""Signals propose, people decide; whatever is repeated changes nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from noroshi.actions.dismiss_incident import dismiss_incident
from noroshi.domain.events import EventKind
from noroshi.domain.incident import IncidentState
from noroshi.storage import incidents, signals
from tests.actions.steps import SOFIE, confirmed, declared, log, one_alert, reported
from tests.cast import World

pytestmark = pytest.mark.django_db

OVER = {"status": "resolved", "endsAt": "2026-03-12T13:30:00Z"}


def labels(**more: str) -> dict[str, str]:
    return {"alertname": "CheckoutErrors", "severity": "critical"} | more


def test_an_alert_proposes_an_incident_that_nobody_has_declared(world: World) -> None:
    received = reported(world)
    incident = incidents.get(received.proposed[0])
    assert incident.state is IncidentState.PROPOSED
    assert incident.severity == 4
    assert incident.scope.components == ("checkout",)
    assert incident.scope.regions == ("europe",)


def test_a_repeat_changes_nothing_but_its_count(world: World) -> None:
    reported(world)
    before = len(log(*EventKind))
    for _ in range(3):
        world.clock.pass_by(minutes=1)
        again = reported(world)
        assert (again.proposed, again.new, again.repeated) == ((), 0, 1)
    assert len(incidents.listing()) == 1
    (signal,) = signals.of_incident(1)
    assert signal.count == 4
    assert signal.last_at == world.clock.now()
    assert len(log(*EventKind)) == before


def test_an_alert_that_stands_twice_in_one_report_is_one(world: World) -> None:
    received = reported(world, one_alert(), one_alert())
    assert (received.new, len(signals.of_incident(1))) == (1, 1)


@pytest.mark.parametrize("ended_first", [True, False])
def test_an_end_is_final_wherever_it_stands_in_a_report(world: World, ended_first: bool) -> None:
    reported(world)
    both = [one_alert(**OVER), one_alert()]
    received = reported(world, *(both if ended_first else both[::-1]))
    assert received.resolution_proposed == (1,)
    assert signals.of_incident(1)[0].status == "resolved"


def test_a_resolved_alert_proposes_resolution_and_never_resolves(world: World) -> None:
    reported(world)
    confirmed(world, 1)
    assert reported(world, one_alert(**OVER)).resolution_proposed == (1,)
    incident = incidents.get(1)
    assert incident.state is IncidentState.OPEN
    assert incident.resolution_proposed_at == world.clock.now()
    assert reported(world, one_alert(**OVER)).resolution_proposed == ()
    assert len(log(EventKind.RESOLUTION_PROPOSED)) == 1


def test_a_late_repeat_does_not_light_an_ended_alert_again(world: World) -> None:
    reported(world)
    reported(world, one_alert(**OVER))
    assert reported(world).proposed == ()
    assert signals.of_incident(1)[0].status == "resolved"


def test_an_end_that_arrives_before_its_beginning_proposes_nothing(world: World) -> None:
    assert reported(world, one_alert(**OVER)).proposed == ()
    assert reported(world).proposed == ()
    assert incidents.listing() == []
    assert len(log(EventKind.SIGNAL_RECEIVED)) == 1


def test_alerts_of_one_group_belong_to_one_incident(world: World) -> None:
    reported(world)
    assert reported(world, one_alert(fingerprint="second")).proposed == ()
    assert len(signals.of_incident(1)) == 2
    assert reported(world, one_alert(fingerprint="third"), group="sign-in").proposed == (2,)


def test_resolution_is_proposed_only_when_every_alert_has_ended(world: World) -> None:
    reported(world, one_alert(), one_alert(fingerprint="second"))
    assert reported(world, one_alert(**OVER)).resolution_proposed == ()
    assert reported(world, one_alert(fingerprint="second", **OVER)).resolution_proposed == (1,)


def test_a_new_alert_takes_the_proposed_resolution_back(world: World) -> None:
    reported(world)
    reported(world, one_alert(**OVER))
    reported(world, one_alert(startsAt="2026-03-12T13:40:00Z"))
    assert incidents.get(1).resolution_proposed_at is None
    ended = one_alert(startsAt="2026-03-12T13:40:00Z", **OVER)
    assert reported(world, ended).resolution_proposed == (1,)


def test_an_alert_that_was_dismissed_is_not_proposed_again_but_a_new_one_is(world: World) -> None:
    reported(world)
    dismiss_incident(world.context, world.actor(SOFIE), 1, reason="A test")
    assert reported(world).proposed == ()
    assert reported(world, one_alert(startsAt="2026-03-12T15:00:00Z")).proposed == (2,)


def test_two_sources_may_use_the_same_fingerprint(world: World) -> None:
    declared(world)
    assert reported(world).proposed == (2,)


def test_a_clock_that_runs_ahead_does_not_put_the_start_into_the_future(
    world: World, now: datetime
) -> None:
    reported(world, one_alert(startsAt="2026-03-12T18:00:00Z"))
    assert incidents.get(1).started_at == now
    (proposed,) = log(EventKind.INCIDENT_PROPOSED)
    assert proposed.data["clock_ahead"] is True


def test_a_time_that_is_none_is_not_the_start(world: World, now: datetime) -> None:
    reported(world, one_alert(startsAt="1970-01-01T00:00:00Z"))
    assert incidents.get(1).started_at == now


def test_an_alert_that_fires_for_days_keeps_its_start(world: World, now: datetime) -> None:
    reported(world, one_alert(startsAt="2026-03-09T13:02:00Z"))
    assert incidents.get(1).started_at == datetime(2026, 3, 9, 13, 2, tzinfo=UTC)
    assert now - incidents.get(1).started_at == timedelta(days=3)


@pytest.mark.parametrize(
    ("severity", "level"),
    [("critical", 4), ("PAGE", 4), ("warning", 2), ("info", 1), ("", 3), ("<b>", 3)],
)
def test_the_label_severity_is_a_first_guess_of_the_class(
    world: World, severity: str, level: int
) -> None:
    reported(world, one_alert(labels=labels(severity=severity)))
    assert incidents.get(1).severity == level


def test_a_component_or_region_that_the_plan_does_not_know_is_left_out(world: World) -> None:
    reported(world, one_alert(labels=labels(component="k8s-node-7", region="mars")))
    assert incidents.get(1).scope.components == ()
    assert incidents.get(1).scope.regions == ()


@pytest.mark.parametrize(
    ("summary", "title"),
    [
        ("Two\nlines\x00 and \u202emore", "Two lines  and  more"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * 5_000, "x" * 120),
        ("half \\ud83d", "half \\ud83d"),
        ("zero\u200bwidth", "zero width"),
        ("", "CheckoutErrors"),
    ],
)
def test_a_hostile_summary_becomes_a_title_that_can_be_confirmed(
    world: World, summary: str, title: str
) -> None:
    reported(world, one_alert(annotations={"summary": summary}))
    assert incidents.get(1).title["en"].replace("  ", " ") == title.replace("  ", " ")
    assert len(log(EventKind.SIGNAL_RECEIVED)) == 1


def test_an_alert_without_any_name_still_has_a_title(world: World) -> None:
    reported(world, one_alert(labels={}, annotations={}))
    assert incidents.get(1).title == {"en": "Alert"}
