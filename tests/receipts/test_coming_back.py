"""Who may be written to again, and how: by a new yes of their own, or by a person with a reason."""

from __future__ import annotations

import pytest

from noroshi.actions.confirm_subscription import confirm_subscription, new_confirmation_token
from noroshi.actions.context import Actor
from noroshi.actions.lift_suppression import lift_for_address
from noroshi.actions.record_receipts import record_receipts
from noroshi.actions.suppress import suppress
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.domain.receipts import ReceiptKind
from noroshi.domain.suppression import graver, normalised
from noroshi.kernel.errors import NotAllowed
from noroshi.kernel.secret import Secret
from noroshi.storage import subscribers, suppressions
from noroshi.storage.subscribers import Subscriber, SubscriberState
from tests.actions.steps import SOFIE, reader
from tests.actions.subscribing import asked as ask
from tests.actions.subscribing import wish
from tests.cast import World
from tests.receipts.sent import sent

pytestmark = pytest.mark.django_db

RIN = "rin@reader.example"
ADMIN = Actor(person="ada", is_admin=True)


def suppressed(world: World, reason: Reason) -> None:
    suppress(
        world.context,
        ADMIN,
        channel=Channel.EMAIL,
        address=RIN,
        reason=reason,
        note="told by phone",
    )


def asked(world: World) -> Subscriber | None:
    ask(world, wish(RIN))
    return subscribers.find(Channel.EMAIL, RIN, "customers")


def test_a_bounced_address_that_confirms_anew_is_written_to_again(world: World) -> None:
    suppressed(world, Reason.BOUNCED)
    rin = asked(world)
    assert rin is not None
    assert rin.state is SubscriberState.PENDING
    confirm_subscription(world.context, new_confirmation_token(rin.id))
    assert suppressions.reason_for(world.context.key, Channel.EMAIL, RIN) is None
    assert subscribers.allowed([rin.id]) == {rin.id}


def test_an_address_that_complained_is_not_even_asked(world: World) -> None:
    suppressed(world, Reason.COMPLAINED)
    assert asked(world) is None


def test_a_known_reader_who_complained_stays_suppressed_when_subscribing(world: World) -> None:
    rin = reader(RIN, at=world.clock.now(), state=SubscriberState.PENDING)
    suppressed(world, Reason.COMPLAINED)
    asked(world)
    assert subscribers.get(rin.id).suppressed == Reason.COMPLAINED
    assert subscribers.get(rin.id).confirmations_sent == 0


def test_lifting_never_brings_back_somebody_who_left(world: World) -> None:
    rin = reader(RIN, at=world.clock.now(), state=SubscriberState.UNSUBSCRIBED)
    suppressed(world, Reason.BOUNCED)
    lift_for_address(
        world.context, ADMIN, channel=Channel.EMAIL, address="RIN@reader.example", reason="It works"
    )
    assert subscribers.get(rin.id).state is SubscriberState.UNSUBSCRIBED
    assert subscribers.get(rin.id).suppressed == ""


def test_sofie_may_neither_suppress_nor_lift(world: World) -> None:
    sofie = world.actor(SOFIE)
    with pytest.raises(NotAllowed):
        suppress(
            world.context,
            sofie,
            channel=Channel.EMAIL,
            address=RIN,
            reason=Reason.BOUNCED,
            note="x",
        )
    suppressed(world, Reason.BOUNCED)
    with pytest.raises(NotAllowed):
        lift_for_address(world.context, sofie, channel=Channel.EMAIL, address=RIN, reason="x")


def test_an_address_suppressed_before_it_was_known_is_found_when_lifted(world: World) -> None:
    suppressed(world, Reason.BOUNCED)
    rin = reader(RIN, at=world.clock.now())
    other = reader("other@reader.example", at=world.clock.now())
    one = sent(world, 0)
    assert one.people == ()
    (entry,) = suppressions.newest(5)
    assert entry.address == ""
    record_receipts(
        world.context,
        [one.told(ReceiptKind.BOUNCED, rin.id, world.clock.now(), code="5.1.1")],
    )
    suppressions.lift(entry, key=world.context.key, at=world.clock.now())
    assert subscribers.get(other.id).suppressed == ""


def test_the_list_holds_no_address_and_another_key_knows_none(world: World) -> None:
    suppressed(world, Reason.BOUNCED)
    (entry,) = suppressions.newest(5)
    assert "rin" not in f"{entry.address_hash}{entry.detail}{entry.source}"
    assert not suppressions.is_suppressed(Secret("another"), Channel.EMAIL, RIN)
    assert suppressions.is_suppressed(world.context.key, Channel.EMAIL, "  RIN@Reader.example ")
    assert set(suppressions.suppressed_hashes(Channel.EMAIL)) == {entry.address_hash}


def test_the_graver_reason_outlasts_the_other_in_any_order() -> None:
    for one, other in ((Reason.BOUNCED, Reason.COMPLAINED), (Reason.COMPLAINED, Reason.BOUNCED)):
        assert graver(one, other) is Reason.COMPLAINED


def test_spellings_of_one_number_are_one() -> None:
    assert normalised(Channel.SMS, " +81 (80) 1234-5678 ") == "+818012345678"
