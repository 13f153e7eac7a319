"""Leave the page where one manages one's subscriptions, on every device at once."""

from __future__ import annotations

from noroshi.actions.context import Context
from noroshi.actions.queries.managed import managed
from noroshi.storage import askings
from noroshi.storage.unit_of_work import unit_of_work


def end_managing(context: Context, session: str) -> None:
    """End every session about the address.

    Raises:
        SessionOver: it has ended already.
    """
    known = managed(context, session)
    with unit_of_work():
        askings.end_sessions(known.channel, known.address)
