"""The clock of planned work: it begins, it ends, or somebody is called in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from noroshi.actions.begin_maintenance import begin_maintenance
from noroshi.actions.call_about import call_about
from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.end_maintenance import end_maintenance
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.want_pages import want_pages
from noroshi.domain.cadence import Promise, Reminder, reminders_due
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.maintenance import Maintenance, WorkState
from noroshi.domain.plan.model import Plan, Role
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, maintenances
from noroshi.storage.unit_of_work import unit_of_work

_WATCHED = (
    WorkState.PLANNED,
    WorkState.SCHEDULED,
    WorkState.IN_PROGRESS,
    WorkState.VERIFYING,
)
AHEAD = timedelta(hours=1)
"""How long before its start somebody hears that the work was not announced."""


def watch_maintenance(context: Context) -> int:
    """Do every step that is due now, each once. Returns the steps done."""
    plan = plan_or_none()
    if plan is None:
        return 0
    return sum(_watch(context, plan, work) for work in maintenances.listing(_WATCHED))


def _watch(context: Context, plan: Plan, work: Maintenance) -> int:
    if work.state is WorkState.PLANNED:
        return _not_announced(context, plan, work)
    if work.state is WorkState.SCHEDULED:
        return _due_to_begin(context, plan, work)
    if work.auto_end and work.overruns(context.clock.now()):
        return _moved(lambda: end_maintenance(context, SYSTEM, work.number))
    return _promised_end(context, plan, work)


def _not_announced(context: Context, plan: Plan, work: Maintenance) -> int:
    if context.clock.now() < work.window.starts_at - AHEAD:
        return 0
    return _call(context, plan, work, "not_announced")


def _due_to_begin(context: Context, plan: Plan, work: Maintenance) -> int:
    now = context.clock.now()
    if now < work.window.starts_at:
        return 0
    if now >= work.window.ends_at:
        return _call(context, plan, work, "not_begun")
    if work.auto_start:
        return _moved(lambda: begin_maintenance(context, SYSTEM, work.number))
    return _call(context, plan, work, "begin")


def _moved(move: Callable[[], object]) -> int:
    try:
        move()
    except Conflict:
        return 0  # a person or another worker was faster
    return 1


def _promised_end(context: Context, plan: Plan, work: Maintenance) -> int:
    """ "End by" is watched like every promise: somebody is reminded before, and called after."""
    now = context.clock.now()
    promise = Promise(
        incident_number=work.number,
        channel=Channel.STATUS_PAGE,
        due_at=work.window.ends_at,
        made_at=work.started_at or work.window.starts_at,
    )
    prefix = f"end-{work.window.ends_at.timestamp():.0f}-"
    done = {
        step.removeprefix(prefix)
        for step in maintenances.steps_done(work.number)
        if step.startswith(prefix)
    }
    due = reminders_due(promise, plan.promises, now, frozenset(done))
    called = sum(_remind(context, plan, work, reminder, prefix=prefix) for reminder in due)
    return called + _overrun(context, work, f"{prefix}overrun", now)


def _remind(
    context: Context, plan: Plan, work: Maintenance, reminder: Reminder, *, prefix: str
) -> int:
    about = "overrun" if reminder.at >= work.window.ends_at else "ending"
    roles = () if reminder.overtaken else (reminder.role,)
    return _call(context, plan, work, about, roles=roles, step=f"{prefix}{reminder.step}")


def _overrun(context: Context, work: Maintenance, step: str, now: datetime) -> int:
    """The page says that the work takes longer, as soon as it does."""
    if not work.overruns(now) or step in maintenances.steps_done(work.number):
        return 0
    try:
        with unit_of_work():
            maintenances.note_step(work.number, step, at=now)
            events.append(
                at=now,
                kind=EventKind.MAINTENANCE_OVERRUN,
                actor=SYSTEM.person,
                incident=work.number,
                data={"due_at": work.window.ends_at},
            )
            want_pages(context, f"Maintenance {work.number} overruns")
    except Conflict:
        return 0
    return 1


def _call(
    context: Context,
    plan: Plan,
    work: Maintenance,
    about: str,
    *,
    roles: Iterable[Role] = (Role.CUSTOMER_LIAISON,),
    step: str = "",
) -> int:
    name = step or f"{about}-{work.revision}"
    if name in maintenances.steps_done(work.number):
        return 0
    also = work.planned_by if about in {"not_announced", "begin", "not_begun"} else ""
    return call_about(context, plan, work.number, about, step=name, roles=roles, also=also)
