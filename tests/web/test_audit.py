"""What people at the screen see of the audit, and how a copy is told to send."""

from __future__ import annotations

import pytest
from django.test import Client

from noroshi.actions.note_alive import note_alive
from noroshi.actions.queries.targets import targets_of
from noroshi.actions.record_target import Shown, record_target
from noroshi.actions.run_audit import run_audit
from noroshi.domain.publication import TargetState
from noroshi.storage import sending_right
from noroshi.storage.subscribers import SubscriberState
from tests.actions.steps import drafted, reader
from tests.cast import World
from tests.web.scene import SOFIE, YUKI, answered, browser, declared


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.django_db
def test_the_first_screen_shows_what_is_wrong_with_a_way_out(world: World) -> None:
    seen = page(browser(world, SOFIE), "/")
    assert "No worker is alive: nothing is sent." in seen
    assert "Start “noroshi worker”." in seen
    assert 'href="/audit/"' in seen
    assert "動作中のワーカーがない" in page(browser(world, SOFIE, language="ja"), "/")


@pytest.mark.django_db
def test_the_audit_tells_findings_and_when_it_last_looked(world: World) -> None:
    assert "The auditor has not looked yet." not in page(browser(world, SOFIE), "/audit/")
    run_audit(world.context)
    seen = page(browser(world, SOFIE), "/audit/")
    assert "Something is wrong." in seen
    assert "Last look 14:02" in seen
    world.clock.pass_by(minutes=7)
    assert "has not looked for 7 minutes" in page(browser(world, SOFIE), "/audit/")


@pytest.mark.django_db
def test_the_audit_shows_each_target_of_each_page_with_what_to_do(world: World) -> None:
    sofie = browser(world, SOFIE)
    (target, *_) = targets_of(world.context, world.plan.pages[0])
    assert page(sofie, "/audit/").count("On its way") == len(world.plan.pages)
    record_target(world.context, target, Shown(state=TargetState.VERIFIED, version=7))
    assert "Version 7, read back 14:02" in page(sofie, "/audit/")
    failed = Shown(state=TargetState.FAILED, version=8, failure="The disk is <full>.")
    record_target(world.context, target, failed)
    seen = page(sofie, "/audit/")
    assert "The disk is &lt;full&gt;." in seen
    assert "Mend the target. Noroshi tries every 30 seconds." in seen
    assert "公開先を復旧してください。" in page(browser(world, SOFIE, language="ja"), "/audit/")
    assert 'href="/audit/#pages"' in page(sofie, "/")


@pytest.mark.django_db
def test_a_copy_is_told_to_send_by_yuki_and_not_by_sofie(world: World) -> None:
    note_alive(world.context)
    assert "Send from here" not in page(browser(world, YUKI), "/audit/")
    sending_right.SendingRight.objects.update(place="another machine")
    run_audit(world.context)
    assert "looks like a copy" in page(browser(world, SOFIE), "/")
    assert "Send from here" not in page(browser(world, SOFIE), "/audit/")
    refused = browser(world, SOFIE).post("/audit/take-over/", {"reason": "Moved"})
    assert refused.status_code == 403
    yuki = browser(world, YUKI)
    assert "Send from here" in page(yuki, "/audit/")
    assert yuki.post("/audit/take-over/", {"reason": "Moved"}).status_code == 303
    assert "This installation sends from now on." in page(yuki, "/audit/")
    run_audit(world.context)
    assert "looks like a copy" not in page(yuki, "/")


@pytest.mark.django_db
def test_the_room_says_who_would_get_the_update_and_who_would_not(world: World) -> None:
    incident = declared(world)
    at = world.clock.now()
    reader("rin@reader.example", at=at)
    reader("new@reader.example", at=at, state=SubscriberState.PENDING)
    answered(world, incident)
    drafted(world, incident)
    sofie = browser(world, SOFIE)
    assert 'href="/incidents/1/reach/"' in page(sofie, "/incidents/1/")
    seen = page(sofie, "/incidents/1/reach/")
    assert "1 copy, if it went out now." in seen
    assert "Has not confirmed the subscription." in seen
    assert "rin@" not in seen
