"""Providers' calls: who is believed, what is read, and what a stranger achieves (nothing)."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from noroshi.actions.take_in_receipts import Outside
from noroshi.api import services
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason, State
from noroshi.domain.events import EventKind
from noroshi.domain.receipts import ReceiptKind
from noroshi.intake.receipts.ses.sns import is_of_sns
from noroshi.intake.receipts.twilio.inbound import says_stop
from noroshi.intake.receipts.twilio.signature import signature
from noroshi.kernel.secret import Secret
from noroshi.net.callbacks import callback_url
from noroshi.storage import provider_accounts, receipts, subscribers
from noroshi.storage.subscribers import SubscriberState
from noroshi.web import services as web_services
from tests.actions.steps import log, reader
from tests.cast import World
from tests.receipts import providers
from tests.receipts.providers import CERTIFICATE, TOPIC, Web, account, sns
from tests.receipts.sent import Sent, sent

pytestmark = pytest.mark.django_db

OK, UNAUTHORIZED = HTTPStatus.OK, HTTPStatus.UNAUTHORIZED


@pytest.fixture
def web(world: World) -> Web:
    """Where Amazon's certificate lies."""
    return Web(files={CERTIFICATE: providers.certificate(world.clock.now())})


@pytest.fixture
def api(world: World, web: Web) -> Client:
    outside = Outside(certificate=web.fetch, visit=web.visit)
    services.install(services.Services(context=world.context, outside=outside))
    web_services.install(web_services.Services(context=world.context))
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def send(api: Client, where: str, body: object, **headers: str) -> HttpResponse:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return api.post(
        f"/api/receipts/{where}", data, content_type="application/octet-stream", headers=headers
    )


def form(api: Client, where: str, fields: dict[str, str], *, key: str = "token") -> HttpResponse:
    url = f"https://noroshi.example/api/receipts/{where}"
    signed = signature(key, url, list(fields.items()))
    return api.post(
        f"/api/receipts/{where}",
        urlencode(fields),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": signed},
    )


def reference(one: Sent, place: int = 0, *, dot: str = ".") -> str:
    return f"{one.text_id}{dot}{one.people[place]}"


def nothing_came_of_it(one: Sent) -> bool:
    untouched = all(one.state(person) is State.ACCEPTED for person in one.people)
    return untouched and all(subscribers.get(who).suppressed == "" for who in one.people)


# --- Amazon SES


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


# --- SendGrid


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


# --- Twilio


def test_twilio_signs_the_public_address_with_its_query(api: Client, world: World) -> None:
    account(world, "twilio", Channel.SMS, secret="token", callback_key="ours")
    one = sent(world, 1)
    base = "https://noroshi.example/api/receipts/twilio"
    query = callback_url(base, reference(one), key=Secret("ours")).removeprefix(base)
    fields = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": "+818012345678"}
    assert form(api, f"twilio{query}", fields, key="wrong").status_code == UNAUTHORIZED
    assert nothing_came_of_it(one)
    assert form(api, f"twilio{query}", fields).status_code == OK
    assert one.state(one.people[0]) is State.DELIVERED


def test_twilios_own_worked_example_of_a_signature_holds() -> None:
    fields = {
        "CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234",
        "From": "+14158675309", "To": "+18005551212",
    }  # fmt: skip
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert signature("12345", url, list(fields.items())) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_an_address_for_receipts_that_we_did_not_make_names_nobody(
    api: Client, world: World
) -> None:
    account(world, "twilio", Channel.SMS, secret="token", callback_key="ours")
    one = sent(world, 1)
    fields = {"MessageSid": "SM1", "MessageStatus": "failed", "ErrorCode": "30005"}
    assert form(api, f"twilio?ref={reference(one)}&sig=forged", fields).status_code == OK
    assert nothing_came_of_it(one)


def test_a_stop_by_text_message_ends_every_subscription_of_the_number(
    api: Client, world: World
) -> None:
    account(world, "twilio", Channel.SMS, secret="token")
    at = world.clock.now()
    mine = [
        reader("+818012345678", channel=Channel.SMS, at=at, audience=audience).id
        for audience in ("customers", "it_admins")
    ]
    other = reader("+818099999999", channel=Channel.SMS, at=at).id
    answer = form(api, "twilio/inbound", {"From": "+818012345678", "Body": "配信 停止"})
    assert answer.status_code == OK
    assert "配信を停止しました" in answer.content.decode()
    assert {subscribers.get(one).state for one in mine} == {SubscriberState.UNSUBSCRIBED}
    assert subscribers.get(other).state is SubscriberState.CONFIRMED


WORDS = ("stop", "end", "cancel", "unsubscribe", "quit", "停止", "配信停止")


def test_a_stop_is_one_in_every_spelling() -> None:
    for word in WORDS:
        for said in (word, word.upper(), word.title(), f"  {word} \n", f"{word}.", " ".join(word)):
            assert says_stop(said), said
    assert says_stop("ＳＴＯＰ")


@pytest.mark.parametrize("words", ["don't stop", "when does it end?", "停止しないで", ""])
def test_other_words_stop_nothing(words: str) -> None:
    assert not says_stop(words)


def test_mallory_cannot_stop_anybody(api: Client, world: World) -> None:
    account(world, "twilio", Channel.SMS, secret="token")
    rin = reader("+818012345678", channel=Channel.SMS, at=world.clock.now())
    fields = {"From": rin.address, "Body": "STOP"}
    assert form(api, "twilio/inbound", fields, key="guess").status_code == UNAUTHORIZED
    assert subscribers.get(rin.id).state is SubscriberState.CONFIRMED


# --- All of them


def test_an_account_without_its_key_believes_nobody(api: Client, world: World) -> None:
    kinds = ("ses", "sendgrid", "mailgun", "postmark", "twilio")
    for kind in kinds:
        account(world, kind)
        for body in (b"", b"[]", b"\xff", b"[" * 50_000, b'{"Type": "Notification"}'):
            answer = send(api, kind, body, **{"X-Noroshi-Secret": ""})
            assert answer.status_code in {UNAUTHORIZED, HTTPStatus.BAD_REQUEST}
    assert len(log(EventKind.SIGNAL_REJECTED)) == len(kinds)


def test_nobody_reports_to_an_account_that_is_not_there(api: Client, world: World) -> None:
    account(world, "smtp")
    for name in ("smtp", "nobody", "ses"):
        assert send(api, name, b"{}").status_code == HTTPStatus.NOT_FOUND


def test_a_large_call_is_refused(api: Client, world: World) -> None:
    account(world, "postmark", callback_secret="s")
    answer = send(api, "postmark", b" " * 256_001, **{"X-Noroshi-Secret": "s"})
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_nothing_is_told_from_the_future(api: Client, world: World) -> None:
    account(world, "postmark", callback_secret="s")
    one = sent(world, 1)
    body = {
        "RecordType": "Bounce", "Type": "SoftBounce", "ID": 7, "BouncedAt": "2099-01-01T00:00:00Z",
        "Metadata": {"noroshi_ref": reference(one)},
    }  # fmt: skip
    send(api, "postmark", body, **{"X-Noroshi-Secret": "s"})
    (kept,) = receipts.recent([ReceiptKind.BOUNCED], 5)
    assert kept.happened_at == world.clock.now()
    assert kept.happened_at < datetime(2099, 1, 1, tzinfo=UTC)
