"""Stop writing to somebody who asked for it in another way: by telephone, in a ticket, by post."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.reason import typed_reason
from noroshi.actions.unsubscribe import leave
from noroshi.domain.permissions import Deed
from noroshi.storage.subscribers import Subscriber

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
    return leave(context, subscriber_id, actor=actor.person, reason=why)
