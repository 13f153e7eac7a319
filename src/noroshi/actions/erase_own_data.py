"""Have everything forgotten that is stored about one's own address."""

from __future__ import annotations

from noroshi.actions.context import Context
from noroshi.actions.erase_subscriber import forget
from noroshi.actions.queries.managed import managed
from noroshi.storage import askings
from noroshi.storage.unit_of_work import unit_of_work


def erase_own_data(context: Context, session: str) -> int:
    """Forget the address; how many subscriptions it had. The session ends with it.

    Raises:
        SessionOver: the session has ended.
    """
    with unit_of_work():
        known = managed(context, session)
        # Wishes before subscriptions, in the order in which a worker that considers one locks them.
        askings.forget(known.channel, known.address)
        return forget(context, known.subscriptions, actor="reader")
