"""What follows from receipts: for the copy, for the address, and for nobody else."""

from __future__ import annotations

import random
import time
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.actions.record_receipts import record_receipts
from noroshi.actions.settle_receipts import settle_receipts
from noroshi.domain.bounce_words import Fault
from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.events import EventKind
from noroshi.domain.receipts import ReceiptEvent, ReceiptKind
from noroshi.storage import receipts, subscribers, suppressions
from noroshi.storage.models import (
    Batch,
    BatchReceipts,
    DeliveryException,
    ProviderEvent,
    SubscriberRow,
    Suppression,
)
from noroshi.storage.subscribers import SubscriberState
from noroshi.storage.tallies import tally_of
from tests.actions.steps import log, reader
from tests.cast import World
from tests.receipts.sent import Sent, hand_over, planned, sent

pytestmark = pytest.mark.django_db

UNKNOWN = Outcome(state=State.UNKNOWN, reason=Reason.NO_ANSWER, attempts=2, doubtful=2)
FAILED = Outcome(state=State.FAILED, reason=Reason.REFUSED, attempts=1)
GONE = {"code": "5.1.1", "detail": "550 5.1.1 user unknown"}
FULL = {"code": "5.2.2", "detail": "552 5.2.2 mailbox full"}
OURS = {"code": "5.7.1", "detail": "550 5.7.1 blocked because of your reputation"}


def tell(world: World, *told: ReceiptEvent) -> None:
    record_receipts(world.context, told)


def is_suppressed(person: int) -> str:
    return subscribers.get(person).suppressed


def test_a_confirmed_copy_is_delivered_and_costs_one_bit(world: World) -> None:
    one = sent(world)
    at = world.clock.now()
    tell(world, *(one.told(ReceiptKind.DELIVERED, who, at) for who in one.people[:2]))
    assert [one.state(who) for who in one.people] == [
        State.DELIVERED, State.DELIVERED, State.ACCEPTED,
    ]  # fmt: skip
    assert receipts.delivered_count(one.dispatch_id) == 2
    assert receipts.recent([ReceiptKind.DELIVERED], 10) == []


def test_telling_it_again_changes_nothing(world: World) -> None:
    one = sent(world)
    event = one.told(ReceiptKind.BOUNCED, one.people[0], world.clock.now(), **GONE)
    first = record_receipts(world.context, [event, event])
    again = record_receipts(world.context, [event])
    assert (first.new, first.bounced) == (1, 1)
    assert (again.new, again.known, again.bounced, dict(again.suppressed)) == (0, 1, 0, {})
    assert len(log(EventKind.SUPPRESSION_ADDED)) == 1


def test_an_address_that_does_not_exist_is_suppressed_at_once(world: World) -> None:
    one = sent(world)
    gone, other, _ = one.people
    tell(world, one.told(ReceiptKind.BOUNCED, gone, world.clock.now(), **GONE))
    assert one.state(gone) is State.BOUNCED
    assert is_suppressed(gone) == Reason.BOUNCED
    assert is_suppressed(other) == ""
    assert subscribers.allowed(one.people) == set(one.people[1:])
    assert tally_of(one.dispatch_id)[State.BOUNCED] == 1
    assert sum(tally_of(one.dispatch_id).values()) == 3


def test_everybody_with_the_address_is_suppressed_whatever_the_audience(world: World) -> None:
    one = sent(world, 1)
    same = reader("RIN0@reader.example", at=world.clock.now(), audience="it_admins")
    tell(world, one.told(ReceiptKind.BOUNCED, one.people[0], world.clock.now(), **GONE))
    assert is_suppressed(same.id) == Reason.BOUNCED


def test_a_full_mailbox_is_given_up_after_five_bounces_on_three_days(world: World) -> None:
    one = sent(world, 1)
    (rin,) = one.people
    for number, hours in enumerate([0, 1, 1, 22, 2]):
        world.clock.pass_by(hours=hours)
        event = one.told(
            ReceiptKind.BOUNCED, rin, world.clock.now(), event_key=f"e{number}", **FULL
        )
        tell(world, event)
        assert is_suppressed(rin) == ""
    world.clock.pass_by(hours=24)
    tell(world, one.told(ReceiptKind.BOUNCED, rin, world.clock.now(), event_key="last", **FULL))
    assert is_suppressed(rin) == Reason.BOUNCED


