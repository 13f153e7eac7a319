"""Write planned work down, with every notice that its course will need."""

from __future__ import annotations

from collections.abc import Collection

from noroshi.actions.context import Actor, Context
from noroshi.actions.declare_incident import check_scope, check_title, is_shown
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.write_notices import write_notice, write_notices
from noroshi.domain.events import EventKind
from noroshi.domain.language import Localised
from noroshi.domain.maintenance import (
    Maintenance,
    Purpose,
    Wish,
    WorkState,
    check_reminders,
    check_window,
)
from noroshi.domain.permissions import Deed
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Invalid
from noroshi.storage import events, incidents, maintenances
from noroshi.storage.unit_of_work import unit_of_work

MAX_DETAILS = 2_000
_MAX_KEY = 100


def plan_maintenance(context: Context, actor: Actor, wish: Wish) -> Maintenance:
    """Keep the work and draft its notices. Nothing is public by it.

    Raises:
        Invalid: a component, a time or a text makes no sense.
    """
    actor.must_be_allowed(Deed.DECLARE)
    plan, now = current_plan(), context.clock.now()
    check_wish(plan, wish)
    check_window(wish.window, now=now)
    if not wish.request_key or len(wish.request_key) > _MAX_KEY:
        raise Invalid("The form has lost its key.", way_out="Open it anew.", field="request_key")
    with unit_of_work():
        number = incidents.next_number()
        earlier = maintenances.made_by_request(wish.request_key)
        if earlier:
            return earlier
        work = _new(wish, number, actor)
        severity = min(known.level for known in plan.severities)
        maintenances.add(
            work, severity=severity, plan_version=plan.version, request_key=wish.request_key
        )
        write_notice(context, actor, work, Purpose.ANNOUNCE, until=work.window.starts_at)
        write_notices(context, actor, work)
        events.append(
            at=now,
            kind=EventKind.MAINTENANCE_PLANNED,
            actor=actor.person,
            incident=number,
            data={"number": number, "title": dict(work.title), "due_at": work.window.starts_at},
        )
        return work


def _new(wish: Wish, number: int, actor: Actor) -> Maintenance:
    return Maintenance(
        number=number,
        state=WorkState.PLANNED,
        title=wish.title,
        details=wish.details,
        scope=wish.scope,
        window=wish.window,
        remind_before=check_reminders(wish.remind_before),
        auto_start=wish.auto_start,
        auto_end=wish.auto_end,
        planned_by=actor.person,
    )


def check_wish(plan: Plan, wish: Wish) -> None:
    """Title and details in every language, and a scope that the plan knows.

    Planned work leaves the time to write in every language, so nothing may be missing.

    Raises:
        Invalid, NotFound: with what is wrong.
    """
    check_title(plan, wish.title)
    check_scope(plan, wish.scope)
    check_reminders(wish.remind_before)
    _every_language(plan.company.languages, wish.title, field="title")
    _every_language(plan.company.languages, wish.details, field="details")
    for text in wish.details.values():
        if len(text) > MAX_DETAILS:
            raise Invalid(
                "The text must have at most {most} characters.", field="details", most=MAX_DETAILS
            )
        if not all(is_shown(char) or char == "\n" for char in text):
            raise Invalid("The text has a character that cannot be stored.", field="details")


def _every_language(languages: Collection[str], text: Localised, *, field: str) -> None:
    missing = [language for language in languages if not text.get(language, "").strip()]
    if missing:
        raise Invalid(
            "Write it in every language of the plan; missing: {languages}.",
            field=field,
            languages=", ".join(missing),
        )
