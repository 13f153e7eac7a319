"""Going through the steps of the incident form, and what the plan will do with the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import QueryDict

from noroshi.actions.declare_incident import check_scope, check_title
from noroshi.actions.start_time import check_start
from noroshi.domain.plan import select
from noroshi.domain.plan.model import ActionPath, Person, Plan, Role
from noroshi.kernel.errors import Invalid, Refusal
from noroshi.web.forms import incident as form
from noroshi.web.forms.incident import LAST, STEPS, Typed
from noroshi.web.reader import now


@dataclass(frozen=True, kw_only=True)
class Steps:
    """Where somebody is in the form. ``refusal`` is about a field of the step ``now``."""

    now: int
    refusal: Refusal | None = None
    is_done: bool = False

    @property
    def field(self) -> str:
        """The field at fault."""
        return self.refusal.field if self.refusal else ""


def next_step(sent: QueryDict, plan: Plan, typed: Typed) -> Steps:
    """The step to show after a button: ``change`` goes back to one, ``next`` checks and goes on."""
    back = sent.get("change", "")
    if back in {str(step) for step in STEPS}:
        return Steps(now=int(back))
    at = sent.get("step", "")
    step = int(at) if at in {str(known) for known in STEPS} else LAST
    try:
        for known in STEPS[:step]:
            check_step(plan, typed, known)
    except Refusal as refusal:
        return Steps(now=form.step_of(refusal.field) if refusal.field else step, refusal=refusal)
    return Steps(now=LAST, is_done=True) if step == LAST else Steps(now=step + 1)


def check_step(plan: Plan, typed: Typed, step: int) -> None:
    """Refuse what a step cannot be left with.

    Raises:
        Refusal: with the field at fault.
    """
    if step == 1:
        check_title(plan, form.titles(typed))
        check_start(form.started_at(typed), now=now())
    elif step == 2:
        check_scope(plan, form.scope(typed))
    else:
        level = form.severity(typed)
        if level not in {known.level for known in plan.severities}:
            raise Invalid("The plan has no such class.", field="severity")


@dataclass(frozen=True, kw_only=True)
class NextUp:
    """What follows from the answers so far, as far as they tell."""

    first_update_at: datetime | None = None
    within_minutes: int | None = None
    path: ActionPath | None = None
    called: tuple[Person, ...] = ()
    texts: int = 0
    languages: int = 0


def what_happens(plan: Plan, typed: Typed) -> NextUp:
    """Tell somebody, before they press the button, what the plan does then."""
    called = tuple(
        person
        for role in (Role.COMMUNICATIONS_MANAGER, Role.CUSTOMER_LIAISON)
        for person in select.people_in(plan, role)[:1]
    )
    try:
        known = select.severity(plan, form.severity(typed))
        path = select.path(plan.scenarios[0], known.level)
    except Refusal:
        return NextUp(called=called)
    return NextUp(
        first_update_at=_due(typed, known.first_update_within),
        within_minutes=_minutes(known.first_update_within),
        path=path,
        called=called,
        texts=len(path.outlets) * len(plan.company.languages),
        languages=len(plan.company.languages),
    )


def _minutes(within: timedelta | None) -> int | None:
    return None if within is None else int(within.total_seconds() // 60)


def _due(typed: Typed, within: timedelta | None) -> datetime | None:
    if within is None:
        return None
    try:
        return max(form.started_at(typed) + within, now())
    except Refusal:
        return None
