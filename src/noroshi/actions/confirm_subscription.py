"""The second yes: whoever holds the link that was sent owns the address."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from noroshi.actions.context import Context
from noroshi.actions.lift_suppression import lift_after_a_new_yes
from noroshi.domain.events import EventKind
from noroshi.kernel.errors import NotFound
from noroshi.kernel.ids import new_token, token_hash
from noroshi.storage import events, subscribers
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.storage.unit_of_work import unit_of_work

VALID_FOR = timedelta(hours=48)


def new_confirmation_token(subscriber_id: int) -> str:
    """A fresh token for the link that is sent; earlier ones stop working."""
    token = new_token()
    subscribers.expect_confirmation(subscriber_id, token_hash(token))
    return token


def confirm_subscription(context: Context, token: str) -> Subscriber:
    """Confirm with the token of the link, which works once and for 48 hours.

    Raises:
        NotFound: the link is unknown, used, or too old.
    """
    now = context.clock.now()
    with unit_of_work():
        subscriber = subscribers.by_confirmation(token_hash(token), lock=True)
        asked_at = subscriber.last_confirmation_at if subscriber else None
        if subscriber is None or asked_at is None or now - asked_at > VALID_FOR:
            raise NotFound(
                "This link does not work any more.",
                way_out="Subscribe once more on the status page.",
            )
        return confirmed(context, subscriber, by="link")


def confirmed(context: Context, subscriber: Subscriber, *, by: str) -> Subscriber:
    """Write down the second yes, which came ``by`` a link or a code. Call it in a transaction."""
    now = context.clock.now()
    yes = replace(
        subscriber,
        state=SubscriberState.CONFIRMED,
        confirmed_at=now,
        unsubscribed_at=None,
        confirmations_sent=0,
        consent={**subscriber.consent, "confirmed_at": now.isoformat(), "proven_by": by},
    )
    subscribers.save(yes)
    subscribers.expect_confirmation(subscriber.id, "")
    lift_after_a_new_yes(context, yes)
    events.append(
        at=now,
        kind=EventKind.SUBSCRIBER_CONFIRMED,
        actor="reader",
        data={"subscriber": subscriber.id},
    )
    return yes
