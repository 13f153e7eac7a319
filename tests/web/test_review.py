"""The review: where the silence was, and whether promises were kept."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from noroshi.actions.queries.review import timeline
from noroshi.domain.incident import Incident, Stage
from noroshi.domain.review.figures import figures
from noroshi.domain.review.gaps import gap_table
from noroshi.storage import pages
from tests.cast import World
from tests.web import scene
from tests.web.rooms import page
from tests.web.scene import SOFIE, YUKI

pytestmark = pytest.mark.django_db


def lived_through(world: World) -> Incident:
    """Updates after 8, 28, 73 and 90 minutes: one gap of 45 minutes, one promise missed."""
    incident = scene.declared(world)
    scene.answered(world, incident)
    scene.subscribed(world, 3)
    for wait, stage in (
        (8, Stage.INVESTIGATING), (20, Stage.IDENTIFIED), (45, Stage.MONITORING),
        (17, Stage.RESOLVED),
    ):  # fmt: skip
        world.clock.pass_by(minutes=wait)
        message = scene.said(world, incident, stage)
        published = pages.of_message(message.id)
        assert published is not None
        pages.verified(published.version, files=3, at=world.clock.now())
    return incident


def test_the_timeline_has_a_lane_for_each_audience_and_colleagues_last(world: World) -> None:
    incident = lived_through(world)
    found = timeline(world.context, incident.number, language="en")
    assert [lane.name for lane in found.lanes] == [
        "Status page", "Customers", "IT administrators", "Webhook", "Internal stakeholders",
    ]  # fmt: skip
    assert found.lanes[0].limit == timedelta(minutes=30)
    assert [lane.is_internal for lane in found.lanes] == [False, False, False, False, True]
    assert found.lanes[1].dots[0].count == 3
    assert found.lanes[0].dots[-1].kind == "resolved"
    assert found.identified_at == incident.started_at + timedelta(minutes=28)


def test_the_figures_are_those_of_the_incident(world: World) -> None:
    incident = lived_through(world)
    found = figures(timeline(world.context, incident.number, language="en"))
    assert found.first_update == timedelta(minutes=8)
    assert found.largest is not None
    assert found.largest.gap.length == timedelta(minutes=45)
    assert (found.promises_kept, found.promises_due) == (3, 4)


def test_mail_held_back_by_the_plan_is_no_gap(world: World) -> None:
    incident = lived_through(world)
    found = timeline(world.context, incident.number, language="en")
    assert gap_table(found, found.lanes[1]).over == ()


def test_the_page_shows_the_picture_the_figures_and_the_table(world: World) -> None:
    incident = lived_through(world)
    html = page(scene.browser(world, SOFIE), f"/reviews/{incident.number}/")
    assert '<figure class="picture" tabindex="0"' in html
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="tl"' in html
    assert "Gaps: Status page" in html
    assert "45 min" in html
    assert "missed by" in html
    assert " style=" not in html


def test_the_review_speaks_japanese(world: World) -> None:
    incident = lived_through(world)
    html = page(scene.browser(world, YUKI, language="ja"), f"/reviews/{incident.number}/")
    assert "45分" in html
    assert "ステータスページ" in html


def test_the_list_has_every_incident_with_its_figures(world: World) -> None:
    lived_through(world)
    scene.declared(world, key="second")
    html = page(scene.browser(world, SOFIE), "/reviews/")
    assert "8 min" in html
    assert "3 of 4" in html
    assert "still open" in html


def test_an_incident_about_which_nothing_was_said_can_be_reviewed(world: World) -> None:
    incident = scene.declared(world)
    html = page(scene.browser(world, SOFIE), f"/reviews/{incident.number}/")
    assert "None has been due yet" in html


def test_before_the_first_incident_the_list_says_so(world: World) -> None:
    assert "nothing to review yet" in page(scene.browser(world, SOFIE), "/reviews/")


def test_machines_read_the_same(world: World) -> None:
    incident = lived_through(world)
    told = json.loads(page(scene.browser(world, SOFIE), f"/reviews/{incident.number}/review.json"))
    assert told["schema"] == "noroshi.review.incident/1"
    assert told["figures"]["largest_gap_s"] == 45 * 60


def test_the_time_that_people_found_out_goes_before_the_first_guess(world: World) -> None:
    incident = lived_through(world)
    found = timeline(world.context, incident.number, language="en")
    assert found.started_at == incident.started_at
