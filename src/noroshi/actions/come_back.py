"""Undo an unsubscription that was a mistake: the person is asked to confirm, as at first."""

from __future__ import annotations

from dataclasses import replace

from noroshi.actions.consider_asking import may_be_asked
from noroshi.actions.context import Context
from noroshi.actions.queries.disk_room import require_room_for_readers
from noroshi.actions.unsubscribe import subscription_of_link
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.domain.events import EventKind
from noroshi.jobs.payloads import ConfirmSubscription
from noroshi.jobs.queue import defer
from noroshi.storage import events, subscribers
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.storage.unit_of_work import unit_of_work

_FOR_GOOD = frozenset({Reason.COMPLAINED, Reason.ERASED})


def come_back(context: Context, subscriber_id: int, token: str) -> Subscriber:
    """Send a confirmation to whoever left by this link; nothing else before it is confirmed.

    The link may have been forwarded, so it proves too little to subscribe anybody at once. What
    the person had chosen stays chosen. Within the limits of ``subscribe``; beyond them, and for
    those who may not be asked at all, nothing happens and nothing tells.

    Raises:
        NotFound: the link was not made by this installation.
        NoRoom: the disk is nearly full.
    """
    subscription_of_link(context, subscriber_id, token)
    require_room_for_readers(context)
    now = context.clock.now()
    with unit_of_work():
        subscriber = subscribers.get(subscriber_id, lock=True)
        left = subscriber.state is SubscriberState.UNSUBSCRIBED
        reachable = subscriber.channel is Channel.EMAIL and subscriber.suppressed not in _FOR_GOOD
        if not left or not reachable or not may_be_asked(subscriber, now):
            return subscriber
        asked = replace(
            subscriber,
            state=SubscriberState.PENDING,
            confirmations_sent=subscriber.confirmations_sent + 1,
            last_confirmation_at=now,
        )
        subscribers.save(asked)
        defer(ConfirmSubscription(subscriber_id=asked.id))
        events.append(
            at=now,
            kind=EventKind.SUBSCRIBER_ADDED,
            actor="reader",
            data={"subscriber": asked.id, "channel": asked.channel, "language": asked.language},
        )
        return asked
