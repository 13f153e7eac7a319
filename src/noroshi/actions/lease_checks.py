"""Whose turn it is: the checks of the plan in force, each to one worker at a time."""

from __future__ import annotations

from datetime import timedelta

from noroshi.actions.change_holds import Entry, change_holds
from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.set_component import regions_of
from noroshi.domain.checks import shape_of
from noroshi.domain.events import EventKind
from noroshi.domain.holds import Origin
from noroshi.domain.plan.model import Plan
from noroshi.domain.plan.watching import LONGEST_WAIT, Check
from noroshi.domain.uptime import DAYS
from noroshi.kernel.ids import new_token
from noroshi.storage import checks, holds
from noroshi.storage.checks import Running
from noroshi.storage.unit_of_work import unit_of_work

_GRACE = timedelta(seconds=20)
"""After the longest look, for writing down what was found."""
_SHOWN_FOR = timedelta(days=DAYS + 2)
_GONE = {"en": "the check is no longer in the plan", "ja": "監視をプランから削除"}

Turn = tuple[int, str, Check]
"""The check's row, the proof that it is ours, and what to look at."""


def lease_checks(context: Context, *, most: int) -> list[Turn]:
    """Up to ``most`` checks whose turn it is. Nobody else gets them until they are noted.

    A worker that dies holds them for less than a minute.
    """
    plan = plan_or_none()
    if plan is None or not plan.checks or most < 1:
        return []
    now = context.clock.now()
    known = {check.key: check for check in plan.checks}
    holder = new_token()
    taken = checks.lease(holder, now=now, until=now + LONGEST_WAIT + _GRACE, most=most)
    return [(row, holder, known[key]) for row, key in taken.items() if key in known]


def follow_plan(context: Context) -> int:
    """Begin, change and end checks as the plan says now; returns its version.

    Coverage is asked for from the moment a check begins until it ends: what was before was said
    by hand.
    """
    plan = plan_or_none()
    if plan is None:
        return 0
    with unit_of_work():
        checks.one_at_a_time()
        checks.forget((context.clock.now() - _SHOWN_FOR).date())
        present = {one.key: one for one in checks.running()}
        for check in plan.checks:
            _follow(context, plan, check, present.pop(check.key, None))
        for gone in present.values():
            _end(context, gone)
    return plan.version


def _follow(context: Context, plan: Plan, check: Check, known: Running | None) -> None:
    now = context.clock.now()
    regions = regions_of(plan, check.component, check.regions)
    moved = known and (known.component, known.regions) != (check.component, tuple(sorted(regions)))
    if known and moved:
        _end(context, known)
    if known is None or moved:
        checks.begin(check, regions, at=now)
    elif (known.shape, known.patience) != (shape_of(check), check.patience):
        checks.reshape(known.id, check, at=now)


def _end(context: Context, gone: Running) -> None:
    checks.end(gone.id, at=context.clock.now())
    entry = Entry(kind=EventKind.COMPONENT_RELEASED, actor=SYSTEM.person, reason=_GONE)
    change_holds(context, entry, drop=holds.of_source(Origin.CHECK, gone.key))
