"""Calls of SendGrid, Mailgun and Postmark: who is believed, and what is read."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from noroshi.domain.delivery import Reason, State
from noroshi.storage import subscribers
from tests.cast import World
from tests.receipts import providers
from tests.receipts.calls import OK, UNAUTHORIZED, reference, send
from tests.receipts.providers import account
from tests.receipts.sent import sent

pytestmark = pytest.mark.django_db


def sendgrid(api: Client, world: World, events: object, **headers: str) -> HttpResponse:
    body = json.dumps(events).encode()
    return send(
        api, "sendgrid", body, **(providers.sendgrid_headers(body, world.clock.now()) | headers)
    )


def test_sendgrid_tells_many_at_once(api: Client, world: World) -> None:
    account(world, "sendgrid", callback_public_key=providers.sendgrid_public())
    one = sent(world, 4)
    told = [
        {"event": "delivered"},
        {
            "event": "bounce",
            "status": "5.1.1",
            "reason": "550 5.1.1 no such user",
            "type": "bounce",
        },
        {"event": "bounce", "status": "5.1.1", "reason": "550 no such user", "type": "blocked"},
        {"event": "dropped", "reason": "Spam Reporting Address"},
        {"event": "open"},
    ]
    events = [
        {
            "email": f"rin{place % 4}@reader.example",
            "sg_event_id": f"e{place}",
            "timestamp": int(world.clock.now().timestamp()),
            "noroshi_ref": reference(one, place % 4),
        }
        | event
        for place, event in enumerate(told)
    ]
    assert sendgrid(api, world, events).status_code == OK
    assert [one.state(who) for who in one.people] == [
        State.DELIVERED, State.BOUNCED, State.BOUNCED, State.COMPLAINED,
    ]  # fmt: skip
    assert [subscribers.get(who).suppressed for who in one.people] == [
        "",
        "bounced",
        "",
        "complained",
    ]


def test_a_call_for_sendgrid_is_checked(api: Client, world: World) -> None:
    account(world, "sendgrid", callback_public_key=providers.sendgrid_public())
    old = providers.sendgrid_headers(b"[]", world.clock.now() - timedelta(hours=25))
    other = providers.sendgrid_headers(b"[1]", world.clock.now())
    empty: dict[str, str] = {}
    for headers in (old, other, empty, other | {"X-Twilio-Email-Event-Webhook-Signature": "%"}):
        assert send(api, "sendgrid", b"[]", **headers).status_code == UNAUTHORIZED
    assert sendgrid(api, world, {"event": "bounce"}).status_code == HTTPStatus.BAD_REQUEST
    assert sendgrid(api, world, [{}] * 1_001).status_code == HTTPStatus.BAD_REQUEST
    assert sendgrid(api, world, [7, None, "x", {}, {"event": {}}]).status_code == OK


# --- Mailgun


def gun(api: Client, world: World, event: dict[str, Any], **more: str) -> HttpResponse:
    return send(
        api, "mailgun", providers.mailgun(world.clock.now(), event, **({"key": "k"} | more))
    )


def test_mailguns_token_counts_once(api: Client, world: World) -> None:
    account(world, "mailgun", callback_secret="k")
    one = sent(world, 2)
    event = {
        "event": "failed", "severity": "permanent", "id": "1", "recipient": "rin0@reader.example",
        "timestamp": 1.0, "user-variables": {"noroshi_ref": reference(one)},
        "delivery-status": {"code": 550, "message": "5.1.1 no such user"},
    }  # fmt: skip
    assert gun(api, world, event).status_code == OK
    assert subscribers.get(one.people[0]).suppressed == Reason.BOUNCED
    # The signature does not cover the body: with the same token Mallory could say anything.
    other = event | {"id": "2", "user-variables": {"noroshi_ref": reference(one, 1)}}
    assert gun(api, world, other).status_code == HTTPStatus.NOT_ACCEPTABLE
    assert one.state(one.people[1]) is State.ACCEPTED
    assert gun(api, world, other, once="t2", key="wrong").status_code == UNAUTHORIZED
    assert (
        gun(api, world, other | {"recipient": "rin1@reader.example"}, once="t2").status_code == OK
    )
    assert one.state(one.people[1]) is State.BOUNCED


def test_an_old_call_of_mailgun_is_refused(api: Client, world: World) -> None:
    account(world, "mailgun", callback_secret="k")
    old = providers.mailgun(world.clock.now() - timedelta(hours=10), {}, key="k")
    assert send(api, "mailgun", old).status_code == UNAUTHORIZED


# --- Postmark


POSTMARK = [
    ({"RecordType": "Delivery"}, State.DELIVERED, ""),
    ({"RecordType": "Bounce", "Type": "BadEmailAddress"}, State.BOUNCED, "bounced"),
    ({"RecordType": "Bounce", "Type": "SoftBounce", "Details": "no such user"}, State.BOUNCED, ""),
    (
        {"RecordType": "Bounce", "Type": "HardBounce", "Details": "550 5.1.1 no such user"},
        State.BOUNCED,
        "bounced",
    ),
    ({"RecordType": "Bounce", "Type": "Blocked"}, State.BOUNCED, ""),
    ({"RecordType": "SpamComplaint"}, State.COMPLAINED, "complained"),
    ({"RecordType": "Bounce", "Type": "AutoResponder"}, State.ACCEPTED, ""),
    ({"RecordType": "Open"}, State.ACCEPTED, ""),
]


def test_postmark_proves_itself_by_our_secret(api: Client, world: World) -> None:
    account(world, "postmark", callback_secret="long and random")
    one = sent(world, len(POSTMARK))
    wrong = base64.b64encode(b"noroshi:wrong").decode()
    right = base64.b64encode(b"noroshi:long and random").decode()
    for place, (told, state, suppressed) in enumerate(POSTMARK):
        body = told | {"ID": place, "Metadata": {"noroshi_ref": reference(one, place)}}
        assert send(api, "postmark", body).status_code == UNAUTHORIZED
        refused = send(api, "postmark", body, Authorization=f"Basic {wrong}")
        assert refused.status_code == UNAUTHORIZED
        assert one.state(one.people[place]) is State.ACCEPTED
        assert send(api, "postmark", body, Authorization=f"Basic {right}").status_code == OK
        by_header = send(api, "postmark", body, **{"X-Noroshi-Secret": "long and random"})
        assert by_header.status_code == OK
        assert one.state(one.people[place]) is state
        assert subscribers.get(one.people[place]).suppressed == suppressed
