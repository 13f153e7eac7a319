"""How often may be asked (security, section 6): counted in the database, for all processes as one.

Counts are kept under keyed hashes: the table tells nobody who asked. The limit of a network is told
to whoever meets it; the others are silent, or they would tell which addresses are known.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from noroshi.actions.context import Context
from noroshi.domain.asking import FROM_NETWORK, IN_ALL, Limit
from noroshi.domain.events import EventKind
from noroshi.domain.whence import place_of
from noroshi.kernel.errors import Refusal
from noroshi.kernel.ids import sign
from noroshi.storage import askings, events


class TooMany(Refusal):
    """The same place has asked too often."""

    status = 429


def may_ask(context: Context, network: str) -> None:
    """Count one request from a network address.

    Raises:
        TooMany: there were more than 20 from this place within the hour.
    """
    if not counted(context, FROM_NETWORK, place_of(network)):
        raise TooMany(
            "Too many subscriptions were asked for from your network.",
            way_out="Please try again in an hour.",
        )


def counted(context: Context, limit: Limit, subject: str) -> bool:
    """Count one more of ``subject``; whether it is still within the limit."""
    now = context.clock.now()
    name = sign(context.key, f"limit:{limit.name}", subject)
    return askings.count(name, limit.since(now)) <= limit.most


def hour_is_full(context: Context) -> datetime | None:
    """Count one confirmation of all; when to go on if there were too many in this hour.

    The first that has to wait raises the alarm: somebody may be using the form against others.
    Call it in a transaction.
    """
    now = context.clock.now()
    since = IN_ALL.since(now)
    count = askings.count(sign(context.key, f"limit:{IN_ALL.name}", ""), since)
    if count <= IN_ALL.most:
        return None
    if count == IN_ALL.most + 1:
        events.append(
            at=now, kind=EventKind.CONFIRMATIONS_HELD, actor="system", data={"count": IN_ALL.most}
        )
    # Not all in the first second of the next hour.
    return since + IN_ALL.window + timedelta(seconds=count % 600)
