"""Twilio's calls: signatures, and people who answer STOP."""

from __future__ import annotations

import pytest
from django.test import Client

from noroshi.domain.channel import Channel
from noroshi.domain.delivery import State
from noroshi.intake.receipts.twilio.inbound import says_stop
from noroshi.intake.receipts.twilio.signature import signature
from noroshi.kernel.secret import Secret
from noroshi.net.callbacks import callback_url
from noroshi.storage import subscribers
from noroshi.storage.subscribers import SubscriberState
from tests.actions.steps import reader
from tests.cast import World
from tests.receipts.calls import OK, UNAUTHORIZED, form, nothing_came_of_it, reference
from tests.receipts.providers import account
from tests.receipts.sent import sent

pytestmark = pytest.mark.django_db


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


def test_a_cry_for_help_is_answered_and_ends_nothing(api: Client, world: World) -> None:
    account(world, "twilio", Channel.SMS, secret="token")
    rin = reader("+818012345678", channel=Channel.SMS, at=world.clock.now())
    answer = form(api, "twilio/inbound", {"From": rin.address, "Body": " Help! "})
    assert "STOP" in answer.content.decode()
    assert subscribers.get(rin.id).state is SubscriberState.CONFIRMED


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
