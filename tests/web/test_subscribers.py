"""The subscribers' screens: numbers, one person by the exact address, lists in and out."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from noroshi.actions.queries.links import unsubscribe_url
from noroshi.jobs.names import TaskName
from noroshi.storage import accounts, subscribers
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.web.services import Services, install
from tests.actions.steps import reader
from tests.actions.waiting import lose_every_job, waiting_jobs
from tests.cast import World
from tests.web.scene import BACKEND, SOFIE, _user, browser

pytestmark = pytest.mark.django_db

RIN = "rin@reader.example"
CONSENT = "Signed up on the old status page"
LIST = "email,language\nhana@shop.example,ja\nrin@reader.example,en\nnobody,en\n"


def boss(world: World, *, language: str = "en") -> Client:
    install(Services(context=world.context))
    member = accounts.by_person("boss") or accounts.add(
        person="boss", name="Boss", email="boss@kitsune-cloud.example", password=None,
        language=language, is_admin=True,
    )  # fmt: skip
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    client.force_login(_user(member.user_id), backend=BACKEND)
    return client


def shown(client: Client, address: str) -> str:
    return client.post("/subscribers/", {"address": address}, follow=True).content.decode()


def upload(client: Client, text: str, **more: object) -> str:
    form = {
        "file": SimpleUploadedFile("list.csv", text.encode()),
        "audience": "customers",
        "consent": CONSENT,
    }
    return client.post("/subscribers/import/", form | more).content.decode()


def link(world: World, one: Subscriber) -> str:
    return unsubscribe_url(world.context, one.id).removeprefix(world.context.public_url)


@pytest.mark.parametrize("path", ["", "import/", "export/", "1/", "1/erase/", "1/unsubscribe/"])
def test_only_who_manages_people_gets_in(world: World, path: str) -> None:
    reader(RIN, at=world.clock.now())
    sofie = browser(world, SOFIE)
    assert sofie.get(f"/subscribers/{path}").status_code == 403
    assert sofie.post(f"/subscribers/{path}").status_code == 403
    assert "Subscribers</a>" not in sofie.get("/audiences/").content.decode()
    assert "Subscribers</a>" in boss(world).get("/audiences/").content.decode()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_numbers_are_shown_and_no_address(world: World, language: str) -> None:
    empty = boss(world, language=language).get("/subscribers/").content.decode()
    assert ("Nobody has subscribed yet." in empty) is (language == "en")
    reader(RIN, at=world.clock.now())
    page = boss(world, language=language).get("/subscribers/").content.decode()
    assert ">1<small>" in page
    assert "rin@" not in page


def test_a_person_is_found_by_the_exact_address_only_and_no_url_holds_it(world: World) -> None:
    one = reader(RIN, at=world.clock.now(), consent={"how": "form", "page": "kitsune"})
    client = boss(world)
    answer = client.post("/subscribers/", {"address": "RIN@reader.example"})
    assert answer["Location"] == f"/subscribers/{one.id}/"
    page = client.get(answer["Location"]).content.decode()
    assert RIN in page
    assert "by the form" in page
    assert "Nothing is stored under this address." in shown(client, "rin")
    assert client.get("/subscribers/99999999999999999999/").status_code == 404


def test_somebody_is_unsubscribed_with_a_reason(world: World) -> None:
    one = reader(RIN, at=world.clock.now())
    client = boss(world)
    answer = client.post(f"/subscribers/{one.id}/unsubscribe/", {"reason": " "})
    assert "Say how they asked to be left in peace." in answer.content.decode()
    client.post(f"/subscribers/{one.id}/unsubscribe/", {"reason": "A ticket"})
    assert subscribers.get(one.id).state is SubscriberState.UNSUBSCRIBED


def test_erasing_asks_for_the_address_once_more(world: World) -> None:
    one = reader(RIN, at=world.clock.now())
    client = boss(world)
    answer = client.post(f"/subscribers/{one.id}/erase/", {"address": "taro@reader.example"})
    assert "This is not the address of this person." in answer.content.decode()
    answer = client.post(f"/subscribers/{one.id}/erase/", {"address": RIN}, follow=True)
    assert "Erased." in answer.content.decode()
    assert client.get(f"/subscribers/{one.id}/").status_code == 404
    assert "You are unsubscribed" in client.get(link(world, one)).content.decode()
    assert "erased:" not in client.get(link(world, one)).content.decode()


def test_a_list_is_tried_before_it_is_taken_over(world: World) -> None:
    reader(RIN, at=world.clock.now())
    client = boss(world)
    page = upload(client, LIST)
    assert "What would happen" in page
    assert "line 4" in page
    assert subscribers.of_address("hana@shop.example") == []
    (mark,) = re.findall(r'name="seen" value="(\w+)"', page)
    assert "What has happened" in upload(client, LIST, seen=mark)
    (hana,) = subscribers.of_address("hana@shop.example")
    assert (hana.state, hana.consent["by"]) == (SubscriberState.CONFIRMED, "boss")
    assert "not the one that was tried" in upload(client, LIST + "x@shop.example,en\n", seen=mark)


@pytest.mark.parametrize(
    ("text", "more", "told"),
    [
        ("", {}, "Choose a file with something in it."),
        ('email\n"open\n', {}, "Line 2: this is not CSV"),
        (LIST, {"consent": "yes"}, "Say when and where these people agreed"),
        (LIST, {"audience": "martians"}, "The plan has no audience"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(
    world: World, text: str, more: dict[str, object], told: str
) -> None:
    assert told in upload(boss(world), text, **more)


def test_a_japanese_administrator_reads_what_is_wrong_in_japanese(world: World) -> None:
    page = upload(boss(world, language="ja"), LIST)
    assert "4行目" in page
    assert "メールアドレスの形式が正しくありません。" in page
    assert "新規：お知らせを送信します" in page


def test_the_export_is_a_file_and_in_the_log(world: World) -> None:
    reader(RIN, at=world.clock.now())
    client = boss(world)
    answer = client.post("/subscribers/export/", {"format": "noroshi"})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert RIN in text
    assert "1 subscribers exported" in client.get("/log/").content.decode()
    assert client.get("/subscribers/export/").status_code == 405


@pytest.mark.parametrize("method", ["get", "head"])
def test_scanners_that_open_every_link_unsubscribe_nobody(world: World, method: str) -> None:
    one = reader(RIN, at=world.clock.now())
    install(Services(context=world.context))
    client = Client(enforce_csrf_checks=True)
    headers = {"Purpose": "prefetch", "Sec-Purpose": "prefetch;prerender"}
    for _ in range(3):
        answer = getattr(client, method)(link(world, one), headers=headers)
        assert answer.status_code == 200
    assert client.options(link(world, one)).status_code in {200, 405}
    assert client.get(f"{link(world, one)}/back").status_code == 405
    assert subscribers.get(one.id).state is SubscriberState.CONFIRMED


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        (
            (
                '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
                "One-Click\r\n--x--\r\n"
            ),
            "multipart/form-data; boundary=x",
        ),
        ("", "text/plain"),
    ],
)
def test_one_click_works_in_every_form_it_is_sent_in(world: World, body: str, kind: str) -> None:
    one = reader(RIN, at=world.clock.now())
    install(Services(context=world.context))
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = client.post(link(world, one), body, content_type=kind)
        assert (answer.status_code, dict(answer.cookies)) == (200, {})
    assert subscribers.get(one.id).state is SubscriberState.UNSUBSCRIBED


def test_who_left_by_mistake_is_one_press_away_from_a_confirmation(world: World) -> None:
    lose_every_job()
    one = reader(RIN, at=world.clock.now())
    install(Services(context=world.context))
    client = Client(enforce_csrf_checks=True)
    page = client.post(link(world, one)).content.decode()
    (back,) = re.findall(r'action="(/u/[^"]+/back)"', page)
    assert "Look into your mailbox" in client.post(back).content.decode()
    assert len(waiting_jobs(TaskName.CONFIRM_SUBSCRIPTION)) == 1
    assert subscribers.get(one.id).state is SubscriberState.PENDING
    assert client.post(f"/u/{one.id}/forged/back").status_code == 404


def test_the_trial_is_put_beneath_the_form_whose_file_the_browser_still_has(world: World) -> None:
    client = boss(world)
    client.defaults["HTTP_HX_REQUEST"] = "true"
    part = upload(client, LIST)
    assert part.lstrip().startswith("<section")
    assert 'name="seen"' in part
    assert "told-error" in upload(client, LIST, consent="yes")
