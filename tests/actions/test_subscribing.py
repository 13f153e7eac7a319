"""Asking for updates, saying yes a second time, and leaving (security, section 6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi.actions.confirm_subscription import confirm_subscription, new_confirmation_token
from noroshi.actions.queries.offers import PUBLIC_AUDIENCE
from noroshi.actions.subscribe import subscribe
from noroshi.actions.unsubscribe import subscription_of_link, unsubscribe
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.subscription import Choice
from noroshi.jobs.names import TaskName
from noroshi.kernel.errors import Invalid, NotFound
from noroshi.kernel.ids import sign
from noroshi.kernel.secret import Secret
from noroshi.storage import subscribers
from noroshi.storage.subscribers import Subscriber, SubscriberState
from tests.actions.steps import at_once, log, reader
from tests.actions.subscribing import RIN, asked, consider, wish
from tests.actions.waiting import waiting_jobs
from tests.cast import World

pytestmark = pytest.mark.django_db


def ask(world: World, address: str = RIN, **changed: object) -> None:
    asked(world, wish(address, choice=Choice(**changed)))  # type: ignore[arg-type]


def rin() -> Subscriber:
    known = subscribers.find(Channel.EMAIL, RIN, PUBLIC_AUDIENCE)
    assert known is not None
    return known


def mails() -> int:
    return len(waiting_jobs(TaskName.CONFIRM_SUBSCRIPTION))


def confirmed(world: World) -> Subscriber:
    ask(world)
    return confirm_subscription(world.context, new_confirmation_token(rin().id))


def leave(world: World, subscriber: Subscriber) -> Subscriber:
    token = sign(world.context.key, "unsubscribe", str(subscriber.id))
    return unsubscribe(world.context, subscriber.id, token)


def test_asking_leads_to_one_confirmation_and_nothing_else(world: World) -> None:
    ask(world, regions=("europe",))
    assert rin().state is SubscriberState.PENDING
    assert rin().regions == ("europe",)
    assert mails() == 1


def test_a_confirmed_reader_who_asks_again_changes_nothing_and_is_not_told(world: World) -> None:
    before = confirmed(world)
    world.clock.pass_by(days=2)
    ask(world, regions=("europe",))
    assert rin() == before
    assert mails() == 1


@pytest.mark.parametrize("address", [RIN, "RIN@Reader.Example", f"  {RIN} "])
def test_one_address_is_asked_once_a_day_and_three_times_in_all(world: World, address: str) -> None:
    for _ in range(10):
        ask(world, address)
        world.clock.pass_by(hours=13)
    assert mails() == 3
    assert len(log(EventKind.SUBSCRIBER_ADDED)) == 3


def test_who_confirms_may_be_asked_again_after_leaving(world: World) -> None:
    leave(world, confirmed(world))
    world.clock.pass_by(days=1)
    ask(world)
    assert mails() == 2
    assert rin().state is SubscriberState.PENDING


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_twice_at_once_is_answered_alike(world: World) -> None:
    tokens = at_once(*(lambda: subscribe(world.context, wish()) for _ in range(3)))
    assert len(set(tokens)) == 3
    assert at_once(*(lambda: consider(world) for _ in range(2))) == [None, None]
    assert mails() == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "rin",
        "@reader.example",
        "rin@",
        "rin@localhost",
        "rin@reader.example\r\nBcc: all@victims.example",
        "rin@reader.example\nSubject: x",
        "rin\x00@reader.example",
        "rin@reader.example, mallory@evil.example",
        "Rin <rin@reader.example>",
        "rin@reader.example\u2028Bcc: x",
        "x" * 65 + "@reader.example",
        "rin@" + "x" * 300 + ".example",
    ],
)
def test_what_cannot_be_one_address_is_refused(world: World, address: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask(world, address)
    assert refused.value.field == "email"
    assert mails() == 0


@pytest.mark.parametrize("changed", [{"regions": ("mars",)}, {"components": ("no-such",)}])
def test_a_wish_that_the_plan_does_not_know_is_refused(
    world: World, changed: dict[str, tuple[str, ...]]
) -> None:
    with pytest.raises(NotFound):
        ask(world, **changed)


def test_a_language_that_the_page_has_not_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        subscribe(world.context, replace(wish(), language="xx"))


def test_the_link_confirms_once(world: World) -> None:
    ask(world)
    token = new_confirmation_token(rin().id)
    subscriber = confirm_subscription(world.context, token)
    assert subscriber.state is SubscriberState.CONFIRMED
    assert subscriber.consent["confirmed_at"]
    with pytest.raises(NotFound):
        confirm_subscription(world.context, token)
    assert len(log(EventKind.SUBSCRIBER_CONFIRMED)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_link_confirms_once_even_at_the_same_moment(world: World) -> None:
    ask(world)
    token = new_confirmation_token(rin().id)
    results = at_once(*(lambda: confirm_subscription(world.context, token) for _ in range(3)))
    assert sum(isinstance(result, Subscriber) for result in results) == 1
    assert sum(isinstance(result, NotFound) for result in results) == 2


@pytest.mark.parametrize(("hours", "works"), [(47.9, True), (48.1, False)])
def test_the_link_works_for_48_hours(world: World, hours: float, works: bool) -> None:
    ask(world)
    token = new_confirmation_token(rin().id)
    world.clock.pass_by(hours=hours)
    if works:
        confirm_subscription(world.context, token)
    else:
        with pytest.raises(NotFound) as refused:
            confirm_subscription(world.context, token)
        assert "Subscribe once more" in refused.value.way_out
    assert (rin().state is SubscriberState.CONFIRMED) is works


def test_a_newer_link_replaces_the_older_one(world: World) -> None:
    ask(world)
    old = new_confirmation_token(rin().id)
    new_confirmation_token(rin().id)
    with pytest.raises(NotFound):
        confirm_subscription(world.context, old)


@pytest.mark.parametrize("token", ["", "x", "\x00", "'; DROP TABLE --", "x" * 100_000])
def test_mallory_guesses_no_link(world: World, token: str) -> None:
    ask(world)
    with pytest.raises(NotFound):
        confirm_subscription(world.context, token)


def test_leaving_takes_one_click_and_twice_changes_nothing_more(world: World) -> None:
    subscriber = confirmed(world)
    assert leave(world, subscriber).state is SubscriberState.UNSUBSCRIBED
    first = rin().unsubscribed_at
    world.clock.pass_by(days=900)
    leave(world, subscriber)
    assert rin().unsubscribed_at == first
    assert len(log(EventKind.SUBSCRIBER_UNSUBSCRIBED)) == 1


def test_a_link_to_leave_is_for_one_subscription_and_one_purpose(world: World) -> None:
    subscriber = confirmed(world)
    other = reader("other@reader.example", at=world.clock.now())
    forged = [
        "",
        "x",
        "é" * 24,
        sign(world.context.key, "unsubscribe", str(other.id)),
        sign(world.context.key, "confirm", str(subscriber.id)),
        sign(Secret("another key"), "unsubscribe", str(subscriber.id)),
    ]
    for token in forged:
        with pytest.raises(NotFound):
            unsubscribe(world.context, subscriber.id, token)
        with pytest.raises(NotFound):
            subscription_of_link(world.context, subscriber.id, token)
    assert rin().state is SubscriberState.CONFIRMED


def test_an_import_revives_nobody_who_left(world: World) -> None:
    subscriber = confirmed(world)
    leave(world, subscriber)
    assert subscribers.add_many([subscriber]) == 0
    assert rin().state is SubscriberState.UNSUBSCRIBED


def test_the_log_names_no_address(world: World) -> None:
    leave(world, confirmed(world))
    assert not [event for event in log(*EventKind) if "rin" in str(event.data)]
