"""Ask for the status pages to be built and published anew."""

from __future__ import annotations

from datetime import timedelta

from noroshi.actions.context import Context
from noroshi.domain.incident import IncidentState
from noroshi.domain.maintenance import UNDER_WAY
from noroshi.domain.message import Message
from noroshi.jobs.payloads import PublishPages
from noroshi.jobs.queue import defer
from noroshi.storage import incidents, maintenances, pages, plans
from noroshi.storage.pages import PublicationRecord
from noroshi.storage.unit_of_work import unit_of_work

FRESH_FOR = timedelta(minutes=1)
QUIET_FOR = timedelta(hours=1)
"""So old may a page say it is when nothing happens: it must be possible to tell quiet from dead."""
PLANNED = "A plan put in force"
CLOCK = "clock"
"""The reason of a version in which nothing but the time is new; the log leaves it out."""


def want_pages(context: Context, reason: str, message: Message | None = None) -> PublicationRecord:
    """Record a wanted version, and the job that makes it, in the current transaction.

    Recipients of ``message`` are written to once its version has been read back.
    """
    wanted = pages.want(reason, at=context.clock.now(), message_id=message.id if message else None)
    defer(PublishPages(version=wanted.version))
    return wanted


def keep_pages_fresh(context: Context) -> bool:
    """Publish what nobody asks for: a plan put in force, the age of a page, a promise that lapses.

    For time alone at most once a minute while an incident is public or planned work is under way,
    else hourly.
    """
    planned = plans.newest_applied_at()
    if planned is None:
        return False
    live = [i for i in incidents.listing([IncidentState.OPEN]) if i.stage is not None]
    at_work = maintenances.listing(UNDER_WAY)
    every = FRESH_FOR if live or at_work else QUIET_FOR
    newest = pages.newest()
    behind = newest is None or newest.wanted_at < planned
    if newest and not behind and context.clock.now() - newest.wanted_at < every:
        return False
    with unit_of_work():
        want_pages(context, PLANNED if behind else CLOCK)
    return True