def test_bounces_of_a_month_ago_are_forgiven(world: World) -> None:
    one = sent(world, 1)
    (rin,) = one.people
    for number in range(4):
        tell(
            world,
            one.told(ReceiptKind.BOUNCED, rin, world.clock.now(), event_key=f"{number}", **FULL),
        )
        world.clock.pass_by(days=1)
    world.clock.pass_by(days=31)
    tell(world, one.told(ReceiptKind.BOUNCED, rin, world.clock.now(), event_key="last", **FULL))
    assert is_suppressed(rin) == ""


def test_a_refusal_because_of_us_suppresses_nobody_and_is_said_once_a_day(world: World) -> None:
    one = sent(world, 3)
    for number in range(8):
        for who in one.people:
            event = one.told(
                ReceiptKind.BOUNCED, who, world.clock.now(), event_key=f"{number}-{who}", **OURS
            )
            tell(world, event)
        world.clock.pass_by(hours=2)
    assert {is_suppressed(who) for who in one.people} == {""}
    assert len(log(EventKind.SENDER_REFUSED)) == 1
    (refused,) = receipts.refusals_of_us(since=world.clock.now() - timedelta(days=1))
    assert (refused.account, refused.count, refused.code) == ("acme", 24, "5.7.1")


def test_a_complaint_stops_everything_to_that_address(world: World) -> None:
    one = sent(world)
    rin = one.people[0]
    tell(world, one.told(ReceiptKind.DELIVERED, rin, world.clock.now()))
    tell(world, one.told(ReceiptKind.COMPLAINED, rin, world.clock.now()))
    assert one.state(rin) is State.COMPLAINED
    assert is_suppressed(rin) == Reason.COMPLAINED
    tell(world, one.told(ReceiptKind.BOUNCED, rin, world.clock.now(), **GONE))
    assert one.state(rin) is State.COMPLAINED
    assert is_suppressed(rin) == Reason.COMPLAINED


def test_leaving_at_the_provider_ends_all_subscriptions_of_the_address(world: World) -> None:
    one = sent(world, 2)
    rin, taro = one.people
    same = reader("rin0@reader.example", at=world.clock.now(), audience="it_admins")
    tell(world, one.told(ReceiptKind.UNSUBSCRIBED, rin, world.clock.now()))
    assert subscribers.get(rin).state is SubscriberState.UNSUBSCRIBED
    assert subscribers.get(same.id).state is SubscriberState.UNSUBSCRIBED
    assert subscribers.get(taro).state is SubscriberState.CONFIRMED


def test_an_event_about_another_address_than_the_subscribers_suppresses_nobody(
    world: World,
) -> None:
    one = sent(world)
    rin = one.people[0]
    event = one.told(
        ReceiptKind.BOUNCED, rin, world.clock.now(), address="mallory@x.example", **GONE
    )
    tell(world, event)
    assert is_suppressed(rin) == ""
    assert not suppressions.counts()


def test_nobody_known_is_counted_and_changes_nothing(world: World) -> None:
    stranger = ReceiptEvent(
        kind=ReceiptKind.BOUNCED, event_key="x", happened_at=world.clock.now(), text_id=9,
        subscriber_id=999_999, code="5.1.1",
    )  # fmt: skip
    done = record_receipts(world.context, [stranger])
    assert (done.unmatched, done.bounced) == (1, 0)


def test_what_nobody_knew_is_resolved_by_what_is_told(world: World) -> None:
    one = sent(world, 3, but={0: UNKNOWN, 1: UNKNOWN, 2: FAILED})
    at = world.clock.now()
    tell(world, one.told(ReceiptKind.DELIVERED, one.people[0], at))
    tell(world, one.told(ReceiptKind.BOUNCED, one.people[1], at, **FULL))
    tell(world, one.told(ReceiptKind.DELIVERED, one.people[2], at))
    assert [one.state(who) for who in one.people] == [
        State.DELIVERED, State.BOUNCED, State.FAILED,
    ]  # fmt: skip
    assert sum(tally_of(one.dispatch_id).values()) == 3


