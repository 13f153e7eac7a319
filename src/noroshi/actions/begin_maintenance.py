"""Planned work begins, is verified, or goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from noroshi.actions.context import Actor, Context
from noroshi.actions.publish_notices import publish_those
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.show_components import show_components
from noroshi.actions.want_pages import want_pages
from noroshi.domain.events import EventKind
from noroshi.domain.maintenance import Maintenance, Purpose, WorkState, may_become
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, incidents, maintenances
from noroshi.storage.unit_of_work import unit_of_work

EARLY = timedelta(minutes=1)
"""How long before the time that customers were told a person may begin."""


def begin_maintenance(context: Context, actor: Actor, number: int) -> Maintenance:
    """The services are under maintenance from now on, and those who follow it are told.

    Raises:
        Conflict: nobody was told of it, its time has not come, or its window is over.
    """
    actor.must_be_allowed(Deed.DECLARE)
    now = context.clock.now()
    with unit_of_work():
        before = maintenances.get(number, lock=True)
        _must_be_its_time(before, context)
        after = maintenances.save(replace(before, state=WorkState.IN_PROGRESS, started_at=now))
        show_components(current_plan(), incidents.get(number), at=now)
        events.append(
            at=now, kind=EventKind.MAINTENANCE_STARTED, actor=actor.person, incident=number
        )
        if not publish_those(context, after, Purpose.START):
            want_pages(context, f"Maintenance {number} begun")
        return after


def _must_be_its_time(work: Maintenance, context: Context) -> None:
    now = context.clock.now()
    if work.state is WorkState.PLANNED:
        raise Conflict("Nobody was told of this work yet.", way_out="Announce it first.")
    if not may_become(work, WorkState.IN_PROGRESS):
        raise Conflict("The work has begun or is over.", way_out="Read it again.")
    if now >= work.window.ends_at:
        raise Conflict(
            "The window is over, and the work was not begun in it.",
            way_out="Give it another window, or cancel it.",
        )
    if now < work.window.starts_at - EARLY:
        raise Conflict(
            "Customers were told that it begins later.", way_out="Change its window first."
        )


def verify_maintenance(context: Context, actor: Actor, number: int) -> Maintenance:
    """The work is done; whether all works is looked at. The services stay under maintenance.

    Raises:
        Conflict: the work is not in progress.
    """
    kind = EventKind.MAINTENANCE_VERIFYING
    return _move(context, actor, number, state=WorkState.VERIFYING, kind=kind)


def resume_maintenance(context: Context, actor: Actor, number: int) -> Maintenance:
    """The look showed that there is more to do.

    Raises:
        Conflict: the work is not being verified.
    """
    kind = EventKind.MAINTENANCE_RESUMED
    return _move(context, actor, number, state=WorkState.IN_PROGRESS, kind=kind)


def _move(
    context: Context, actor: Actor, number: int, *, state: WorkState, kind: EventKind
) -> Maintenance:
    actor.must_be_allowed(Deed.DECLARE)
    with unit_of_work():
        before = maintenances.get(number, lock=True)
        if not before.is_under_way or not may_become(before, state):
            raise Conflict("The work is not in that state any more.", way_out="Read it again.")
        after = maintenances.save(replace(before, state=state))
        events.append(at=context.clock.now(), kind=kind, actor=actor.person, incident=number)
        want_pages(context, f"Maintenance {number}: {state}")
        return after
