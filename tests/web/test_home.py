"""Now: what burns, what is due, and the quiet days. The plan, audiences, people."""

from __future__ import annotations

import pytest

from noroshi.domain.channel import Channel
from noroshi.domain.incident import Incident, Stage
from noroshi.storage import pages, subscribers
from noroshi.storage.subscribers import Subscriber, SubscriberState
from tests.cast import World
from tests.web.alerts import proposed
from tests.web.scene import HENRIK, JONAS, SOFIE, YUKI, answered, asked, browser, declared, said


def home(world: World, person: str, *, language: str = "en") -> str:
    return browser(world, person, language=language).get("/").content.decode()


def opened(world: World) -> Incident:
    """An incident with everything that is known of it."""
    incident = declared(world)
    answered(world, incident)
    world.clock.pass_by(minutes=4)
    return incident


@pytest.mark.django_db
def test_a_quiet_day_says_so_and_shows_no_ember(world: World) -> None:
    page = home(world, SOFIE)
    assert "Nothing burns." in page
    assert "noroshi-lit" not in page.split("</defs>")[1]
    assert 'class="spark"' not in page
    assert "対応中のインシデントはありません。" in home(world, SOFIE, language="ja")


@pytest.mark.django_db
def test_a_fire_shows_its_promise_burning_down(world: World) -> None:
    said(world, opened(world), Stage.INVESTIGATING)
    world.clock.pass_by(minutes=10)
    page = home(world, SOFIE)
    assert "One fire. One thing is due." in page
    assert "Checkout errors in Europe" in page
    assert "Class 4 Serious" in page
    assert "Next update by <b>14:35</b>" in page
    assert "19:00</span>" in page
    assert "1 of 1 promises kept" in page


@pytest.mark.django_db
def test_an_overdue_promise_counts_up(world: World) -> None:
    said(world, opened(world), Stage.INVESTIGATING)
    world.clock.pass_by(minutes=31, seconds=36)
    page = home(world, SOFIE)
    assert "+2:36</span>" in page
    assert "is-overdue" in page


@pytest.mark.django_db
def test_approvals_that_wait_for_me_come_first_and_my_own_texts_do_not_wait_for_me(
    world: World,
) -> None:
    asked(world, opened(world), Stage.INVESTIGATING)
    world.clock.pass_by(minutes=2)
    assert "Approve update 1" in home(world, YUKI)
    assert "waits 2 min" in home(world, YUKI)
    assert "Update 1 waits for approval" in home(world, SOFIE)
    assert "Approve update 1" not in home(world, SOFIE)


@pytest.mark.django_db
def test_a_proposal_asks_to_be_looked_at(world: World) -> None:
    proposed(world)
    page = home(world, SOFIE)
    assert "Is this an incident? Checkout errors in Europe" in page
    assert "/incidents/1/confirm/" in page


@pytest.mark.django_db
def test_after_the_end_the_report_is_due_with_its_time(world: World) -> None:
    incident = opened(world)
    for stage in (Stage.INVESTIGATING, Stage.RESOLVED):
        world.clock.pass_by(minutes=5)
        said(world, incident, stage)
    world.clock.pass_by(hours=18)
    page = home(world, SOFIE)
    assert "Final report: Checkout errors in Europe" in page
    assert "in 6 h" in page


@pytest.mark.django_db
def test_the_page_side_says_what_was_read_back_and_what_is_not_public(world: World) -> None:
    first = pages.want("test", at=world.clock.now())
    pages.verified(first.version, files=3, at=world.clock.now())
    assert "Version 1, read back 14:02 CET" in home(world, SOFIE)
    second = pages.want("test", at=world.clock.now())
    pages.failed(second.version, why="The directory is read-only.", at=world.clock.now())
    page = home(world, SOFIE)
    assert "Version 2 is not public." in page
    assert "The directory is read-only." in page


@pytest.mark.django_db
def test_who_may_not_declare_is_not_offered_to(world: World) -> None:
    assert "Declare an incident" in home(world, JONAS)
    assert "Declare an incident" not in home(world, HENRIK)


@pytest.mark.django_db
def test_the_plan_shows_the_path_that_the_incident_takes(world: World) -> None:
    opened(world)
    page = browser(world, SOFIE).get("/plan/").content.decode()
    assert "Incident 1 is here" in page
    assert "Class 3 to 4" in page
    lit = browser(world, SOFIE).get("/plan/?severity=1").content.decode()
    assert "The lit path is the one of class 1." in lit
    assert browser(world, SOFIE).get("/plan/?severity=x&scenario=none").status_code == 404


@pytest.mark.django_db
def test_the_plan_shows_the_words_of_the_company(world: World) -> None:
    page = browser(world, SOFIE).get("/plan/").content.decode()
    assert "Words we use" in page
    assert "payout to your bank account" in page
    assert "管理コンソール" in page


@pytest.mark.django_db
def test_every_prepared_text_can_be_read(world: World) -> None:
    page = browser(world, SOFIE).get("/plan/service-outage/").content.decode()
    assert "Identified: {{ title }}" in page
    assert page.count('class="prepared"') == len(world.plan.scenarios[0].templates)


@pytest.mark.django_db
def test_the_table_of_roles_has_deputies_and_two_means_to_reach_them(world: World) -> None:
    page = browser(world, SOFIE).get("/plan/roles/").content.decode()
    assert "+44 7700 900148" in page
    assert "@sofie" in page
    assert "Deputy 2" in page


@pytest.mark.django_db
def test_audiences_are_counted_by_channel_language_and_state(world: World) -> None:
    for number, state in enumerate([SubscriberState.CONFIRMED, SubscriberState.PENDING]):
        subscribers.add(
            Subscriber(
                channel=Channel.EMAIL,
                address=f"rin{number}@reader.example",
                audience="customers",
                language="ja",
                state=state,
                created_at=world.clock.now(),
            )
        )
    page = browser(world, SOFIE).get("/audiences/").content.decode()
    assert "confirmed subscriber<" in page
    assert "Nobody. A message to this audience reaches nobody." in page
    assert "rin0@" not in page
