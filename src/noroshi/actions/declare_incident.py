"""Declare an incident by hand, in three short answers: severity, scope, facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from noroshi.actions.answer_fact import Answer, put_answer
from noroshi.actions.context import Actor, Context
from noroshi.actions.open_incident import open_incident
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.start_time import check_start
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, IncidentState, Scope
from noroshi.domain.language import Localised
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Invalid
from noroshi.storage import events, incidents
from noroshi.storage.unit_of_work import unit_of_work

_MAX_KEY = 100
MAX_TITLE = 120


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What the declaring person says. ``request_key`` is made with the form and sent once."""

    title: Localised
    severity: int
    scope: Scope
    started_at: datetime
    scenario: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    request_key: str


def declare_incident(context: Context, actor: Actor, declaration: Declaration) -> Incident:
    """Open an incident. Nothing is published by it. The same form sent twice gives one incident.

    Raises:
        Invalid: a component, region, severity or time makes no sense.
    """
    actor.must_be_allowed(Deed.DECLARE)
    plan = current_plan()
    now = context.clock.now()
    check_title(plan, declaration.title)
    check_scope(plan, declaration.scope)
    check_start(declaration.started_at, now=now)
    _check_key(declaration.request_key)
    with unit_of_work():
        # The number first: it makes the second of two submits wait until it can see the first.
        number = incidents.next_number()
        earlier = incidents.made_by_request(declaration.request_key)
        if earlier:
            return earlier
        incident = _new(plan, declaration, number=number)
        incidents.add(incident, request_key=declaration.request_key)
        opened = open_incident(plan, incident, actor, at=now)
        for answer in declaration.answers.values():
            put_answer(plan, opened, actor, answer, at=now)
        events.append(
            at=now,
            kind=EventKind.INCIDENT_DECLARED,
            actor=actor.person,
            incident=opened.number,
            data={"severity": opened.severity, "title": dict(opened.title)},
        )
        return opened


def check_title(plan: Plan, title: Localised) -> None:
    """A title is one line, not empty, and not too long for a subject.

    Raises:
        Invalid: with what is wrong with it.
    """
    if not title.keys() <= set(plan.company.languages):
        raise Invalid("Write the title in the languages of the plan.", field="title")
    if not any(text.strip() for text in title.values()):
        raise Invalid("Say in a few words what customers notice.", field="title")
    for text in title.values():
        if len(text) > MAX_TITLE:
            raise Invalid(
                "The title is longer than {most} characters.", field="title", most=MAX_TITLE
            )
        if not all(is_shown(char) for char in text):
            raise Invalid("The title must be one line of plain text.", field="title")


def is_shown(char: str) -> bool:
    """Whether a character of a line can be seen; the wide space of Japanese counts as such."""
    return char.isprintable() or char == "\N{IDEOGRAPHIC SPACE}"


def check_scope(plan: Plan, scope: Scope) -> None:
    """Every component and region is one of the plan's, and there is at least one component.

    Raises:
        Invalid: nothing is hit.
        NotFound: a key is not in the plan.
    """
    if not scope.components:
        raise Invalid("Choose at least one component that is hit.", field="components")
    for key in scope.components:
        select.component(plan, key)
    for key in scope.regions:
        select.region(plan, key)


def _check_key(key: str) -> None:
    if not key or len(key) > _MAX_KEY or not key.isprintable():
        raise Invalid("The form has lost its key.", way_out="Open it anew.", field="request_key")


def _new(plan: Plan, declaration: Declaration, *, number: int) -> Incident:
    select.severity(plan, declaration.severity)
    scenario = select.scenario(plan, declaration.scenario)
    return Incident(
        number=number,
        state=IncidentState.PROPOSED,
        stage=None,
        title=declaration.title,
        severity=declaration.severity,
        scenario=scenario.key,
        path=select.path(scenario, declaration.severity).key,
        scope=declaration.scope,
        started_at=declaration.started_at,
        plan_version=plan.version,
        bridge_url=plan.bridge_url,
    )
