"""Amazon's calls by SNS: signatures, certificates, replays, confirmations."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from noroshi.domain.delivery import Reason, State
from noroshi.domain.events import EventKind
from noroshi.intake.receipts.ses.sns import is_of_sns
from noroshi.storage import provider_accounts, subscribers
from tests.actions.steps import log
from tests.cast import World
from tests.receipts import providers
from tests.receipts.calls import OK, UNAUTHORIZED, nothing_came_of_it, reference, send
from tests.receipts.providers import CERTIFICATE, TOPIC, Web, account, sns
from tests.receipts.sent import sent

pytestmark = pytest.mark.django_db


def test_amazon_tells_of_a_delivery_a_bounce_and_a_complaint(api: Client, world: World) -> None:
    account(world, "ses", topic_arn=TOPIC)
    one, at = sent(world), world.clock.now()
    for place, kind in enumerate(["Delivery", "Bounce", "Complaint"]):
        event = providers.ses_event(
            kind, reference(one, place, dot="-"), f"rin{place}@reader.example", status="5.1.1"
        )
        assert send(api, "ses", sns(at, event)).status_code == OK
    assert [one.state(who) for who in one.people] == [
        State.DELIVERED, State.BOUNCED, State.COMPLAINED,
    ]  # fmt: skip
    assert [subscribers.get(who).suppressed for who in one.people] == [
        "", Reason.BOUNCED, Reason.COMPLAINED,
    ]  # fmt: skip


def test_signature_version_1_is_taken_only_when_somebody_asked_for_it(
    api: Client, world: World
) -> None:
    account(world, "ses", topic_arn=TOPIC)
    message = sns(world.clock.now(), version="1")
    assert send(api, "ses", message).status_code == UNAUTHORIZED
    provider_settings = {"topic_arn": TOPIC, "sns_signature_1": "yes"}
    _change(world, "ses", provider_settings)
    assert send(api, "ses", message).status_code == OK


def _change(world: World, name: str, settings: dict[str, str]) -> None:
    changed = replace(provider_accounts.get(name), settings=settings)
    provider_accounts.change(changed, at=world.clock.now())


ELSEWHERE = [
    "http://sns.eu-central-1.amazonaws.com/x.pem",
    "https://sns.eu-central-1.amazonaws.com.x.org/x.pem",
    "https://sns.evil.amazonaws.com.x.org/x.pem",
    "https://x.org/sns.eu-central-1.amazonaws.com/x.pem",
    "https://sns.eu-central-1.amazonaws.com@x.org/x.pem",
    "https://x.org\\@sns.eu-central-1.amazonaws.com/x.pem",
    "https://sns.eu-central-1.amazonaws.com:8443/x.pem",
    "https://sns.eu-central-1.amazonaws.com/x.pem#",
    "https://sns.eu-central-1.amazonaws.com/x.pem?y",
    "https://sns.eu-central-1.amazonaws.com/x.txt",
    "https://sns.a.b.amazonaws.com/x.pem",
    "https://sqs.eu-central-1.amazonaws.com/x.pem",
    "https://sns.eu-central-1.amazonaws.co/x.pem",
    "https://sns.eu-central-1.amazonaws.com\n.x.org/x.pem",
    "https://sns.eu-central-1.amazonaws.com:x/x.pem",
    "file:///etc/x.pem",
    "",
]


def test_no_certificate_is_fetched_from_anywhere_else(api: Client, world: World, web: Web) -> None:
    account(world, "ses", topic_arn=TOPIC)
    for url in ELSEWHERE:
        message = sns(world.clock.now(), SigningCertURL=url)
        assert send(api, "ses", message).status_code == UNAUTHORIZED, url
    assert web.fetched == []


def test_the_hosts_of_china_are_amazons_too() -> None:
    assert is_of_sns("https://sns.cn-north-1.amazonaws.com.cn/x.pem", ending=".pem")


def test_mallory_cannot_speak_for_amazon(api: Client, world: World, web: Web) -> None:
    account(world, "ses", topic_arn=TOPIC)
    one, at = sent(world, 1), world.clock.now()
    event = providers.ses_event(
        "Bounce", reference(one, dot="-"), "rin0@reader.example", status="5.1.1"
    )
    true = sns(at, event)
    mallory = providers.rsa_key("mallory")
    forged = [
        sns(at, event, key=mallory),
        true | {"Message": json.dumps(event | {"x": 1})},
        true | {"Signature": ""},
        {name: value for name, value in true.items() if name != "Signature"},
        true | {"SignatureVersion": "3"},
        true | {"Type": "Nothing"},
        sns(at, event, TopicArn="arn:aws:sns:eu-central-1:666:receipts"),
        sns(at - timedelta(minutes=61), event),
        sns(at + timedelta(minutes=61), event),
        event,
    ]
    for message in forged:
        assert send(api, "ses", message).status_code == UNAUTHORIZED
    web.files[CERTIFICATE] = providers.certificate(at - timedelta(days=5))
    assert send(api, "ses", true).status_code == UNAUTHORIZED
    web.files[CERTIFICATE] = providers.certificate(at, host="sns.mallory.example")
    assert send(api, "ses", true).status_code == UNAUTHORIZED
    web.files[CERTIFICATE] = b"no certificate"
    assert send(api, "ses", true).status_code == UNAUTHORIZED
    assert nothing_came_of_it(one)
    assert len(log(EventKind.SIGNAL_REJECTED)) == 1  # a minute


def test_a_replay_changes_nothing(api: Client, world: World) -> None:
    account(world, "ses", topic_arn=TOPIC)
    one = sent(world, 1)
    event = providers.ses_event(
        "Bounce", reference(one, dot="-"), "rin0@reader.example", status="5.1.1"
    )
    message = sns(world.clock.now(), event)
    assert json.loads(send(api, "ses", message).content) == {"new": 1, "known": 0}
    assert json.loads(send(api, "ses", message).content) == {"new": 0, "known": 1}


AMAZON = "https://sns.eu-central-1.amazonaws.com/"
CONFIRMATIONS = [
    (f"{AMAZON}?Action=ConfirmSubscription&TopicArn={TOPIC}&Token=1", True),
    (f"{AMAZON}?Action=ConfirmSubscription&TopicArn=arn:x&Token=1", False),
    (f"{AMAZON}?Action=Unsubscribe&TopicArn={TOPIC}", False),
    (f"https://10.0.0.1/?Action=ConfirmSubscription&TopicArn={TOPIC}", False),
]


def test_a_subscription_is_confirmed_only_at_amazon_and_for_our_topic(
    api: Client, world: World, web: Web
) -> None:
    account(world, "ses", topic_arn=TOPIC)
    for url, is_visited in CONFIRMATIONS:
        web.visited.clear()
        more = {"Type": "SubscriptionConfirmation", "SubscribeURL": url, "Token": "1"}
        answer = send(api, "ses", sns(world.clock.now(), **more))
        assert answer.status_code == (OK if is_visited else UNAUTHORIZED)
        assert web.visited == [url] * is_visited


def test_kinds_that_nobody_knows_are_passed_over(api: Client, world: World) -> None:
    account(world, "ses", topic_arn=TOPIC)
    for event in (
        {"eventType": "Open"},
        {"eventType": 7},
        {},
        {"eventType": "Bounce", "bounce": []},
    ):
        assert send(api, "ses", sns(world.clock.now(), event)).status_code == OK
