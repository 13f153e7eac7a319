"""Look at every open promise: remind, call the next person, say when one lapses (promise 5)."""

from __future__ import annotations

from datetime import datetime

from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.notify_colleagues import notify
from noroshi.actions.queries.plan import plan_or_none
from noroshi.domain.cadence import Promise, Reminder, ReminderKind, reminders_due
from noroshi.domain.events import EventKind
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Person, Plan
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, promises
from noroshi.storage.unit_of_work import unit_of_work


def watch_promises(context: Context) -> int:
    """Do every step that is due now, each exactly once whatever the clock does.

    Safe to call at any time, from several workers at once. Returns the steps done.
    """
    plan = plan_or_none()
    if plan is None:
        return 0
    now = context.clock.now()
    return sum(_watch(plan, promise, now) for promise in promises.open_ones())


def _watch(plan: Plan, promise: Promise, now: datetime) -> int:
    done = promises.steps_done(promise.id)
    due = reminders_due(promise, plan.promises, now, done)
    return sum(_step(plan, promise, reminder, now) for reminder in due)


def _step(plan: Plan, promise: Promise, reminder: Reminder, now: datetime) -> bool:
    called = _called(plan, reminder)
    try:
        with unit_of_work():
            if not promises.still_open(promise.id):
                return False  # kept a moment ago
            promises.note_step(
                promise.id, step=reminder.step, person=called.key if called else "", at=now
            )
            events.append(
                at=now,
                kind=_kind(reminder),
                actor=SYSTEM.person,
                incident=promise.incident_number,
                data={
                    "channel": promise.channel,
                    "due_at": promise.due_at,
                    "step": reminder.step,
                    "person": called.name if called else "",
                    "role": reminder.role,
                },
            )
            if called and not reminder.overtaken:
                notify(
                    called,
                    f"promise_{reminder.kind}",
                    incident_number=promise.incident_number,
                    about=promise.id,
                )
    except Conflict:
        return False  # another worker has done this step a moment ago
    return True


def _kind(reminder: Reminder) -> EventKind:
    late = reminder.kind is ReminderKind.ESCALATE
    return EventKind.PROMISE_ESCALATED if late else EventKind.PROMISE_REMINDED


def _called(plan: Plan, reminder: Reminder) -> Person | None:
    people = select.people_in(plan, reminder.role)
    return people[0] if people else None