def test_what_is_told_before_the_ledger_noted_the_attempt_is_kept_for_later(world: World) -> None:
    one = planned(world)
    bounced, delivered, _ = one.people
    at = world.clock.now()
    tell(world, one.told(ReceiptKind.BOUNCED, bounced, at, **FULL))
    tell(world, one.told(ReceiptKind.DELIVERED, delivered, at))
    assert tally_of(one.dispatch_id)[State.BOUNCED] == 0
    assert settle_receipts(world.context) == 0
    hand_over(world, one, {delivered: UNKNOWN})
    assert settle_receipts(world.context) == 2
    assert [one.state(who) for who in one.people] == [
        State.BOUNCED, State.DELIVERED, State.ACCEPTED,
    ]  # fmt: skip
    assert settle_receipts(world.context) == 0


KINDS = st.sampled_from(
    [
        (ReceiptKind.DELIVERED, {}),
        (ReceiptKind.DEFERRED, {}),
        (ReceiptKind.BOUNCED, FULL),
        (ReceiptKind.COMPLAINED, {}),
    ]
)
RANK = [State.ACCEPTED, State.DELIVERED, State.BOUNCED, State.COMPLAINED]
REACHES = {
    ReceiptKind.DELIVERED: State.DELIVERED,
    ReceiptKind.DEFERRED: State.ACCEPTED,
    ReceiptKind.BOUNCED: State.BOUNCED,
    ReceiptKind.COMPLAINED: State.COMPLAINED,
}


@pytest.fixture
def two_readers(world: World) -> Sent:
    return planned(world, 2)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(st.tuples(KINDS, st.integers(0, 1)), max_size=6),
    handed_over=st.integers(0, 6),
    again=st.randoms(use_true_random=False),
)
def test_any_order_and_repetition_ends_in_the_same_state(
    world: World,
    two_readers: Sent,
    told: list[tuple[tuple[ReceiptKind, dict[str, str]], int]],
    handed_over: int,
    again: random.Random,
) -> None:
    one = two_readers
    begin_again(one)
    events = [
        one.told(kind, one.people[who], world.clock.now(), event_key=f"{kind}{who}", **words)
        for (kind, words), who in told
    ]
    events += again.sample(events, len(events) // 2)
    for place, event in enumerate(events):
        if place == handed_over:
            hand_over(world, one)
        tell(world, event)
        tally = tally_of(one.dispatch_id)
        assert (min(tally.values()), sum(tally.values())) == (0, len(one.people))
    if handed_over >= len(events):
        hand_over(world, one)
    settle_receipts(world.context)
    for who, person in enumerate(one.people):
        reached = [REACHES[kind] for (kind, _), about in told if about == who]
        assert one.state(person) is max([State.ACCEPTED, *reached], key=RANK.index)
    assert sum(tally_of(one.dispatch_id).values()) == len(one.people)
    is_delivered = sum(one.state(person) is State.DELIVERED for person in one.people)
    assert receipts.delivered_count(one.dispatch_id) == is_delivered


def begin_again(one: Sent) -> None:
    """As if nothing had been handed over and nothing told."""
    DeliveryException.objects.all().delete()
    BatchReceipts.objects.all().delete()
    ProviderEvent.objects.all().delete()
    Suppression.objects.all().delete()
    Batch.objects.filter(dispatch_id=one.dispatch_id).update(
        mark=0, started=0, repeated=0, state="waiting"
    )


def test_ten_thousand_confirmations_take_less_than_five_seconds(world: World) -> None:
    at, count = world.clock.now(), 5_000
    SubscriberRow.objects.bulk_create(
        SubscriberRow(
            channel="email", address=f"r{n}@reader.example", audience="customers", language="en",
            state="confirmed", created_at=at, confirmed_at=at,
        )
        for n in range(count)
    )  # fmt: skip
    one = planned(world, 0)
    people = list(SubscriberRow.objects.order_by("?").values_list("pk", flat=True))
    began = time.monotonic()
    for first in range(0, count, 1_000):
        part = people[first : first + 1_000]
        tell(world, *(one.told(ReceiptKind.DELIVERED, who, at) for who in part))
    took = time.monotonic() - began
    assert receipts.delivered_count(one.dispatch_id) == count
    assert took < 5 * count / 10_000


def test_whose_fault_a_bounce_is_can_come_from_the_provider(world: World) -> None:
    one = sent(world, 1)
    event = ReceiptEvent(
        kind=ReceiptKind.BOUNCED, event_key="x", happened_at=world.clock.now(),
        text_id=one.text_id, subscriber_id=one.people[0], fault=Fault.ADDRESS,
    )  # fmt: skip
    tell(world, event)
    assert is_suppressed(one.people[0]) == Reason.BOUNCED
