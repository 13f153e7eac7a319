"""The suppression list on the screen: numbers, one address at a time, and lifting with a reason."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client

from noroshi.actions.record_receipts import record_receipts
from noroshi.domain.delivery import Reason
from noroshi.domain.events import EventKind
from noroshi.domain.receipts import ReceiptKind
from noroshi.storage import accounts, subscribers
from tests.actions.steps import log
from tests.cast import World
from tests.receipts.sent import Sent, sent
from tests.web.scene import SOFIE, browser

pytestmark = pytest.mark.django_db

GONE = {"code": "5.1.1", "detail": "550 5.1.1 user unknown"}
OURS = {"code": "5.7.1", "detail": "550 5.7.1 blocked: poor reputation of 192.0.2.7"}


@pytest.fixture
def admin(world: World) -> Client:
    accounts.add(
        person="admin", name="Ada Min", email="ada@kitsune.example", password=None,
        language="en", is_admin=True,
    )  # fmt: skip
    return browser(world, "admin")


@pytest.fixture
def told(world: World) -> Sent:
    """One address is gone, one reader complained, and one server does not like us."""
    one, at = sent(world), world.clock.now()
    record_receipts(
        world.context,
        [
            one.told(ReceiptKind.BOUNCED, one.people[0], at, **GONE),
            one.told(ReceiptKind.COMPLAINED, one.people[1], at),
            one.told(ReceiptKind.BOUNCED, one.people[2], at, **OURS),
        ],
    )
    return one


def test_numbers_and_reasons_are_shown_and_no_address(admin: Client, told: Sent) -> None:
    page = admin.get("/suppressions/").content.decode()
    assert "the address does not exist" in page
    assert "Reported an earlier mail as spam" in page
    assert "1 mail refused because of us" in page
    assert "poor reputation" in page
    assert "reader.example" not in page


def test_an_address_is_found_by_its_exact_spelling_only(admin: Client, told: Sent) -> None:
    found = admin.post("/suppressions/", {"address": "RIN0@reader.example"})
    assert "Lift the suppression" in found.content.decode()
    for other in ("rin2@reader.example", "rin", "reader.example", ""):
        answer = admin.post("/suppressions/", {"address": other})
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert "not on the list" in answer.content.decode()


def test_an_administrator_lifts_it_with_a_reason(admin: Client, told: Sent) -> None:
    page = admin.post("/suppressions/", {"address": "rin0@reader.example"}).content.decode()
    address = page.split('action="/suppressions/')[2].split('"')[0]
    refused = admin.post(f"/suppressions/{address}", {"reason": " "})
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert subscribers.get(told.people[0]).suppressed == Reason.BOUNCED
    admin.post(f"/suppressions/{address}", {"reason": "Their server was set up wrongly"})
    assert subscribers.get(told.people[0]).suppressed == ""
    (event,) = log(EventKind.SUPPRESSION_LIFTED)
    assert event.actor == "admin"
    assert event.data["reason"] == "Their server was set up wrongly"
    again = admin.post(f"/suppressions/{address}", {"reason": "once more"})
    assert again.status_code == HTTPStatus.CONFLICT


def test_only_those_who_manage_people_see_it(world: World, told: Sent) -> None:
    sofie = browser(world, SOFIE)
    for answer in (
        sofie.get("/suppressions/"),
        sofie.post("/suppressions/1/lift/", {"reason": "x"}),
    ):
        assert answer.status_code == HTTPStatus.FORBIDDEN


def test_an_empty_list_says_so(admin: Client) -> None:
    page = admin.get("/suppressions/").content.decode()
    assert "Nothing came back." in page
