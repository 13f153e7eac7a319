"""The page of a delivery: progress that adds up, buttons, exact people, and one person's copies."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from noroshi.actions.finish_dispatch import finish_dispatch
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.incident import Incident, Stage
from noroshi.domain.message import Message
from noroshi.storage import pages, steering, subscribers
from noroshi.storage.models import Batch, ProviderEvent
from noroshi.storage.subscribers import SubscriberState
from tests.cast import World
from tests.storage.batches import REFUSED, batches_of, came_to, mail_of, split
from tests.web import scene
from tests.web.scene import INES, MARA, SOFIE, YUKI

pytestmark = pytest.mark.django_db

WHY = "The text names the wrong region"
HOSTILE = "<script>alert(1)</script>\u202e'\" --"


def published(world: World, readers: int = 3) -> tuple[Incident, Message]:
    incident = scene.declared(world)
    scene.answered(world, incident)
    scene.subscribed(world, readers)
    message = scene.said(world, incident, Stage.INVESTIGATING)
    wanted = pages.of_message(message.id)
    assert wanted is not None
    pages.verified(wanted.version, files=1, at=world.clock.now())
    return incident, message


def html_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content[:2_000]
    return unescape(response.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_progress_shows_every_state_with_its_promise_and_the_pace_after_a_second_look(
    world: World,
) -> None:
    incident, message = published(world)
    dispatch = mail_of(message).id
    (batch,) = split(dispatch, [range(1, 1001)])
    came_to(batch, mark=400, started=450, listed={3: REFUSED}, at=world.clock.now())
    address = f"/incidents/{incident.number}/deliveries/{dispatch}/"
    sofie = scene.browser(world, SOFIE)
    first = words(html_of(sofie, address))
    assert "399 of 1,000 handed over" in first
    for said in ("50 Being handed over", "550 Not sent yet", "1 Failed", "Cannot tell yet"):
        assert said in first
    assert "Nobody has confirmed receipt" in first
    world.clock.pass_by(seconds=10)
    came_to(batch, mark=700, started=700, listed={3: REFUSED}, at=world.clock.now())
    second = html_of(sofie, address)
    assert "data-poll" in second
    assert "30 a second" in words(second)
    assert "14:02 CET, in about 10 s" in words(second)


def test_it_says_what_it_waits_for(world: World) -> None:
    incident, message = published(world)
    dispatch = mail_of(message).id
    address = f"/incidents/{incident.number}/deliveries/{dispatch}/"
    sofie = scene.browser(world, SOFIE)
    assert "Waits" not in words(html_of(sofie, address)).split("handed over")[0]
    world.clock.pass_by(minutes=1)
    assert "No provider account is set up" in html_of(sofie, address)
    pages.want("again", at=world.clock.now(), message_id=message.id)
    assert "Waits for the status page" in html_of(sofie, address)


def test_sofie_pauses_resumes_and_stops_without_a_script(world: World) -> None:
    incident, message = published(world)
    dispatch = mail_of(message).id
    address = f"/incidents/{incident.number}/deliveries/{dispatch}/"
    sofie = scene.browser(world, SOFIE)
    assert sofie.post(f"{address}pause/", {"reason": WHY}).status_code == 303
    html = html_of(sofie, address)
    assert "Paused by Sofie Brandt" in html
    assert WHY in html
    assert "data-poll" not in html
    assert "Paused, 3 to go" in html_of(sofie, f"/incidents/{incident.number}/")
    assert sofie.post(f"{address}resume/").status_code == 303
    again = sofie.post(f"{address}resume/")
    assert again.status_code == 409
    assert "This delivery is not paused." in again.content.decode()
    asked = html_of(sofie, f"{address}stop/")
    assert "3 people without a final outcome get nothing" in asked
    assert "Pause instead" in asked
    for typed, field in (({"sure": "1", "reason": "no"}, "reason"), ({"reason": WHY}, "sure")):
        refused = sofie.post(f"{address}stop/", typed)
        assert refused.status_code == 400
        assert f'id="{field}-error"' in refused.content.decode()
    assert steering.steered(dispatch).stopped_at is None
    assert sofie.post(f"{address}stop/", {"reason": WHY, "sure": "1"}).status_code == 303
    html = html_of(sofie, address)
    assert "Stopped. 3 people get nothing." in html
    assert "Stopped by Sofie Brandt" in html
    assert "pause/" not in html
    assert sofie.get(f"{address}stop/").status_code == 303
    assert sofie.post(f"{address}pause/").status_code == 409


def test_ines_sees_everything_and_steers_nothing(world: World) -> None:
    incident, message = published(world)
    address = f"/incidents/{incident.number}/deliveries/{mail_of(message).id}/"
    ines = scene.browser(world, INES)
    html = html_of(ines, address)
    assert "Only these can do this: customer liaison" in html
    assert "stop/" not in html
    for deed in ("pause/", "resume/", "stop/"):
        assert ines.post(address + deed, {"reason": WHY, "sure": "1"}).status_code == 403
    other = scene.declared(world, key="two")
    moved = address.replace(f"/{incident.number}/", f"/{other.number}/", 1)
    for page in ("", "people/?state=failed&reason=refused", "stop/"):
        assert scene.browser(world, SOFIE).get(moved + page).status_code == 404


def test_the_end_says_how_many_and_how_long_and_names_the_others_page_by_page(
    world: World,
) -> None:
    incident, message = published(world)
    dispatch = mail_of(message).id
    (batch,) = split(dispatch, [range(1, 301)])
    listed = dict.fromkeys(range(20, 170), REFUSED)
    came_to(batch, mark=300, listed=listed, at=world.clock.now())
    world.clock.pass_by(seconds=14)
    finish_dispatch(world.context, batch)
    address = f"/incidents/{incident.number}/deliveries/{dispatch}/"
    sofie = scene.browser(world, SOFIE)
    html = html_of(sofie, address)
    assert "150 of 300 handed over in 14 s." in words(html)
    assert "150 were not; see why." in html
    assert "data-poll" not in html
    link = re.findall(r'href="([^"]*deliveries/\d+/people/[^"]*)"', html)[0]
    first = html_of(sofie, link)
    assert first.count('scope="row"') == 100
    more = re.findall(r'href="(\?[^"]*after=\d+)"', first)[0]
    second = html_of(sofie, link.split("?")[0] + more)
    assert second.count('scope="row"') == 50
    assert "150 people" in words(second)
    for wrong in ("?state=nonsense&reason=refused", "?state=failed", f"?code={HOSTILE}"):
        assert sofie.get(f"{address}people/{wrong}").status_code == 404
    fine = html_of(sofie, f"{address}people/?state=failed&reason=refused&code=999&after=abc")
    assert "Nobody any more." in fine


def test_what_happened_to_this_person_is_answered_for_every_message(world: World) -> None:
    incident, message = published(world, 2)
    now = world.clock.now()
    dispatch = mail_of(message)
    rin = subscribers.find(Channel.EMAIL, "customers-en-0@shop.example", "customers")
    late = subscribers.find(Channel.EMAIL, "customers-en-1@shop.example", "customers")
    assert rin
    assert late
    (batch,) = split(dispatch.id, [[rin.id]])
    came_to(batch, mark=1, at=now)
    Batch.objects.filter(pk=batch).update(done_at=now + timedelta(seconds=3))
    subscribers.save(replace(late, confirmed_at=now + timedelta(minutes=9)))
    ProviderEvent.objects.create(
        account="relay", event_key="1", kind="bounced", text_id=dispatch.rendition_id,
        subscriber_id=rin.id, happened_at=now, received_at=now, code="5.1.1", detail=HOSTILE,
    )  # fmt: skip
    sofie = scene.browser(world, SOFIE)
    address = f"/incidents/{incident.number}/person/"
    for asked in ("customers-en-0@shop.example", "Customers-EN-0@shop.example ", str(rin.id)):
        response = sofie.get(address, {"q": asked})
        raw = response.content.decode()
        said = words(unescape(raw))
        assert "Handed over Handed to the provider. Nobody has confirmed receipt." in said
        assert "Between 14:02:00 and 14:02:03" in said
        assert "Through relay" in said
        assert "It came back. 5.1.1" in said
        assert HOSTILE not in raw
    said = words(html_of(sofie, f"{address}?q={late.id}"))
    assert "No copy Confirmed the subscription after the message had gone out." in said
    for nobody in ("mallory@shop.example", "999999999999999999", "0", HOSTILE, "%", "+49 30 1"):
        response = sofie.get(address, {"q": nobody})
        assert "Nobody has ever subscribed with this." in response.content.decode()
    assert "Nobody has ever" not in html_of(sofie, address)
    assert sofie.get("/incidents/999/person/", {"q": "x"}).status_code == 404
    rows = subscribers.named([late.id])
    subscribers.save(
        replace(rows[late.id], state=SubscriberState.UNSUBSCRIBED, unsubscribed_at=now)
    )


def test_a_japanese_reader_reads_japanese(world: World) -> None:
    incident, message = published(world)
    dispatch = mail_of(message).id
    (batch,) = split(dispatch, [range(1, 101)])
    waits = Outcome(
        state=State.QUEUED, reason=Reason.DELAYED, attempts=1,
        next_attempt_at=world.clock.now() + timedelta(minutes=1),
    )  # fmt: skip
    came_to(batch, mark=40, started=50, listed={2: REFUSED, 3: waits}, at=world.clock.now())
    yuki = scene.browser(world, YUKI, language="ja")
    address = f"/incidents/{incident.number}/deliveries/{dispatch}/"
    html = html_of(yuki, address)
    for said in ("再送待ち", "送信処理中", "未送信", "一時停止", "1件が再送待ち"):
        assert said in html
    assert yuki.post(f"{address}pause/").status_code == 303
    assert "一時停止" in html_of(yuki, address)
    assert "取り消せない" in html_of(yuki, f"{address}stop/")


def test_nobody_to_send_to_is_said_plainly(world: World) -> None:
    incident, message = published(world, 0)
    empty = next(d for d in steering.of_message(message.id) if d.channel is Channel.EMAIL)
    address = f"/incidents/{incident.number}/deliveries/{empty.id}/"
    assert "Nobody had subscribed when it went out" in html_of(scene.browser(world, MARA), address)
    assert batches_of(empty.id) == []
