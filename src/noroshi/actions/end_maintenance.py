"""Planned work is over."""

from __future__ import annotations

import math
from dataclasses import replace

from noroshi.actions.context import SYSTEM, Actor, Context
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


def end_maintenance(context: Context, actor: Actor, number: int) -> Maintenance:
    """The services are in operation again, and those who follow it are told.

    Raises:
        Conflict: the work is not under way, or it is the clock that asks, and a person has given
            the work more time a moment ago.
    """
    actor.must_be_allowed(Deed.DECLARE)
    now = context.clock.now()
    with unit_of_work():
        before = maintenances.get(number, lock=True)
        is_extended = actor == SYSTEM and not before.overruns(now)
        if is_extended or not may_become(before, WorkState.COMPLETED):
            raise Conflict("The work is not under way.", way_out="Read it again.")
        after = maintenances.save(replace(before, state=WorkState.COMPLETED, ended_at=now))
        show_components(current_plan(), incidents.get(number), at=now)
        late = math.ceil(after.lateness(now).total_seconds())
        events.append(
            at=now,
            kind=EventKind.MAINTENANCE_COMPLETED,
            actor=actor.person,
            incident=number,
            data={"late_seconds": late or None},
        )
        if not publish_those(context, after, Purpose.END):
            want_pages(context, f"Maintenance {number} completed")
        return after
