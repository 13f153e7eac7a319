"""Write an incident down that is over, with its updates and times. Nobody is written to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from noroshi.actions.context import Actor, Context
from noroshi.actions.declare_incident import check_scope, check_title
from noroshi.actions.edit_rendition import MAX_BODY, MAX_SUBJECT
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.texts import keep
from noroshi.domain.channel import Channel
from noroshi.domain.compose.plan_message import Draft
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, IncidentState, Scope, Stage
from noroshi.domain.language import Localised
from noroshi.domain.message import Message, MessageKind, MessageState, RenditionKey
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Outlet, Plan
from noroshi.domain.plan.readers import public_audience
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import events, incidents, messages
from noroshi.storage.unit_of_work import unit_of_work

OLDEST = timedelta(days=5 * 366)
_STAGES = (Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MONITORING, Stage.RESOLVED)


@dataclass(frozen=True, kw_only=True)
class PastUpdate:
    """What was so at a time, in each language of the plan."""

    stage: Stage
    at: datetime
    subject: Localised
    body: Localised


@dataclass(frozen=True, kw_only=True)
class PastIncident:
    """An incident that is over. Its last update says that it is resolved."""

    title: Localised
    severity: int
    scope: Scope
    started_at: datetime
    resolved_at: datetime
    updates: tuple[PastUpdate, ...]
    request_key: str


def enter_past_incident(context: Context, actor: Actor, past: PastIncident) -> Incident:
    """Keep the incident with its updates as drafts for approval; see publish_past_incident.

    Raises:
        Invalid: a time, a text or the scope makes no sense.
    """
    actor.must_be_allowed(Deed.PUBLISH)
    plan, now = current_plan(), context.clock.now()
    _check(plan, past, now=now)
    with unit_of_work():
        number = incidents.next_number()
        earlier = incidents.made_by_request(past.request_key)
        if earlier:
            return earlier
        incident = incidents.add(
            _incident(plan, past, number, actor, now=now), request_key=past.request_key
        )
        for place, update in enumerate(past.updates, start=1):
            _keep(plan, incident, update, actor, number=place, now=now)
        events.append(
            at=now,
            kind=EventKind.PAST_INCIDENT_ENTERED,
            actor=actor.person,
            incident=number,
            data={"updates": len(past.updates), "started_at": past.started_at},
        )
        return incident


def _incident(
    plan: Plan, past: PastIncident, number: int, actor: Actor, *, now: datetime
) -> Incident:
    scenario = plan.scenarios[0]
    return Incident(
        number=number,
        state=IncidentState.ENTERED,
        stage=None,
        title=past.title,
        severity=past.severity,
        scenario=scenario.key,
        path=select.path(scenario, past.severity).key,
        scope=past.scope,
        started_at=past.started_at,
        declared_at=past.started_at,
        resolved_at=past.resolved_at,
        declared_by=actor.person,
        plan_version=plan.version,
        entered_at=now,
    )


def _keep(
    plan: Plan, incident: Incident, update: PastUpdate, actor: Actor, *, number: int, now: datetime
) -> None:
    message = messages.add(
        Message(
            id=0,
            incident_number=incident.number,
            number=number,
            kind=MessageKind.UPDATE,
            stage=update.stage,
            state=MessageState.DRAFT,
            next_update_at=None,
            drafted_by=actor.person,
            drafted_at=now,
            in_parallel=True,
            display_at=update.at,
        )
    )
    keep(_texts(plan, update), message, actor)


def _texts(plan: Plan, update: PastUpdate) -> Iterable[Draft]:
    audience = _page_outlet(plan).audience
    for language in plan.company.languages:
        key = RenditionKey(audience=audience, channel=Channel.STATUS_PAGE, language=language)
        yield Draft(
            key=key, subject=update.subject[language], body=update.body[language], blanks=()
        )


def _page_outlet(plan: Plan) -> Outlet:
    every = (o for s in plan.scenarios for path in s.paths for o in path.outlets)
    public = Outlet(audience=public_audience(plan), channel=Channel.STATUS_PAGE)
    found = next((outlet for outlet in every if outlet == public), None)
    if found is None:
        raise Conflict("No action path of the plan has the status page.")
    return found


def _check(plan: Plan, past: PastIncident, *, now: datetime) -> None:
    check_title(plan, past.title)
    check_scope(plan, past.scope)
    select.severity(plan, past.severity)
    if not now - OLDEST <= past.started_at < past.resolved_at <= now:
        raise Invalid(
            "It must have begun, ended after that, and be over by now.", field="resolved_at"
        )
    if not past.request_key or len(past.request_key) > 100:
        raise Invalid("The form has lost its key.", way_out="Open it anew.", field="request_key")
    _check_updates(plan, past)


def _check_updates(plan: Plan, past: PastIncident) -> None:
    updates = past.updates
    if not updates or updates[-1].stage is not Stage.RESOLVED:
        raise Invalid("The last update must say that it is resolved.", field="updates")
    if any(update.stage not in _STAGES for update in updates):
        raise Invalid("An update has no such stage.", field="updates")
    times = [past.started_at, *(update.at for update in updates)]
    if times != sorted(times) or updates[-1].at > past.resolved_at:
        raise Invalid(
            "The updates must be in order of time, between begin and end.", field="updates"
        )
    for update in updates:
        _check_texts(plan.company.languages, update)


def _check_texts(languages: Sequence[str], update: PastUpdate) -> None:
    for language in languages:
        subject, body = update.subject.get(language, ""), update.body.get(language, "")
        if not subject.strip() or not body.strip():
            raise Invalid(
                "Write every update in every language of the plan; missing: {languages}.",
                field="updates",
                languages=language,
            )
        if len(subject) > MAX_SUBJECT or not subject.isprintable() or len(body) > MAX_BODY:
            raise Invalid("A text of an update is too long or cannot be stored.", field="updates")
