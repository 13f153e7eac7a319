"""Give planned work up before it begins."""

from __future__ import annotations

from dataclasses import replace

from noroshi.actions.context import Actor, Context
from noroshi.actions.reason import typed_reason
from noroshi.actions.want_pages import want_pages
from noroshi.actions.write_notices import withdraw_notices, write_notice
from noroshi.domain.events import EventKind
from noroshi.domain.maintenance import Maintenance, Purpose, WorkState, may_become
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, maintenances
from noroshi.storage.unit_of_work import unit_of_work

MAX_REASON = 1_000


def cancel_maintenance(context: Context, actor: Actor, number: int, *, reason: str) -> Maintenance:
    """The work does not take place. Those who were told of it get a notice, once it is approved.

    The page shows it as cancelled at once. ``reason`` is for colleagues.

    Raises:
        Conflict: the work has begun or is over.
        Invalid: no reason was given.
    """
    why = typed_reason(reason, missing="Say why, for your colleagues.", most=MAX_REASON)
    now = context.clock.now()
    with unit_of_work():
        before = maintenances.get(number, lock=True)
        actor.must_be_allowed(Deed.PUBLISH if before.is_public else Deed.DECLARE)
        if not may_become(before, WorkState.CANCELLED):
            raise Conflict("The work has begun or is over.", way_out="End it instead.")
        withdraw_notices(context, actor, number)
        after = maintenances.save(replace(before, state=WorkState.CANCELLED, ended_at=now))
        if after.is_public:
            write_notice(context, actor, after, Purpose.CANCEL, at=now, until=after.window.ends_at)
        events.append(
            at=now,
            kind=EventKind.MAINTENANCE_CANCELLED,
            actor=actor.person,
            incident=number,
            data={"reason": why},
        )
        if after.is_public:
            want_pages(context, f"Maintenance {number} cancelled")
        return after
