"""Subscribing and managing by the pages, as readers see them; and what nobody can learn there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from noroshi.domain.asking import Means
from noroshi.domain.channel import Channel
from noroshi.domain.subscription import Topic
from noroshi.jobs.names import TaskName
from noroshi.storage import subscribers
from noroshi.storage.models import Asking
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.web.subscriptions.doorway import inside, is_subscribing
from tests.actions.steps import reader as known_reader
from tests.actions.subscribing import RIN, codes, consider
from tests.actions.waiting import waiting_jobs
from tests.cast import World
from tests.web.test_public import reader

pytestmark = pytest.mark.django_db

HOOK = "https://hooks.rin.example/status"
API = "/status/api/v2/subscribers.json"


def rin(world: World, **changed: Any) -> Subscriber:
    return known_reader(RIN, at=world.clock.now(), **changed)


def known(address: str = RIN, channel: Channel = Channel.EMAIL) -> Subscriber:
    one = subscribers.find(channel, address, "customers")
    assert one is not None
    return one


def asking_of(page: bytes) -> str:
    found = re.search(r'name="asking" value="([\w-]+)"', page.decode())
    assert found
    return found[1]


def without_tokens(page: bytes) -> str:
    text = re.sub(r'name="(asking|csrfmiddlewaretoken)" value="[^"]+"', "", page.decode())
    return re.sub(r'data-now="[^"]+"', "", text)


def managing(world: World, client: Client, address: str = RIN, by: str = "email") -> None:
    """Get as far as the page, as Rin does."""
    field = {"email": "email", "webhook": "endpoint"}[by]
    page = client.post("/subscriptions/", {"by": by, field: address} | token_of(client))
    consider(world)
    form = {"asking": asking_of(page.content), "code": codes(world)[-1]}
    answer = client.post("/subscriptions/code/", form | token_of(client))
    assert answer.status_code == 302, answer.content.decode()


def token_of(client: Client) -> dict[str, str]:
    page = client.get("/subscriptions/").content.decode()
    return {"csrfmiddlewaretoken": re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page)[0]}


def send(client: Client, path: str, form: Mapping[str, object]) -> int:
    return client.post(path, {**form, **token_of(client)}).status_code


def test_the_form_says_only_what_it_can_keep(world: World) -> None:
    page = reader(world).get("/subscribe").content.decode()
    assert "?by=email" in page
    assert "?by=slack" in page
    assert "?by=sms" not in page  # there is no account for it
    assert "?by=push" not in page
    assert "/status/history.atom" in page
    assert "/status/maintenance.ics" in page


@pytest.mark.parametrize("by", [str(means) for means in Means])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_way_has_a_form_that_works_without_a_script(
    world: World, by: str, language: str
) -> None:
    answer = reader(world, language=language).get(f"/subscribe?by={by}")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count("<form") >= 2 or "history.atom" in page


def test_rin_chooses_what_she_hears_of(world: World) -> None:
    form = {
        "by": "email",
        "email": RIN,
        "language": "en",
        "topics": ["incidents"],
        "components": ["checkout"],
        "min_severity": "3",
    }
    reader(world).post("/subscribe", form)
    consider(world)
    one = known()
    assert (one.topics, one.components, one.min_severity) == (
        (Topic.INCIDENTS,),
        ("checkout",),
        3,
    )


@pytest.mark.parametrize("wish", [{"topics": ["gossip"]}, {"min_severity": "9"}, {"groups": ["x"]}])
def test_a_choice_that_does_not_exist_is_refused(world: World, wish: Mapping[str, object]) -> None:
    form = {"by": "email", "email": RIN, "language": "en"}
    assert reader(world).post("/subscribe", {**form, **wish}).status_code == 400
    assert not Asking.objects.exists()


def test_an_endpoint_is_confirmed_by_the_code_that_was_posted_to_it(world: World) -> None:
    client = reader(world)
    page = client.post("/subscribe", {"by": "webhook", "endpoint": HOOK, "language": "en"})
    consider(world)
    token = asking_of(page.content)
    wrong = client.post("/subscribe/code", {"asking": token, "code": "x"})
    assert wrong.status_code == 400
    assert 'id="code-error"' in wrong.content.decode()
    done = client.post("/subscribe/code", {"asking": token, "code": codes(world)[-1]})
    one = known(HOOK, Channel.WEBHOOK)
    assert one.state is SubscriberState.CONFIRMED
    assert one.secret in done.content.decode()


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/subscribe", {"by": "email", "language": "en"}),
        ("/subscriptions/", {"by": "email"}),
    ],
)
def test_the_answer_is_the_same_for_every_address(
    world: World, path: str, form: Mapping[str, str]
) -> None:
    addresses = {
        SubscriberState.CONFIRMED: "in@reader.example",
        SubscriberState.PENDING: "asked@reader.example",
        SubscriberState.UNSUBSCRIBED: "left@reader.example",
    }
    for state, address in addresses.items():
        known_reader(address, at=world.clock.now(), state=state)
    client = reader(world)
    answers = set()
    for address in (*addresses.values(), "nobody@reader.example"):
        for _ in range(3):
            typed = {**form, "email": address, **token_of(client)}
            answer = client.post(path, typed)
            head = [(name, answer[name]) for name in answer.headers if name != "Expires"]
            answers.add((answer.status_code, without_tokens(answer.content), str(head)))
            consider(world)
    assert len(answers) == 1


def test_a_program_that_fills_in_every_field_gets_the_same_answer_and_nothing_is_kept(
    world: World,
) -> None:
    client = reader(world)
    form = {"by": "email", "email": RIN, "language": "en"}
    person = client.post("/subscribe", form)
    program = client.post("/subscribe", {**form, "website": "https://spam.example"})
    assert without_tokens(person.content) == without_tokens(program.content)
    assert Asking.objects.count() == 1


def test_the_first_page_holds_no_form_of_somebody_elses(world: World) -> None:
    rin(world)
    client = reader(world)
    page = client.get("/subscriptions/").content.decode()
    assert RIN not in page
    assert "Send me a code" in page


def test_rin_changes_pauses_and_ends_her_subscription(world: World) -> None:
    one, client = rin(world), reader(world)
    managing(world, client)
    assert RIN in client.get("/subscriptions/").content.decode()
    day = (world.clock.now() + timedelta(days=7)).date().isoformat()
    form = {
        "topics": ["reports"],
        "language": "ja",
        "time_zone": "Asia/Tokyo",
        "paused_until": day,
    }
    assert send(client, f"/subscriptions/{one.id}/", form) == 302
    after = known()
    assert (after.topics, after.language, after.time_zone) == (
        (Topic.REPORTS,),
        "ja",
        "Asia/Tokyo",
    )
    assert after.paused_until is not None
    assert after.paused_until.isoformat() == "2026-03-18T15:00:00+00:00"  # midnight in Tokyo
    page = client.get("/subscriptions/").content.decode()
    assert "2026年3月19日" in page
    assert send(client, f"/subscriptions/{one.id}/leave/", {}) == 302
    assert known().state is SubscriberState.UNSUBSCRIBED


def test_the_cookie_is_for_these_pages_only_and_for_no_script(world: World) -> None:
    rin(world)
    client = reader(world)
    managing(world, client)
    cookie = client.cookies["noroshi_managing"]
    assert cookie["path"] == "/subscriptions/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["max-age"] == 1800


@pytest.mark.parametrize("path", ["", "leave/", "key/"])
def test_nobody_manages_the_subscription_of_somebody_else(world: World, path: str) -> None:
    rin(world)
    other = known_reader("other@reader.example", at=world.clock.now())
    client = reader(world)
    managing(world, client)
    form = {"language": "en", "time_zone": "UTC"}
    assert send(client, f"/subscriptions/{other.id}/{path}", form) == 404
    assert subscribers.get(other.id) == other
    stranger = reader(world)
    assert send(stranger, f"/subscriptions/{other.id}/{path}", form) == 403


@pytest.mark.parametrize("path", ["1/", "1/leave/", "1/key/", "export/", "erase/", "end/", "code/"])
def test_a_page_elsewhere_cannot_press_the_buttons(world: World, path: str) -> None:
    rin(world)
    client = reader(world)
    managing(world, client)
    assert client.post(f"/subscriptions/{path}", {"sure": "yes"}).status_code == 403
    assert known().state is SubscriberState.CONFIRMED


def test_rin_takes_her_data_with_her_and_has_them_erased(world: World) -> None:
    rin(world)
    client = reader(world)
    managing(world, client)
    answer = client.post("/subscriptions/export/", token_of(client))
    (data,) = json.loads(answer.content)
    assert data["address"] == RIN
    assert "attachment" in answer["Content-Disposition"]
    assert send(client, "/subscriptions/erase/", {}) == 400
    assert known().state is SubscriberState.CONFIRMED
    assert send(client, "/subscriptions/erase/", {"sure": "yes"}) == 200
    assert subscribers.find(Channel.EMAIL, RIN, "customers") is None


def test_private_pages_are_kept_by_nobody(world: World) -> None:
    rin(world)
    client = reader(world)
    managing(world, client)
    for path in ("/subscriptions/", "/subscribe"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_the_key_for_browsers_is_empty_where_no_notices_are_sent(world: World) -> None:
    answer = reader(world).get("/push-key")
    assert (answer.status_code, answer.content) == (200, b"")
    script = reader(world).get("/push-worker.js")
    assert script["Content-Type"].startswith("text/javascript")
    assert b"showNotification" in script.content


@pytest.mark.parametrize("as_json", [True, False])
def test_a_client_of_statuspage_subscribes_somebody(world: World, as_json: bool) -> None:
    client = reader(world)
    if as_json:
        body = json.dumps({"subscriber": {"email": RIN, "component_id": "checkout"}})
        answer = client.post(API, body, content_type="application/json")
    else:
        form = {"subscriber[email]": RIN, "subscriber[component_id]": "checkout"}
        answer = client.post(API, form)
    assert answer.status_code == 201
    told = answer.json()["subscriber"]
    assert set(told) == {
        "id", "created_at", "skip_confirmation_notification", "mode", "email", "quarantined_at",
        "purge_at",
    }  # fmt: skip
    assert (told["mode"], told["email"]) == ("email", RIN)
    consider(world)
    assert (known().state, known().components) == (SubscriberState.PENDING, ("checkout",))
    assert client.post(f"/status/api/v2/subscriptions/{told['id']}/resend_confirmation.json").json()
    assert client.delete(f"/status/api/v2/subscribers/{told['id']}.json").status_code == 200
    assert len(waiting_jobs(TaskName.CONFIRM_SUBSCRIPTION)) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("{", "base"),
        ("[]", "base"),
        ('{"subscriber": 3}', "base"),
        ('{"subscriber": {"email": "rin"}}', "email"),
        ('{"subscriber": {"endpoint": "http://10.0.0.1/"}}', "endpoint"),
        ('{"subscriber": {"email": "rin@r.example", "component_id": "none"}}', "base"),
        ("[" * 9_000, "base"),
    ],
)
def test_what_a_client_says_wrongly_is_told_in_its_shape(
    world: World, body: str, field: str
) -> None:
    answer = reader(world).post(API, body, content_type="application/json")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]


def test_only_requests_that_subscribe_pass_the_pages(world: World) -> None:
    assert is_subscribing("POST", b"/api/v2/subscribers.json")
    assert is_subscribing("DELETE", b"/api/v2/subscribers/abcdefghijkl.json")
    assert not is_subscribing("GET", b"/api/v2/subscribers.json")
    assert not is_subscribing("POST", b"/api/v2/summary.json")
    assert not is_subscribing("POST", b"/api/v2/subscribers/../../admin")
    scope = {"path": "/x", "raw_path": b"/x", "headers": [(b"host", b"status.kitsune.example")]}
    passed = inside(scope, b"/api/v2/subscribers.json")
    assert passed["path"] == "/status/api/v2/subscribers.json"
    assert passed["headers"] == [(b"host", b"localhost")]
