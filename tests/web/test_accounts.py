"""Signing in, the first administrator, invitations, passwords."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from noroshi.actions.create_first_administrator import make_setup_link
from noroshi.domain.events import EventKind
from noroshi.storage import accounts, events
from noroshi.web.services import Services, install
from tests.cast import World
from tests.web.scene import SOFIE, TOMAS, browser

STRONG = "kettle-orbit-violin-42"


def set_up(world: World) -> tuple[Client, str]:
    install(Services(context=world.context))
    link = make_setup_link(world.context)
    assert link
    return Client(), link.removeprefix(world.context.public_url)


def hana(world: World) -> Client:
    """An administrator with a password."""
    mallory, link = set_up(world)
    form = {"name": "Hana Sato", "email": "Hana@kitsune.example", "password": STRONG}
    assert mallory.post(link, form)["Location"] == "/sign-in/"
    return mallory


def sign_in(client: Client, password: str = STRONG, *, email: str = "hana@kitsune.example") -> int:
    answer = client.post("/sign-in/", {"email": email, "password": password, "next": "/people/"})
    return answer.status_code


@pytest.mark.django_db
def test_the_one_time_link_makes_the_first_administrator_once(world: World) -> None:
    client, link = set_up(world)
    assert client.get(link).status_code == 200
    form = {"name": "Hana Sato", "email": "hana@kitsune.example", "password": STRONG}
    assert client.post(link, form).status_code == 302
    assert client.post(link, form).status_code == 404
    assert client.get(link).status_code == 404
    assert make_setup_link(world.context) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "short"}, "too short"),
        ({"password": "x" * 1_001}, "too long"),
        ({"email": "no address"}, "not a mail address"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "not a mail address"),
        ({"name": "a\x00b"}, "name as colleagues"),
        ({"name": ""}, "name as colleagues"),
    ],
)
def test_a_form_that_will_not_do_leaves_the_link_working(
    world: World, changed: dict[str, str], said: str
) -> None:
    client, link = set_up(world)
    form = {"name": "Hana", "email": "hana@kitsune.example", "password": STRONG} | changed
    answer = client.post(link, form)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert client.get(link).status_code == 200


@pytest.mark.django_db
def test_hana_signs_in_and_arrives_where_she_wanted(world: World) -> None:
    client = hana(world)
    assert sign_in(client, "wrong") == 400
    answer = client.post(
        "/sign-in/", {"email": "hana@kitsune.example", "password": STRONG, "next": "/people/"}
    )
    assert answer["Location"] == "/people/"
    assert client.get("/people/").status_code == 200
    assert EventKind.SIGNED_IN in {event.kind for event in events.latest(3)}


@pytest.mark.django_db
def test_known_and_unknown_addresses_are_answered_alike(world: World) -> None:
    client = hana(world)
    known = client.post("/sign-in/", {"email": "hana@kitsune.example", "password": "wrong"})
    unknown = client.post("/sign-in/", {"email": "rina@kitsune.example", "password": "wrong"})
    assert known.status_code == unknown.status_code
    assert _without_tokens(known.content).replace("hana", "rina") == _without_tokens(
        unknown.content
    )


def _without_tokens(page: bytes) -> str:
    return re.sub(r'(value="|Token": ")[A-Za-z0-9]{64}"', "", page.decode())


@pytest.mark.django_db
def test_ten_wrong_tries_lock_this_address_out_from_here_only(world: World) -> None:
    client = hana(world)
    for _ in range(10):
        sign_in(client, "wrong")
    locked = client.post("/sign-in/", {"email": "hana@kitsune.example", "password": STRONG})
    assert locked.status_code == 429
    assert "Too many wrong tries" in locked.content.decode()
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert sign_in(elsewhere) == 302


@pytest.mark.django_db
def test_control_characters_in_a_sign_in_are_just_wrong(world: World) -> None:
    assert sign_in(hana(world), email="a\x00@b.example") == 400


@pytest.mark.django_db
def test_a_new_password_ends_every_other_session(world: World) -> None:
    here, there = hana(world), Client()
    assert sign_in(here) == sign_in(there) == 302
    form = {"oldpassword": STRONG, "password": "another-quiet-lantern-7"}
    assert here.post("/password/", form | {"oldpassword": "wrong"}).status_code == 400
    assert "was changed" in here.post("/password/", form).content.decode()
    assert here.get("/people/").status_code == 200
    assert there.get("/people/").status_code == 302


@pytest.mark.django_db
def test_only_administrators_invite(world: World) -> None:
    refused = browser(world, SOFIE).post("/people/", {"person": TOMAS})
    assert refused.status_code == 403
    assert "administrator" in refused.content.decode()


def forget(person: str) -> None:
    """Take a sign-in away, which the product itself never does."""
    member = accounts.by_person(person)
    assert member
    get_user_model().objects.filter(pk=member.user_id).delete()


@pytest.mark.django_db
def test_an_invitation_makes_a_sign_in_once_in_the_persons_language(world: World) -> None:
    client = hana(world)
    sign_in(client)
    forget("yuki-tanabe")
    page = client.post("/people/", {"person": "yuki-tanabe"}).content.decode()
    found = re.search(r"https://noroshi\.example(/join/yuki-tanabe/[\w-]+)", page)
    assert found
    yuki = Client()
    assert "ようこそ" in yuki.get(found.group(1)).content.decode()
    assert yuki.post(found.group(1), {"password": "short"}).status_code == 400
    assert yuki.post(found.group(1), {"password": STRONG})["Location"] == "/sign-in/"
    assert yuki.post(found.group(1), {"password": STRONG}).status_code == 404
    assert sign_in(yuki, email="yuki.tanabe@kitsune-cloud.example") == 302


@pytest.mark.django_db
def test_nobody_is_invited_twice_or_unknown(world: World) -> None:
    client = hana(world)
    sign_in(client)
    assert client.post("/people/", {"person": TOMAS}).status_code == 409
    assert client.post("/people/", {"person": "nobody"}).status_code == 404
