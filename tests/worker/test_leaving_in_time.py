"""After the answer to an unsubscription no attempt starts more than a second later (R16).

Readers leave, by the action behind the one-click link, while a real fan-out runs over the stored
ledger. The engine's seconds pass four times as fast as real ones, so that many of them fit in.
``NOROSHI_RACES=10000`` runs as many races as the requirement names.
"""

from __future__ import annotations

import asyncio
import os
import random
import threading
import time
from collections.abc import Iterator

import pytest

from noroshi.actions.unsubscribe import unsubscribe
from noroshi.delivery import load
from noroshi.delivery.carrier import Carrier
from noroshi.delivery.contract import Feed, Parcel, Receipt
from noroshi.delivery.engine import Engine, run_batch
from noroshi.domain.channel import Channel
from noroshi.domain.fanout import Sizes
from noroshi.domain.ledger import Recipient
from noroshi.domain.subscription import Occasion
from noroshi.kernel.ids import sign
from noroshi.storage import ledger, subscribers
from noroshi.storage.book import StoredLedger
from noroshi.storage.connections import release
from noroshi.storage.models import SubscriberRow
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.worker.threads import in_thread
from tests.actions.steps import opened, said
from tests.cast import World

RACES = int(os.environ.get("NOROSHI_RACES", "2000"))
AT_ONCE = 15
FASTER = 4.0
COPY = 0.001
"""Real seconds that a copy takes on the wire."""


def ticks() -> float:
    return time.monotonic() * FASTER


class Wire:
    """Takes one copy after the other, and notes when each began."""

    width = 1

    def __init__(self) -> None:
        self.began: dict[int, float] = {}
        self._awake = asyncio.Event()

    def begin(self, feed: Feed) -> None:
        self._work = asyncio.create_task(self._run(feed))

    def wake(self) -> None:
        self._awake.set()

    async def deliver(self, parcel: Parcel) -> Receipt:
        raise AssertionError(parcel)

    def end(self) -> None:
        self._work.cancel()

    async def _run(self, feed: Feed) -> None:
        since = time.monotonic()
        while True:
            parcel = feed.take()
            if parcel is None:
                self._awake.clear()
                await asyncio.wait({asyncio.create_task(self._awake.wait())}, timeout=0.01)
                since = time.monotonic()
                continue
            self.began[parcel.recipient_id] = ticks()
            feed.settle(parcel, None)
            since += COPY
            await asyncio.sleep(max(0.0, since - time.monotonic()))


def a_parcel(to: Recipient) -> Parcel:
    return Parcel(
        recipient_id=to.id,
        address=to.address,
        language=to.language,
        message_id=f"<{to.id}@x.example>",
        content=b"x",
    )


def published(world: World, count: int) -> list[int]:
    """The batches of an update to so many readers."""
    at = world.clock.now()
    subscribers.add_many(
        Subscriber(
            channel=Channel.EMAIL,
            address=f"rin{n}@reader.example",
            audience="customers",
            language="en",
            state=SubscriberState.CONFIRMED,
            created_at=at,
        )
        for n in range(count)
    )
    return ledger.unfinished_batches(said(world, opened(world)).id)


def leavers(
    world: World, people: list[int], left: dict[int, float], *, stop: threading.Event
) -> Iterator[threading.Thread]:
    """People who leave in random order, each told at the noted moment: a few by the action, the
    others by what it commits, so that they are many enough."""
    ids = random.Random(16).sample(people, len(people))  # noqa: S311 - an order, no secret
    by_action, others = ids[: len(ids) // 20], ids[len(ids) // 20 :]

    def one_by_one() -> None:
        for person in by_action:
            if not stop.is_set():
                token = sign(world.context.key, "unsubscribe", str(person))
                unsubscribe(world.context, person, token)
                left[person] = ticks()
        release()

    def together() -> None:
        gone = str(SubscriberState.UNSUBSCRIBED)
        for start in range(0, len(others), AT_ONCE):
            some = others[start : start + AT_ONCE]
            SubscriberRow.objects.filter(pk__in=some).update(state=gone)
            left.update(dict.fromkeys(some, ticks()))
            if stop.wait(0.005):
                break
        release()

    yield threading.Thread(target=one_by_one)
    yield threading.Thread(target=together)


async def fan_out(world: World, batches: list[int], sizes: Sizes) -> dict[int, float]:
    wire = Wire()
    engine = Engine(
        ledger=StoredLedger(world.clock),
        carrier=Carrier(wire, ticks=ticks),
        parcel_for=a_parcel,
        clock=world.clock,
        sizes=sizes,
        call=in_thread,
        ticks=ticks,
    )
    for batch in batches:
        await run_batch(batch, engine)
    wire.end()
    return wire.began


def race(world: World, count: int, sizes: Sizes) -> tuple[list[float], int]:
    """How long after somebody's leaving their copies began, and how many had left by then."""
    batches = published(world, count)
    left: dict[int, float] = {}
    stop = threading.Event()
    people = subscribers.audience_snapshot(
        Channel.EMAIL, "customers", "en", about=Occasion(at=world.clock.now())
    )
    threads = list(leavers(world, people, left, stop=stop))
    for thread in threads:
        thread.start()
    began = asyncio.run(fan_out(world, batches, sizes))
    stop.set()
    for thread in threads:
        thread.join()
    both = set(left) & set(began)
    return [began[person] - left[person] for person in both], len(set(left) - set(began))


@pytest.mark.django_db(transaction=True)
def test_nobody_is_sent_anything_a_second_after_they_left(world: World) -> None:
    gaps, spared = race(world, RACES, Sizes())
    assert max(gaps, default=0.0) <= 1.0
    assert spared > RACES // 20  # there was a race at all: they left before their turn


@pytest.mark.django_db(transaction=True)
def test_the_race_is_lost_by_a_fan_out_that_asks_only_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "STALE_AFTER", 1e9)
    gaps, _ = race(world, 700, Sizes(group=700))
    assert max(gaps) > 1.0
