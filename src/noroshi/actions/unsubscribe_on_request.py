"""Stop writing to somebody who asked for it in another way: by telephone, in a ticket, by post."""

from __future__ import annotations

from dataclasses import replace

from noroshi.actions.context import Actor, Context
from noroshi.actions.reason import typed_reason
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.storage import events, subscribers
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.storage.unit_of_work import unit_of_work

MOST_REASON = 300


def unsubscribe_on_request(
    context: Context, actor: Actor, subscriber_id: int, *, reason: str
) -> Subscriber:
    """End one subscription, from this moment on. Doing it twice changes nothing more.

    Only the person can come back, by subscribing and confirming again.

    Raises:
        NotFound: there is no such subscription.
        Invalid: no reason.
    """
    actor.must_be_allowed(Deed.MANAGE_PEOPLE)
    why = typed_reason(reason, missing="Say how they asked to be left in peace.", most=MOST_REASON)
    now = context.clock.now()
    with unit_of_work():
        subscriber = subscribers.get(subscriber_id, lock=True)
        if subscriber.state is SubscriberState.UNSUBSCRIBED:
            return subscriber
        left = replace(subscriber, state=SubscriberState.UNSUBSCRIBED, unsubscribed_at=now)
        subscribers.save(left)
        subscribers.expect_confirmation(subscriber_id, "")
        events.append(
            at=now,
            kind=EventKind.SUBSCRIBER_UNSUBSCRIBED,
            actor=actor.person,
            data={"subscriber": subscriber_id, "reason": why},
        )
        return left
