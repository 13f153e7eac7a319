"""Leave all audiences of a channel at once: "STOP" by text message, or a "no" at the provider."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from noroshi.actions.context import Context
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.suppression import normalised
from noroshi.storage import events, subscribers
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.storage.unit_of_work import unit_of_work


def leave_everywhere(context: Context, channel: Channel, address: str) -> int:
    """Stop writing to an address on a channel, whatever the audience; how many subscriptions ended.

    The caller has made sure that it is the address's owner who asks. Nothing is lost by asking
    twice, and an unknown address is no mistake.
    """
    with unit_of_work():
        known = subscribers.of_address(normalised(channel, address))
        return leave(
            [each for each in known if each.channel is channel], at=context.clock.now(), by="reader"
        )


def leave(people: Iterable[Subscriber], *, at: datetime, by: str) -> int:
    """End the subscriptions of these people and of everybody with the same address.

    Returns how many ended. Call it in a transaction.
    """
    asked = {(one.channel, normalised(one.channel, one.address)): one for one in people}
    ids = {
        other.id
        for (channel, address) in asked
        for other in subscribers.of_address(address)
        if other.channel is channel
    }
    return sum(_leaves(subscriber_id, at=at, by=by) for subscriber_id in sorted(ids))


def _leaves(subscriber_id: int, *, at: datetime, by: str) -> bool:
    subscriber = subscribers.get(subscriber_id, lock=True)
    if subscriber.state is SubscriberState.UNSUBSCRIBED:
        return False
    subscribers.save(replace(subscriber, state=SubscriberState.UNSUBSCRIBED, unsubscribed_at=at))
    events.append(
        at=at,
        kind=EventKind.SUBSCRIBER_UNSUBSCRIBED,
        actor=by,
        data={"subscriber": subscriber_id},
    )
    return True
