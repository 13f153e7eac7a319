"""What readers open without a sign-in: subscribe, confirm, unsubscribe."""

from __future__ import annotations

import pytest
from django.test import Client

from noroshi.actions.confirm_subscription import new_confirmation_token
from noroshi.actions.queries.links import unsubscribe_url
from noroshi.domain.channel import Channel
from noroshi.storage import subscribers
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.web.services import Services, install
from tests.actions.subscribing import consider
from tests.cast import World

RIN = "rin@reader.example"


def reader(world: World, *, language: str = "en") -> Client:
    install(Services(context=world.context))
    return Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE=language)


def rin() -> Subscriber | None:
    return subscribers.find(Channel.EMAIL, RIN, "customers")


def subscribed(world: World, *, language: str = "en") -> tuple[Client, Subscriber]:
    client = reader(world, language=language)
    client.post("/subscribe", {"email": RIN, "language": language})
    consider(world)
    found = rin()
    assert found
    client.post(f"/confirm/{new_confirmation_token(found.id)}")
    confirmed = rin()
    assert confirmed
    return client, confirmed


@pytest.mark.django_db
def test_rin_subscribes_from_a_static_page_without_any_token(world: World) -> None:
    client = reader(world)
    form = {"email": f" {RIN} ", "language": "ja", "regions": ["europe"], "page": "kitsune"}
    answer = client.post("/subscribe", form)
    consider(world)
    assert answer.status_code == 200
    assert "メールをご確認ください" in answer.content.decode()
    found = rin()
    assert found
    assert (found.state, found.language, found.regions) == ("pending", "ja", ("europe",))
    assert not answer.cookies


@pytest.mark.django_db
def test_known_and_unknown_addresses_get_the_same_answer(world: World) -> None:
    client, _ = subscribed(world)
    known = client.post("/subscribe", {"email": RIN, "language": "en"})
    unknown = client.post("/subscribe", {"email": "new@reader.example", "language": "en"})
    assert known.content == unknown.content
    assert known.status_code == unknown.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "email",
    ["", "rin", "rin@", "rin@reader.example\r\nBcc: all@reader.example", "a\x00@reader.example",
     "x" * 5_000 + "@reader.example", "<script>@reader.example", "rin@reader.example, b@c.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused_at_its_field(world: World, email: str) -> None:
    answer = reader(world).post("/subscribe", {"email": email, "language": "en"})
    assert answer.status_code == 400
    assert 'id="email-error"' in answer.content.decode()
    assert "<script>@" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wish", [{"language": "xx"}, {"regions": ["mars"]}, {"components": ["no\x00ne"]}]
)
def test_unknown_wishes_are_refused_and_the_address_stays_in_the_form(
    world: World, wish: dict[str, object]
) -> None:
    answer = reader(world).post("/subscribe", {"email": RIN, "language": "en"} | wish)
    assert answer.status_code in {400, 404}
    assert RIN in answer.content.decode()
    assert rin() is None


@pytest.mark.django_db
def test_one_network_cannot_ask_for_everybody(world: World) -> None:
    client = reader(world)
    for number in range(20):
        form = {"email": f"r{number}@reader.example", "language": "en"}
        assert client.post("/subscribe", form).status_code == 200
    form = {"email": RIN, "language": "en"}
    assert client.post("/subscribe", form).status_code == 429
    consider(world)
    assert rin() is None


@pytest.mark.django_db
def test_opening_the_confirmation_changes_nothing_pressing_the_button_does(world: World) -> None:
    client = reader(world)
    client.post("/subscribe", {"email": RIN, "language": "en"})
    consider(world)
    found = rin()
    assert found
    link = f"/confirm/{new_confirmation_token(found.id)}"
    assert "Yes, write to me" in client.get(link).content.decode()
    assert (asked := rin())
    assert asked.state is SubscriberState.PENDING
    assert "You are subscribed" in client.post(link).content.decode()
    assert (now := rin())
    assert now.state is SubscriberState.CONFIRMED
    assert client.post(link).status_code == 404


@pytest.mark.django_db
def test_the_unsubscribe_link_shows_who_and_waits_for_the_button(world: World) -> None:
    client, subscriber = subscribed(world, language="ja")
    link = unsubscribe_url(world.context, subscriber.id).removeprefix(world.context.public_url)
    page = client.get(link).content.decode()
    assert RIN in page
    assert "配信を停止する" in page
    assert (still := rin())
    assert still.state is SubscriberState.CONFIRMED
    assert client.post(link).status_code == 200
    assert (left := rin())
    assert left.state is SubscriberState.UNSUBSCRIBED


@pytest.mark.django_db
def test_one_click_of_a_mail_client_needs_no_cookie_and_no_redirect(world: World) -> None:
    _, subscriber = subscribed(world)
    link = unsubscribe_url(world.context, subscriber.id).removeprefix(world.context.public_url)
    client = reader(world)
    for _ in range(2):
        answer = client.post(link, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not answer.cookies
    assert (left := rin())
    assert left.state is SubscriberState.UNSUBSCRIBED


@pytest.mark.django_db
@pytest.mark.parametrize("link", ["/u/1/forged", "/u/99999999999999999999/x", "/u/1/%00"])
def test_forged_links_are_not_found(world: World, link: str) -> None:
    subscribed(world)
    client = reader(world)
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404
