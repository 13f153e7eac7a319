"""A person confirms what a signal proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from noroshi.actions.answer_fact import Answer, put_answer
from noroshi.actions.context import Actor, Context
from noroshi.actions.declare_incident import check_scope, check_title
from noroshi.actions.open_incident import open_incident
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.start_time import check_start
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, IncidentState, Scope
from noroshi.domain.language import Localised
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, incidents
from noroshi.storage.unit_of_work import unit_of_work


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """What the confirming person makes of the proposal."""

    title: Localised
    severity: int
    scope: Scope
    started_at: datetime | None = None  # None: when the first alert began
    answers: Mapping[str, Answer] = field(default_factory=dict)


def confirm_incident(
    context: Context, actor: Actor, number: int, confirmation: Confirmation
) -> Incident:
    """Open a proposed incident. Nothing is published by it.

    Raises:
        Conflict: somebody has confirmed or dismissed it already.
    """
    actor.must_be_allowed(Deed.CONFIRM)
    plan = current_plan()
    now = context.clock.now()
    check_title(plan, confirmation.title)
    check_scope(plan, confirmation.scope)
    select.severity(plan, confirmation.severity)
    if confirmation.started_at:
        check_start(confirmation.started_at, now=now)
    with unit_of_work():
        proposed = incidents.get(number, lock=True)
        if proposed.state is not IncidentState.PROPOSED:
            raise Conflict(
                "This incident is not a proposal any more.", way_out="Open it to see where it is."
            )
        scenario = select.scenario(plan, proposed.scenario)
        confirmed = replace(
            proposed,
            title=confirmation.title,
            severity=confirmation.severity,
            scope=confirmation.scope,
            started_at=confirmation.started_at or proposed.started_at,
            path=select.path(scenario, confirmation.severity).key,
            plan_version=plan.version,
        )
        opened = open_incident(plan, confirmed, actor, at=now)
        for answer in confirmation.answers.values():
            put_answer(plan, opened, actor, answer, at=now)
        events.append(
            at=now,
            kind=EventKind.INCIDENT_CONFIRMED,
            actor=actor.person,
            incident=number,
            data={"severity": opened.severity, "title": dict(opened.title)},
        )
        return opened
