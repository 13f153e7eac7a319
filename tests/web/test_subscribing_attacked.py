"""Mallory at the readers' forms: she learns nothing, opens nothing, and floods nobody."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from django.test import Client

from noroshi.actions.prove_address import open_managing
from noroshi.domain.asking import mailbox_of
from noroshi.jobs.names import TaskName
from noroshi.kernel.errors import Invalid
from noroshi.storage.models import SubscriberRow
from tests.actions.subscribing import RIN, codes, consider
from tests.actions.test_managing import ask, rin
from tests.actions.waiting import waiting_jobs
from tests.cast import World
from tests.web.test_public import reader
from tests.web.test_subscriptions import API, asking_of, token_of, without_tokens

pytestmark = pytest.mark.django_db

MALLORY = "mallory@nowhere.example"


def fails(world: World, token: str, code: str) -> bool:
    with pytest.raises(Invalid, match="not the code"):
        open_managing(world.context, token, code)
    return True


def test_a_hundred_guesses_open_nothing_nor_does_the_right_code_after_them(world: World) -> None:
    rin(world)
    token = ask(world)
    (right,) = codes(world)
    guesses = (f"{n:06}" for n in range(101) if f"{n:06}" != right)
    assert all(fails(world, token, guess) for guess in guesses)
    assert fails(world, token, right)


def test_the_code_of_ones_own_address_opens_no_other(world: World) -> None:
    rin(world)
    SubscriberRow.objects.filter(address=RIN).update(address=MALLORY)
    hers = ask(world, MALLORY)
    (code,) = codes(world)
    rin(world)
    ours = ask(world, RIN)
    assert fails(world, ours, code)
    assert open_managing(world.context, hers, code)


def test_tags_do_not_make_one_mailbox_many(world: World) -> None:
    for number in range(8):
        client = Client(REMOTE_ADDR=f"198.51.100.{number}")
        reader(world)  # installs the product's services for this client, too
        client.post("/subscribe", {"email": f"Rin+{number}@reader.example", "language": "en"})
    consider(world)
    assert len(waiting_jobs(TaskName.CONFIRM_SUBSCRIPTION)) == 3
    client.post("/subscribe", {"email": "yuki@reader.example", "language": "en"})
    consider(world)
    assert SubscriberRow.objects.filter(address="yuki@reader.example").exists()
    assert len(waiting_jobs(TaskName.CONFIRM_SUBSCRIPTION)) == 4


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("rin+shop@reader.example", "rin@reader.example"),
        ("+81@reader.example", "+81@reader.example"),
        ("Rin@Reader.Example", "rin@reader.example"),
    ],
)
def test_a_mailbox_is_known_under_its_tags(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox


def test_a_wrong_code_tells_the_same_about_everybody(world: World) -> None:
    rin(world)
    answers = set()
    for address in (RIN, MALLORY):
        client = reader(world)
        page = client.post("/subscriptions/", {"email": address} | token_of(client))
        consider(world)
        codes(world)
        form = {"asking": asking_of(page.content), "code": "000000", **token_of(client)}
        for _ in range(7):  # also after the five tries
            answer = client.post("/subscriptions/code/", form)
            heads = {name: value for name, value in answer.items() if name not in CLOCKS}
            answers.add((answer.status_code, str(heads), without_tokens(answer.content)))
    assert len(answers) == 1


CLOCKS = {"Expires", "Last-Modified"}


@pytest.mark.parametrize("shape", ["json", "form"])
@pytest.mark.parametrize(
    "asked",
    [
        {"email": RIN},
        {"email": RIN, "component_id": "checkout"},
        {"email": RIN, "endpoint": "https://hooks.rin.example/status"},
    ],
)
def test_each_request_that_clients_of_statuspage_make_is_answered(
    world: World, asked: Mapping[str, str], shape: str
) -> None:
    client = reader(world)
    if shape == "json":
        body = json.dumps({"subscriber": asked})
        answer = client.post(API, body, content_type="application/json")
    else:
        answer = client.post(API, {f"subscriber[{name}]": value for name, value in asked.items()})
    assert answer.status_code == 201
    told = answer.json()["subscriber"]
    assert told["mode"] == ("webhook" if "endpoint" in asked else "email")
    for ending in ("", ".json"):
        again = f"/status/api/v2/subscriptions/{told['id']}/resend_confirmation{ending}"
        assert client.post(again).status_code == 200
    assert client.delete(f"/status/api/v2/subscribers/{told['id']}.json").status_code == 200


def test_nobody_is_subscribed_to_everything_who_asked_for_one_incident(world: World) -> None:
    body = json.dumps({"subscriber": {"email": RIN, "incident_id": "p31zjtct2jer"}})
    answer = reader(world).post(API, body, content_type="application/json")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["incident_id"]
    assert not waiting_jobs(TaskName.CONSIDER_ASKING)
