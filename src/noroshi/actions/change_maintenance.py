"""Change planned work: another window, other services, other words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from noroshi.actions.context import Actor, Context
from noroshi.actions.plan_maintenance import check_wish
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.write_notices import withdraw_notices, write_notice, write_notices
from noroshi.domain.events import EventKind
from noroshi.domain.maintenance import (
    LONGEST,
    Maintenance,
    Purpose,
    Window,
    Wish,
    WorkState,
    check_reminders,
    check_window,
)
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import events, maintenances
from noroshi.storage.unit_of_work import unit_of_work


def change_maintenance(context: Context, actor: Actor, number: int, wish: Wish) -> Maintenance:
    """Write new answers. Every notice that has not gone out is drafted anew, unapproved.

    When customers were told already, a notice of the change is drafted too; it goes out as soon
    as it is approved, and the page shows the old window until then.

    Raises:
        Conflict: the work has begun or is over.
        Invalid: an answer makes no sense.
    """
    plan, now = current_plan(), context.clock.now()
    check_wish(plan, wish)
    with unit_of_work():
        before = maintenances.get(number, lock=True)
        actor.must_be_allowed(Deed.PUBLISH if before.is_public else Deed.DECLARE)
        if before.state not in {WorkState.PLANNED, WorkState.SCHEDULED}:
            raise Conflict(
                "The work has begun or is over.", way_out="Extend it, or plan other work."
            )
        check_window(wish.window, now=now)
        after = replace(
            before,
            title=wish.title,
            details=wish.details,
            scope=wish.scope,
            window=wish.window,
            remind_before=check_reminders(wish.remind_before),
            auto_start=wish.auto_start,
            auto_end=wish.auto_end,
        )
        if after == before:
            return before
        return _write(context, actor, before, replace(after, revision=before.revision + 1))


def extend_maintenance(
    context: Context, actor: Actor, number: int, ends_at: datetime
) -> Maintenance:
    """Give work that is under way another end, and draft the notice that says so.

    Raises:
        Conflict: the work is not under way.
        Invalid: the end has passed already, or lies too far ahead.
    """
    actor.must_be_allowed(Deed.PUBLISH)
    now = context.clock.now()
    with unit_of_work():
        before = maintenances.get(number, lock=True)
        if not before.is_under_way:
            raise Conflict("Only work that is under way is extended.", way_out="Change its window.")
        if ends_at <= now or ends_at == before.window.ends_at:
            raise Invalid("The new end must lie ahead.", field="ends_at")
        if ends_at > before.window.starts_at + LONGEST:
            raise Invalid(
                "A window of more than {most} days is no maintenance any more.",
                field="ends_at",
                most=LONGEST.days,
            )
        window = replace(before.window, ends_at=ends_at)
        return _write(
            context, actor, before, replace(before, window=window, revision=before.revision + 1)
        )


def _write(context: Context, actor: Actor, before: Maintenance, after: Maintenance) -> Maintenance:
    maintenances.save(after)
    withdraw_notices(context, actor, after.number)
    if not after.is_public:
        write_notice(context, actor, after, Purpose.ANNOUNCE, until=after.window.starts_at)
    elif _told(before) != _told(after):
        purpose = Purpose.EXTEND if after.is_under_way else Purpose.CHANGE
        write_notice(
            context,
            actor,
            after,
            purpose,
            at=context.clock.now(),
            until=_until(after.window, after),
        )
    write_notices(context, actor, after)
    events.append(
        at=context.clock.now(),
        kind=EventKind.MAINTENANCE_CHANGED,
        actor=actor.person,
        incident=after.number,
        data={
            "due_at": after.window.starts_at,
            "ends_at": after.window.ends_at,
            "revision": after.revision,
        },
    )
    return after


def _told(work: Maintenance) -> tuple[object, ...]:
    return (work.window, work.title, work.details, work.scope)


def _until(window: Window, work: Maintenance) -> datetime:
    return window.ends_at if work.is_under_way else window.starts_at
