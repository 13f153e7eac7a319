"""Unsubscribe on the page where one manages one's subscriptions."""

from __future__ import annotations

from noroshi.actions.context import Context
from noroshi.actions.queries.managed import mine
from noroshi.actions.unsubscribe import leave
from noroshi.storage.subscribers import Subscriber
from noroshi.storage.unit_of_work import unit_of_work


def leave_by_session(context: Context, session: str, subscriber_id: int) -> Subscriber:
    """End one of one's own subscriptions. Doing it twice changes nothing more.

    Raises:
        SessionOver: the session has ended.
        NotFound: it is not theirs.
    """
    with unit_of_work():
        mine(context, session, subscriber_id)
        return leave(context, subscriber_id, actor="reader")
