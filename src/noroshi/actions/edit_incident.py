"""Change the severity, the scope or the title while the incident lasts."""

from __future__ import annotations

from dataclasses import replace

from noroshi.actions.context import Actor, Context
from noroshi.actions.declare_incident import check_scope, check_title
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.refill import refill_draft
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, IncidentState, Scope
from noroshi.domain.language import Localised
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, incidents
from noroshi.storage.unit_of_work import unit_of_work


def edit_incident(
    context: Context,
    actor: Actor,
    number: int,
    *,
    title: Localised,
    severity: int,
    scope: Scope,
) -> Incident:
    """Write new answers; texts in draft that nobody has edited follow them.

    Raises:
        Conflict: the incident is over.
    """
    actor.must_be_allowed(Deed.DECLARE)
    plan = current_plan()
    check_title(plan, title)
    check_scope(plan, scope)
    select.severity(plan, severity)
    with unit_of_work():
        before = incidents.locked(number)
        if before.state is not IncidentState.OPEN:
            raise Conflict("Only an open incident can be changed.")
        path = select.path(select.scenario(plan, before.scenario), severity).key
        after = replace(before, title=title, severity=severity, scope=scope, path=path)
        if after != before:
            incidents.save(after)
            _note(context, actor, before, after)
            refill_draft(context, plan, after)
        return after


def _note(context: Context, actor: Actor, before: Incident, after: Incident) -> None:
    now = context.clock.now()
    if before.severity != after.severity:
        events.append(
            at=now,
            kind=EventKind.SEVERITY_CHANGED,
            actor=actor.person,
            incident=after.number,
            data={"from": before.severity, "to": after.severity},
        )
    if (before.scope, before.title) != (after.scope, after.title):
        events.append(
            at=now,
            kind=EventKind.SCOPE_CHANGED,
            actor=actor.person,
            incident=after.number,
            data={
                "scope": ", ".join((*after.scope.components, *after.scope.regions)),
                "components": after.scope.components,
                "regions": after.scope.regions,
                "status": after.scope.status,
                "title": dict(after.title),
            },
        )
