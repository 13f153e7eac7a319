"""Leave, with one click and no questions (RFC 8058)."""

from __future__ import annotations

from dataclasses import replace

from noroshi.actions.context import Context
from noroshi.domain.events import EventKind
from noroshi.kernel.errors import NotFound
from noroshi.kernel.ids import signature_holds
from noroshi.storage import events, subscribers
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.storage.unit_of_work import unit_of_work


def subscription_of_link(context: Context, subscriber_id: int, token: str) -> Subscriber:
    """The subscription that an unsubscribe link is about. The link never expires.

    Raises:
        NotFound: the link was not made by this installation.
    """
    if not signature_holds(context.key, "unsubscribe", str(subscriber_id), token):
        raise NotFound("This link is not one of ours, or a part of it is missing.")
    return subscribers.get(subscriber_id)


def unsubscribe(context: Context, subscriber_id: int, token: str) -> Subscriber:
    """Stop writing to the subscriber, from this moment on. Doing it twice changes nothing more.

    Raises:
        NotFound: the link was not made by this installation.
    """
    subscription_of_link(context, subscriber_id, token)
    return leave(context, subscriber_id, actor="reader")


def leave(
    context: Context, subscriber_id: int, *, actor: str, reason: str | None = None
) -> Subscriber:
    """End a subscription, whoever asked for it; the log says who did, and why if it was told.

    Raises:
        NotFound: there is no such subscription.
    """
    now = context.clock.now()
    about: dict[str, object] = {"subscriber": subscriber_id}
    if reason is not None:
        about["reason"] = reason
    with unit_of_work():
        subscriber = subscribers.get(subscriber_id, lock=True)
        if subscriber.state is SubscriberState.UNSUBSCRIBED:
            return subscriber
        left = replace(subscriber, state=SubscriberState.UNSUBSCRIBED, unsubscribed_at=now)
        subscribers.save(left)
        subscribers.expect_confirmation(subscriber_id, "")
        events.append(at=now, kind=EventKind.SUBSCRIBER_UNSUBSCRIBED, actor=actor, data=about)
        return left
