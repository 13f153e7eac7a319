"""Publish what was set to go out by now; warn in time of what cannot."""

from __future__ import annotations

from datetime import datetime, timedelta

from noroshi.actions.call_about import call_about
from noroshi.actions.call_off_schedule import call_off_schedule
from noroshi.actions.context import SYSTEM, Actor, Context
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.approvals import active_people
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.queries.readiness import not_approved, what_holds
from noroshi.domain.language import Localised
from noroshi.domain.maintenance import Purpose
from noroshi.domain.message import Message, MessageKind
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan, Role
from noroshi.kernel.errors import Conflict, Invalid, NotAllowed
from noroshi.storage import maintenances, messages

WARN_BEFORE = timedelta(minutes=30)
"""How long before its time somebody hears that a text cannot go out yet."""

TOO_LATE = timedelta(hours=1)
"""A text that nothing could publish for so long (no worker ran) waits for a person instead."""

_TOO_LATE: Localised = {
    "en": "Nothing ran here at that time, and more than an hour has passed.",
    "ja": "予定の時刻に処理が動いておらず、1時間以上が経過しました。",
}
_LEFT: Localised = {
    "en": "Whoever set the time may not publish any more.",
    "ja": "日時を設定した担当者に、公開の権限がなくなりました。",
}
_WATCHED = frozenset({Purpose.ANNOUNCE, Purpose.REMIND, Purpose.START, Purpose.END})


def publish_scheduled(context: Context) -> int:
    """Do what is due for every message with a set time, each step once.

    All checks run again at that moment: digests, approvals, guardrails, and whether the person
    who set the time may still publish. Notices of planned work are warned about here too; they
    go out by publish_notices, which knows whether they are still true.
    """
    plan = plan_or_none()
    if plan is None:
        return 0
    soon = messages.for_the_clock(context.clock.now() + WARN_BEFORE)
    return sum(_look(context, plan, message) for message in soon)


def _look(context: Context, plan: Plan, message: Message) -> int:
    at, now = message.publish_at, context.clock.now()
    assert at is not None  # noqa: S101 - only those with a time come here
    if message.kind is not MessageKind.NOTICE and now >= at:
        return _go(context, plan, message, late=now - at)
    # Guardrails are left for the moment itself: they cost more than a look every second may.
    soon = now >= at - WARN_BEFORE and _matters(message)
    if soon and not_approved(plan, message) is not None:
        return _warn(context, plan, message, at)
    return 0


def _matters(message: Message) -> bool:
    notice = maintenances.notice_of(message.id)
    return notice is None or notice.purpose in _WATCHED


def _warn(context: Context, plan: Plan, message: Message, at: datetime) -> int:
    step = f"not-ready-{message.id}-{at.timestamp():.0f}"
    if step in maintenances.steps_done(message.incident_number):
        return 0
    return _call(context, plan, message, "not_ready", step=step)


def _go(context: Context, plan: Plan, message: Message, *, late: timedelta) -> int:
    reason = _TOO_LATE if late > TOO_LATE else what_holds(plan, message)
    actor = _actor(plan, message)
    if reason is None and actor is None:
        reason = _LEFT
    if reason is None and actor is not None:
        try:
            publish_update(context, actor, message.id)
        except (Conflict, Invalid, NotAllowed) as refusal:
            reason = dict.fromkeys(("en", "ja"), str(refusal))
    return _give_up(context, plan, message, reason) if reason else 1


def _actor(plan: Plan, message: Message) -> Actor | None:
    """The person who set the time, with the roles of today; None once their sign-in is off."""
    if message.scheduled_by == SYSTEM.person:
        return SYSTEM
    if message.scheduled_by not in active_people():
        return None
    actor = Actor(person=message.scheduled_by, roles=select.roles_of(plan, message.scheduled_by))
    try:
        actor.must_be_allowed(Deed.PUBLISH)
    except NotAllowed:
        return None
    return actor


def _give_up(context: Context, plan: Plan, message: Message, reason: Localised) -> int:
    try:
        call_off_schedule(context, SYSTEM, message.id, reason=reason)
    except Conflict:
        return 0  # it is out, or a person called it off a moment ago
    at = message.publish_at
    step = f"not-published-{message.id}-{at.timestamp() if at else 0:.0f}"
    return _call(context, plan, message, "not_published", step=step)


def _call(context: Context, plan: Plan, message: Message, about: str, *, step: str) -> int:
    return call_about(
        context,
        plan,
        message.incident_number,
        about,
        step=step,
        roles=(Role.COMMUNICATIONS_MANAGER,),
        also=message.scheduled_by or message.drafted_by,
        message=message.id,
    )
