"""Put a new version of the plan in force."""

from __future__ import annotations

from contextlib import suppress

from noroshi import planfile
from noroshi.actions.context import Actor, Context
from noroshi.actions.note_routes import note_routes
from noroshi.actions.queries.plan import plan_or_none
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.domain.plan.model import Plan
from noroshi.domain.plan.readers import own_page, public_audience
from noroshi.kernel.errors import Conflict
from noroshi.pages.planned import check_targets
from noroshi.storage import events, plans
from noroshi.storage.plans import StoredPlan
from noroshi.storage.unit_of_work import unit_of_work


def apply_plan(context: Context, actor: Actor, plan: Plan, *, digest: str) -> StoredPlan:
    """Keep ``plan`` as the newest version. The version in force with the same digest stays.

    Incidents that are open go on under the newest plan: a corrected phone number or template
    helps at once.

    Raises:
        Conflict: texts that were written for one audience alone would become public.
    """
    actor.must_be_allowed(Deed.MANAGE_PLAN)
    check_targets(plan)
    now = context.clock.now()
    with unit_of_work():
        newest = plans.newest()
        if newest and newest.digest == digest:
            return newest
        _keep_closed(plan)
        stored = plans.add(planfile.dump(plan), digest=digest, at=now, by=actor.person)
        events.append(
            at=now,
            kind=EventKind.PLAN_APPLIED,
            actor=actor.person,
            data={"version": stored.number, "digest": digest},
        )
    # Also done before each publication; here, so that what is not public any more is gone at once.
    with suppress(OSError):
        if context.page_root.is_dir():
            note_routes(context, plan)
    return stored


def _keep_closed(plan: Plan) -> None:
    """An audience that once had a page of its own never becomes that of the public pages."""
    audience, before = public_audience(plan), plan_or_none()
    if before is None or audience == public_audience(before):
        return
    versions = (planfile.parse(stored.document) for stored in plans.history())
    if any(own_page(version, audience) for version in versions):
        raise Conflict(
            "Texts written for “{audience}” alone would stand on the public pages.",
            way_out="Leave “audience: {audience}” with its page, or let the action paths tell "
            "another audience on the public page first.",
            audience=audience,
        )
