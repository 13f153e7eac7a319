"""A disk that is nearly full: nobody new is taken in, and everybody can still leave (R5)."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest

from noroshi.domain.room import Room
from noroshi.kernel.errors import NoRoom
from noroshi.storage import subscribers
from noroshi.storage.models import Asking
from noroshi.storage.subscribers import Subscriber
from tests.actions.steps import reader as known_reader
from tests.actions.subscribing import RIN
from tests.actions.test_importing import take as take_list
from tests.cast import World
from tests.importing.files import incident
from tests.importing.test_import import page_of
from tests.importing.test_import import take as take_history
from tests.web.test_public import reader
from tests.web.test_subscribers import boss, link
from tests.web.test_subscriptions import API, managing, send

pytestmark = pytest.mark.django_db

NARROW = Room(total=10_000_000_000, free=70_000_000, ballast=0)


@pytest.fixture
def full(world: World) -> World:
    """The sample company on a disk with nothing left but what is kept for approved messages."""
    return replace(world, context=replace(world.context, room=lambda: NARROW))


def rin(full: World) -> Subscriber:
    return known_reader(RIN, at=full.clock.now())


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "cannot take new subscriptions"), ("ja", "受け付けることができません")],
)
def test_a_reader_is_told_to_try_later_and_keeps_what_was_typed(
    full: World, language: str, said: str
) -> None:
    client = reader(full, language=language)
    answer = client.post("/subscribe", {"email": RIN, "language": language})
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.INSUFFICIENT_STORAGE
    assert said in page
    assert f'value="{RIN}"' in page
    assert "Make room" not in page
    assert not Asking.objects.exists()


def test_a_client_of_statuspage_is_told_in_its_shape(full: World) -> None:
    answer = reader(full).post(API, {"subscriber[email]": RIN})
    assert answer.status_code == HTTPStatus.INSUFFICIENT_STORAGE
    assert list(answer.json()) == ["errors"]


def test_everybody_leaves_by_the_link_and_nobody_comes_back_by_it(full: World) -> None:
    client, one = reader(full), rin(full)
    assert client.post(link(full, one)).status_code == HTTPStatus.OK
    assert subscribers.get(one.id).state == "unsubscribed"
    back = client.post(f"{link(full, one)}/back")
    assert back.status_code == HTTPStatus.INSUFFICIENT_STORAGE
    assert subscribers.get(one.id).state == "unsubscribed"


@pytest.mark.parametrize("way", ["leave", "erase"])
def test_the_code_to_leave_and_to_be_forgotten_is_still_sent(full: World, way: str) -> None:
    client, one = reader(full), rin(full)
    managing(full, client)
    if way == "leave":
        assert send(client, f"/subscriptions/{one.id}/leave/", {}) == HTTPStatus.FOUND
        assert subscribers.get(one.id).state == "unsubscribed"
    else:
        assert send(client, "/subscriptions/erase/", {"sure": "yes"}) == HTTPStatus.OK
        assert subscribers.get(one.id).suppressed == "erased"


@pytest.mark.parametrize("way", ["unsubscribe", "erase"])
def test_colleagues_can_still_end_and_erase(full: World, way: str) -> None:
    one = rin(full)
    client = boss(full)
    form = {"reason": "By telephone, today", "address": RIN}
    answer = client.post(f"/subscribers/{one.id}/{way}/", form)
    assert answer.status_code == HTTPStatus.FOUND
    after = subscribers.get(one.id)
    assert after.state == "unsubscribed" if way == "unsubscribe" else after.suppressed == "erased"


def test_lists_and_histories_wait_until_there_is_room(full: World, tmp_path: Path) -> None:
    with pytest.raises(NoRoom, match="nearly full"):
        take_list(full, "email\nyuki@shop.example\n")
    with pytest.raises(NoRoom, match="nearly full"):
        take_history(full, page_of(full, tmp_path, incident(1)))
    assert not subscribers.of_address("yuki@shop.example")
