"""Who hears of planned work: kinds of messages can be chosen; a severity says nothing of it."""

from __future__ import annotations

from dataclasses import replace

from noroshi.domain.channel import Channel
from noroshi.domain.maintenance import Purpose
from noroshi.domain.subscription import Topic
from noroshi.storage import subscribers
from noroshi.storage.models import Dispatch
from noroshi.storage.subscribers import Subscriber, SubscriberState
from tests.actions import steps as of_incidents
from tests.cast import World
from tests.maintenance.planned import announced, notice


def reader(world: World, name: str, **chosen: object) -> Subscriber:
    """Somebody who reads English mail, with choices."""
    somebody = Subscriber(
        id=0,
        audience="customers",
        channel=Channel.EMAIL,
        address=f"{name}@reader.example",
        language="en",
        state=SubscriberState.CONFIRMED,
        created_at=world.clock.now(),
    )
    return subscribers.add(replace(somebody, **chosen))  # type: ignore[arg-type]


def reached(message_id: int) -> set[int]:
    """Who stands in the batches of the English mail of a message."""
    sent = Dispatch.objects.filter(
        rendition__message_id=message_id,
        rendition__channel="email",
        rendition__audience="customers",
        rendition__language="en",
    )
    return {member for one in sent for batch in one.batches.all() for member in batch.members}


def test_a_severity_keeps_nobody_from_planned_work_and_a_kind_of_message_does(
    world: World,
) -> None:
    gravest = reader(world, "gravest", min_severity=5).id
    works = reader(world, "works", topics=(Topic.MAINTENANCE,)).id
    incidents = reader(world, "incidents", topics=(Topic.INCIDENTS, Topic.REPORTS)).id
    both = reader(world, "both", topics=(Topic.MAINTENANCE,), min_severity=5).id
    work = announced(world)
    assert reached(notice(work, Purpose.ANNOUNCE).message.id) == {gravest, works, both}
    incident = of_incidents.opened(world, request_key="another form")  # of class 4
    said = of_incidents.said(world, incident)
    assert reached(said.id) == {incidents}
