"""Put a new version of the plan in force."""

from __future__ import annotations

from noroshi import planfile
from noroshi.actions.context import Actor, Context
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.domain.plan.model import Plan
from noroshi.storage import events, plans
from noroshi.storage.plans import StoredPlan
from noroshi.storage.unit_of_work import unit_of_work


def apply_plan(context: Context, actor: Actor, plan: Plan, *, digest: str) -> StoredPlan:
    """Keep ``plan`` as the newest version. The version in force with the same digest stays.

    Incidents that are open go on under the newest plan: a corrected phone number or template
    helps at once.
    """
    actor.must_be_allowed(Deed.MANAGE_PLAN)
    now = context.clock.now()
    with unit_of_work():
        newest = plans.newest()
        if newest and newest.digest == digest:
            return newest
        stored = plans.add(planfile.dump(plan), digest=digest, at=now, by=actor.person)
        events.append(
            at=now,
            kind=EventKind.PLAN_APPLIED,
            actor=actor.person,
            data={"version": stored.number, "digest": digest},
        )
        return stored
