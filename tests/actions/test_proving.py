"""Whose address it is: codes, links, and the limits that keep the form from being a weapon."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from noroshi.actions.add_provider import add_provider
from noroshi.actions.ask_again import ask_again
from noroshi.actions.asking_limits import TooMany
from noroshi.actions.confirm_subscription import confirm_subscription, new_confirmation_token
from noroshi.actions.context import SYSTEM
from noroshi.actions.give_up_asking import give_up_asking
from noroshi.actions.prove_address import confirm_by_code, new_code
from noroshi.actions.provider_wish import Wish as Account
from noroshi.actions.queries.offers import offered
from noroshi.actions.queries.push_key import push_key
from noroshi.actions.subscribe import subscribe
from noroshi.actions.wish import typed
from noroshi.delivery.push_subscription import read_subscription
from noroshi.domain.asking import IN_ALL, TO_HOST, Means
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.subscription import Choice, Topic
from noroshi.jobs.names import TaskName
from noroshi.kernel.errors import Invalid, NotFound
from noroshi.kernel.ids import sign
from noroshi.net.vapid import VapidKey, to_base64url
from noroshi.storage import subscribers
from noroshi.storage.models import AskedCount, Asking
from noroshi.storage.subscribers import Subscriber, SubscriberState
from tests.actions.steps import at_once, log, reader
from tests.actions.subscribing import RIN, asked, codes, consider, wish
from tests.actions.waiting import waiting_jobs
from tests.cast import World

pytestmark = pytest.mark.django_db

HOOK = "https://hooks.rin.example/status?key=Secret"
SLACK = "https://hooks.slack.com/services/T0/B0/abc"
TEAMS = (
    "https://prod-1.westeurope.logic.azure.com:443/workflows/a/triggers/manual/paths/invoke?sig=b"
)


def one(channel: Channel = Channel.WEBHOOK, address: str = HOOK) -> Subscriber:
    found = subscribers.find(channel, address, "customers")
    assert found is not None
    return found


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@pytest.mark.parametrize(
    ("means", "address"),
    [(Means.WEBHOOK, HOOK), (Means.SLACK, SLACK), (Means.TEAMS, TEAMS)],
)
def test_whoever_reads_the_code_at_an_endpoint_confirms_it(
    world: World, means: Means, address: str
) -> None:
    token = asked(world, wish(address, means))
    (code,) = codes(world)
    assert one(address=address).state is SubscriberState.PENDING
    yes = confirm_by_code(world.context, token, f" {code[:3]} {code[3:]} ")
    assert yes.state is SubscriberState.CONFIRMED
    assert yes.secret.startswith("whsec_")
    assert yes.consent["proven_by"] == "code"
    assert not waiting_jobs(TaskName.CONFIRM_SUBSCRIPTION)


def test_a_code_is_worth_nothing_without_the_token_and_works_once(world: World) -> None:
    token = asked(world, wish(HOOK, Means.WEBHOOK))
    (code,) = codes(world)
    for other in ("", "x", subscribe(world.context, wish(SLACK, Means.SLACK))):
        with pytest.raises(Invalid):
            confirm_by_code(world.context, other, code)
    confirm_by_code(world.context, token, code)
    with pytest.raises(Invalid):
        confirm_by_code(world.context, token, code)


def test_five_tries_and_not_one_more_even_with_a_new_code(world: World) -> None:
    token = asked(world, wish(HOOK, Means.WEBHOOK))
    (code,) = codes(world)
    for _ in range(5):
        with pytest.raises(Invalid):
            confirm_by_code(world.context, token, wrong(code))
    with pytest.raises(Invalid):
        confirm_by_code(world.context, token, code)
    assert codes(world) == [""]
    assert one().state is SubscriberState.PENDING


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_are_counted_each(world: World) -> None:
    token = asked(world, wish(HOOK, Means.WEBHOOK))
    (code,) = codes(world)
    guess = [lambda: confirm_by_code(world.context, token, wrong(code))] * 3
    assert all(isinstance(result, Invalid) for result in at_once(*guess))
    assert Asking.objects.get().tries == 3


@pytest.mark.parametrize(("minutes", "works"), [(9.9, True), (10.1, False)])
def test_a_code_works_for_ten_minutes(world: World, minutes: float, works: bool) -> None:
    token = asked(world, wish(HOOK, Means.WEBHOOK))
    (code,) = codes(world)
    world.clock.pass_by(minutes=minutes)
    if works:
        confirm_by_code(world.context, token, code)
    else:
        with pytest.raises(Invalid):
            confirm_by_code(world.context, token, code)


def test_a_code_is_kept_as_a_keyed_hash_only(world: World) -> None:
    asked(world, wish(HOOK, Means.WEBHOOK))
    (code,) = codes(world)
    row = Asking.objects.get()
    assert code not in str(vars(row))
    assert row.code_hash


def test_the_same_is_said_of_a_wrong_code_and_of_an_address_that_was_sent_none(
    world: World,
) -> None:
    known = asked(world, wish(HOOK, Means.WEBHOOK))
    (code,) = codes(world)
    confirm_by_code(world.context, known, code)
    world.clock.pass_by(days=2)
    again = asked(world, wish(HOOK, Means.WEBHOOK))
    fresh = asked(world, wish(SLACK, Means.SLACK))
    codes(world)
    said = []
    for token in (again, fresh, "never given"):
        with pytest.raises(Invalid) as refused:
            confirm_by_code(world.context, token, "000000")
        said.append((refused.value.why, refused.value.way_out, refused.value.field))
    assert len(set(said)) == 1


@pytest.mark.parametrize("known", [True, False])
def test_asking_does_the_same_for_every_address_before_it_answers(
    world: World, known: bool
) -> None:
    if known:
        reader(RIN, at=world.clock.now())
    before = dict(one_state())
    subscribe(world.context, wish())
    assert one_state() == before  # nothing was looked up or changed but the wish itself
    assert Asking.objects.count() == 1
    assert len(waiting_jobs(TaskName.CONSIDER_ASKING)) == 1


def one_state() -> dict[str, str]:
    rows = [subscribers.find(Channel.EMAIL, RIN, "customers")]
    return {row.address: row.state for row in rows if row}


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.rin.example/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://2130706433/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://user:pw@hooks.rin.example/",
        "https://hooks.rin.example:8443/",
        "file:///etc/passwd",
        "gopher://hooks.rin.example/",
        "https://intranet/",
        "https://hooks.rin.example/" + "x" * 2_000,
    ],
)
def test_no_endpoint_inside_the_house_is_taken(world: World, address: str) -> None:
    with pytest.raises(Invalid) as refused:
        subscribe(world.context, wish(address, Means.WEBHOOK))
    assert refused.value.field == "endpoint"


@pytest.mark.parametrize(
    "address", [HOOK, TEAMS, "https://hooks.slack.com.evil.example/services/T"]
)
def test_what_is_called_slack_is_at_slack(world: World, address: str) -> None:
    with pytest.raises(Invalid) as refused:
        subscribe(world.context, wish(address, Means.SLACK))
    assert refused.value.field == "slack"


def with_sms(world: World) -> World:
    context = replace(world.context, sms_countries=frozenset({"JP"}))
    return replace(world, context=context)


@pytest.mark.parametrize(
    ("number", "kept"),
    [("090-1234-5678", "+819012345678"), ("+81 90 1234 5678", "+819012345678")],
)
def test_a_number_has_one_spelling(world: World, number: str, kept: str) -> None:
    assert typed(with_sms(world).context, Means.SMS, number, country="JP") == kept


def test_no_text_message_goes_to_a_country_that_the_company_does_not_serve(world: World) -> None:
    for number in ("+1 900 555 0100", "+4915112345678"):
        with pytest.raises(Invalid) as refused:
            typed(with_sms(world).context, Means.SMS, number)
        assert refused.value.field == "phone"


def test_only_what_the_plan_has_texts_for_and_somebody_sends_is_offered(world: World) -> None:
    assert Means.EMAIL in offered(world.context, world.plan)
    assert Means.WEBHOOK in offered(world.context, world.plan)
    # There is neither an account that sends text messages nor a country for them.
    assert Means.SMS not in offered(world.context, world.plan)
    without = replace(world.plan, scenarios=())
    assert offered(world.context, without) == ()
    with pytest.raises(Invalid):
        subscribe(with_sms(world).context, wish("+819012345678", Means.SMS))


def test_one_network_asks_twenty_times_an_hour_whatever_it_asks_for(world: World) -> None:
    for number in range(20):
        subscribe(world.context, wish(f"r{number}@reader.example"), network="203.0.113.7")
    with pytest.raises(TooMany):
        subscribe(world.context, wish(), network="203.0.113.7")
    subscribe(world.context, wish(), network="203.0.113.8")
    world.clock.pass_by(hours=1)
    subscribe(world.context, wish(), network="203.0.113.7")


def test_an_ipv6_customer_is_one_network(world: World) -> None:
    for number in range(20):
        subscribe(world.context, wish(f"r{number}@r.example"), network=f"2001:db8:0:1::{number}")
    with pytest.raises(TooMany):
        subscribe(world.context, wish(), network="2001:db8:0:1:ffff::1")
    subscribe(world.context, wish(), network="2001:db8:0:2::1")


def test_nobody_learns_from_the_counts_who_asked(world: World) -> None:
    subscribe(world.context, wish(), network="203.0.113.7")
    assert not AskedCount.objects.filter(name__contains="203.0.113").exists()


def test_a_server_is_posted_few_codes_an_hour_however_many_addresses_it_has(world: World) -> None:
    for number in range(TO_HOST.most + 5):
        asked(world, wish(f"https://victim.example/{number}", Means.WEBHOOK))
    assert len(waiting_jobs(TaskName.SEND_CODE)) == TO_HOST.most


def test_too_many_confirmations_wait_for_the_next_hour_and_raise_one_alarm(world: World) -> None:
    name = sign(world.context.key, f"limit:{IN_ALL.name}", "")
    since = IN_ALL.since(world.clock.now())
    AskedCount.objects.create(name=name, since=since, count=IN_ALL.most - 3)
    for number in range(6):
        subscribe(world.context, wish(f"r{number}@reader.example"))
    consider(world)
    assert len(waiting_jobs(TaskName.CONFIRM_SUBSCRIPTION)) == 3
    assert len(log(EventKind.CONFIRMATIONS_HELD)) == 1
    world.clock.pass_by(hours=1)
    consider(world)
    assert len(waiting_jobs(TaskName.CONFIRM_SUBSCRIPTION)) == 6


BROWSER: dict[str, Any] = {
    "endpoint": "https://push.example/send/AbC",
    "expirationTime": None,
    "keys": {"p256dh": VapidKey.generate().public, "auth": to_base64url(b"0123456789abcdef")},
}


def test_what_a_browser_gives_has_one_spelling(world: World) -> None:
    padded = BROWSER | {"keys": {**BROWSER["keys"], "auth": BROWSER["keys"]["auth"] + "=="}}
    kept = typed(world.context, Means.PUSH, json.dumps(BROWSER))
    assert typed(world.context, Means.PUSH, json.dumps(padded)) == kept
    assert "expirationTime" not in kept
    assert read_subscription(kept).endpoint == BROWSER["endpoint"]


@pytest.mark.parametrize(
    "changed",
    [
        {"endpoint": "https://127.0.0.1/send"},
        {"endpoint": "http://push.example/send"},
        {"endpoint": "https://push.example/" + "x" * 3_000},
        {"keys": {}},
        {"keys": {"p256dh": "AAAA", "auth": "AAAA"}},
    ],
)
def test_what_no_browser_gives_is_refused(world: World, changed: dict[str, object]) -> None:
    for text in (json.dumps(BROWSER | changed), "", "[]", "[" * 3_000, "null"):
        with pytest.raises(Invalid) as refused:
            typed(world.context, Means.PUSH, text)
        assert refused.value.field == "push"


def test_browsers_are_told_the_public_half_of_the_key_and_nothing_else(world: World) -> None:
    assert push_key(world.context) == ""
    key = VapidKey.generate()
    private = {"private_key": key.private.reveal(), "subject": "mailto:ops@kitsune.example"}
    add_provider(world.context, SYSTEM, Account(settings=private), name="push", kind="webpush")
    assert push_key(world.context) == key.public


def test_ten_spellings_of_one_victim_are_one_address(world: World) -> None:
    for spelling in ("rin@Reader.example", "RIN@reader.EXAMPLE", " rin@reader.example"):
        for _ in range(4):
            asked(world, wish(spelling))
    assert len(waiting_jobs(TaskName.CONFIRM_SUBSCRIPTION)) == 1


def test_what_was_chosen_is_kept_and_holds_after_the_second_yes(world: World) -> None:
    choice = Choice(components=("checkout",), topics=(Topic.REPORTS,), min_severity=3)
    asked(world, wish(choice=choice))
    rin = one(Channel.EMAIL, RIN)
    yes = confirm_subscription(world.context, new_confirmation_token(rin.id))
    assert yes.choice == choice


def test_a_wish_that_is_given_up_can_not_be_confirmed(world: World) -> None:
    token = asked(world, wish())
    link = new_confirmation_token(one(Channel.EMAIL, RIN).id)
    give_up_asking(token)
    with pytest.raises(NotFound):
        confirm_subscription(world.context, link)
    give_up_asking("never given")


def test_whoever_asked_for_somebody_else_cannot_end_what_they_confirmed(world: World) -> None:
    token = asked(world, wish())
    confirm_subscription(world.context, new_confirmation_token(one(Channel.EMAIL, RIN).id))
    give_up_asking(token)
    assert one(Channel.EMAIL, RIN).state is SubscriberState.CONFIRMED


def test_asking_again_keeps_to_the_limit_of_the_first_time(world: World) -> None:
    token = asked(world, wish())
    for _ in range(3):
        ask_again(token)
        consider(world)
    assert len(waiting_jobs(TaskName.CONFIRM_SUBSCRIPTION)) == 1
    world.clock.pass_by(hours=25)
    ask_again(token)
    consider(world)
    assert len(waiting_jobs(TaskName.CONFIRM_SUBSCRIPTION)) == 2


def test_no_code_is_made_for_a_wish_that_nobody_considered(world: World) -> None:
    subscribe(world.context, wish(HOOK, Means.WEBHOOK))
    assert new_code(world.context, Asking.objects.get().pk) == ""
