"""Change the key that signs what an endpoint receives: the old one may have leaked."""

from __future__ import annotations

from dataclasses import replace

from noroshi.actions.context import Context
from noroshi.actions.queries.managed import mine
from noroshi.actions.signing_key import new_signing_key
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.kernel.errors import NotFound
from noroshi.storage import events, subscribers
from noroshi.storage.subscribers import Subscriber
from noroshi.storage.unit_of_work import unit_of_work


def change_signing_key(context: Context, session: str, subscriber_id: int) -> Subscriber:
    """A new key for what an endpoint receives; the old one stops being used at once.

    Raises:
        SessionOver: the session has ended.
        NotFound: it is not theirs, or no webhook.
    """
    with unit_of_work():
        one = mine(context, session, subscriber_id)
        if one.channel is not Channel.WEBHOOK:
            raise NotFound("This subscription does not exist.")
        renewed = replace(one, secret=new_signing_key())
        subscribers.save(renewed)
        events.append(
            at=context.clock.now(),
            kind=EventKind.SUBSCRIBER_CHANGED,
            actor="reader",
            data={"subscriber": subscriber_id},
        )
        return renewed
