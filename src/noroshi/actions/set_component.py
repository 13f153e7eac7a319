"""Say the state of a component by hand, without an incident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noroshi.actions.change_holds import Entry, change_holds
from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.reason import typed_reason
from noroshi.domain.events import EventKind
from noroshi.domain.holds import LONGEST, Hold, Origin
from noroshi.domain.incident import ComponentStatus
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Invalid
from noroshi.storage import events, holds
from noroshi.storage.unit_of_work import unit_of_work


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A state for a component in some regions (none: all of its own), with an end or without."""

    component: str
    status: ComponentStatus
    reason: str
    regions: tuple[str, ...] = ()
    until: datetime | None = None


def set_component(context: Context, actor: Actor, wish: Wish) -> tuple[Hold, ...]:
    """Show the state on the page with the next version; operational takes it back.

    The reason is for colleagues. Customers see the state, and no words that nobody approved. What
    an incident says of the component stands beside it: the worse of the two is shown.

    Raises:
        Invalid: there is no reason, or the end is past or too far.
        NotFound: no such component or region.
    """
    actor.must_be_allowed(Deed.SET_COMPONENTS)
    reason = typed_reason(wish.reason, missing="Say why, in a few words.", most=500)
    places = regions_of(current_plan(), wish.component, wish.regions)
    now = context.clock.now()
    if wish.until is not None and not now < wish.until <= now + LONGEST:
        raise Invalid("The end must be in the next 90 days.", field="until")
    with unit_of_work():
        events.take_turn()
        earlier = [
            hold
            for hold in holds.of_source(Origin.HAND, "")
            if hold.component == wish.component and hold.region in places
        ]
        if wish.status is ComponentStatus.OPERATIONAL:
            if not earlier:
                raise Invalid(
                    "Nobody has set a state here by hand.",
                    way_out="What an incident or a check says ends with it.",
                    field="status",
                )
            _release(context, actor, earlier, reason=reason)
            return ()
        put = tuple(_hold(wish, region, actor, now=now, reason=reason) for region in places)
        entry = Entry(kind=EventKind.COMPONENT_SET, actor=actor.person, reason=reason)
        change_holds(context, entry, put=put)
        return put


def regions_of(plan: Plan, component: str, regions: tuple[str, ...]) -> tuple[str, ...]:
    """The chosen regions of a component, or all of them.

    Raises:
        NotFound: the plan does not have the component, or not in one of the regions.
    """
    own = select.component(plan, component).regions or tuple(r.key for r in plan.regions)
    for region in regions:
        select.region(plan, region)
        if region not in own:
            raise Invalid(
                "{component} is not offered in {region}.",
                field="regions",
                component=component,
                region=region,
            )
    return regions or own


def _release(context: Context, actor: Actor, ended: list[Hold], *, reason: str) -> None:
    for status in sorted({hold.status for hold in ended}):
        entry = Entry(kind=EventKind.COMPONENT_RELEASED, actor=actor.person, reason=reason)
        change_holds(context, entry, drop=[hold for hold in ended if hold.status is status])


def _hold(wish: Wish, region: str, actor: Actor, *, now: datetime, reason: str) -> Hold:
    return Hold(
        component=wish.component,
        region=region,
        origin=Origin.HAND,
        status=wish.status,
        reason=reason,
        by=actor.person,
        since=now,
        until=wish.until,
    )
