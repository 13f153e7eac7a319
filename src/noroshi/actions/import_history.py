"""Take over what another status page says of the past: nobody is written to, nothing is promised.

The rows are those of an incident that a person enters afterwards (``enter_past_incident``), written
by the thousand: ``entered_at`` marks the incident, ``display_at`` each of its updates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.disk_room import require_room
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.want_pages import want_pages
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.incident import (
    ComponentStatus,
    Impact,
    Incident,
    IncidentState,
    Scope,
    Subject,
)
from noroshi.domain.message import RenditionKey
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.domain.plan.readers import public_audience
from noroshi.intake.histories.foreign import ForeignIncident, ForeignPage
from noroshi.kernel.errors import Invalid
from noroshi.storage import events, imports, incidents
from noroshi.storage.imports import OldIncident, OldUpdate
from noroshi.storage.unit_of_work import unique_or, unit_of_work

_CLASS = {Impact.NONE: 1, Impact.MINOR: 2, Impact.MAJOR: 4, Impact.CRITICAL: 5}


@dataclass(frozen=True, kw_only=True)
class Import:
    """A page, and how it fits the plan. ``components`` maps its names to keys of the plan."""

    page: ForeignPage
    language: str = ""  # of the texts; else the company's first
    components: Mapping[str, str] = field(default_factory=dict)
    trial: bool = False  # only look


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What was taken over, or would be."""

    incidents: int
    maintenances: int
    updates: int
    known: int  # taken over before
    matched: Mapping[str, str]  # names of the other page -> keys of the plan
    missing: tuple[str, ...]  # names that the plan does not have
    outage_hours: float  # time in outage or degradation that the uptime bars get to know
    trial: bool


def import_history(context: Context, actor: Actor, wanted: Import) -> Imported:
    """Keep every incident that is over under its own times; once, however often it is imported.

    All of it in one transaction: after a failure nothing is there, and nothing is lost.

    Raises:
        Invalid: a name is mapped to a component that the plan does not have, or the texts are in
            a language that the company does not write.
        NoRoom: the disk is nearly full; so said on trial already.
    """
    actor.must_be_allowed(Deed.MANAGE_PLAN)
    require_room(context)
    plan = current_plan()
    language = _language(plan, wanted.language)
    matched = _matched(plan, wanted)
    page = wanted.page
    with unit_of_work():
        first = incidents.next_number()  # holds others back until the end
        known = imports.known_ids(page.source, [one.id for one in page.incidents])
        fresh = [one for one in page.incidents if one.id not in known]
        if not wanted.trial:
            old = [
                _old(context, plan, one, number=first + at, matched=matched, language=language)
                for at, one in enumerate(fresh)
            ]
            _keep(context, actor, plan, page, old=old, matched=matched, language=language)
    return _outcome(wanted, fresh, known=len(known), matched=matched)


def _keep(
    context: Context,
    actor: Actor,
    plan: Plan,
    page: ForeignPage,
    *,
    old: list[OldIncident],
    matched: Mapping[str, str],
    language: str,
) -> None:
    now = context.clock.now()
    since = {
        matched[component.name]: component.since
        for component in page.components
        if component.since and component.name in matched
    }
    imports.note_watched(since, source=page.source)
    if not old:
        return
    key = RenditionKey(
        audience=public_audience(plan), channel=Channel.STATUS_PAGE, language=language
    )
    with unique_or(
        "An incident is in this history twice.",
        way_out="Nothing was imported. Look for an id that two incidents share.",
    ):
        imports.add_all(old, source=page.source, key=key, zone=plan.company.time_zone, at=now)
    events.append(
        at=now,
        kind=EventKind.HISTORY_IMPORTED,
        actor=actor.person,
        data={"source": page.source, "incidents": len(old)},
    )
    want_pages(context, f"{len(old)} incidents imported")


def _old(
    context: Context,
    plan: Plan,
    found: ForeignIncident,
    *,
    number: int,
    matched: Mapping[str, str],
    language: str,
) -> OldIncident:
    severity = _severity(plan, found.impact)
    scenario = plan.scenarios[0]
    incident = Incident(
        number=number,
        state=IncidentState.RESOLVED,
        stage=found.updates[-1].stage,
        title={language: found.title},
        severity=severity,
        scenario="maintenance" if found.is_maintenance else scenario.key,
        path="" if found.is_maintenance else select.path(scenario, severity).key,
        scope=Scope(
            components=tuple(dict.fromkeys(matched[n] for n in found.components if n in matched)),
            status=ComponentStatus.UNDER_MAINTENANCE if found.is_maintenance else found.status,
        ),
        started_at=found.started_at,
        declared_at=found.updates[0].at,
        resolved_at=found.ended_at,
        declared_by=imports.BY,
        plan_version=plan.version,
        subject=Subject.MAINTENANCE if found.is_maintenance else Subject.INCIDENT,
        entered_at=context.clock.now(),
    )
    return OldIncident(
        incident=incident,
        updates=[
            OldUpdate(stage=update.stage, at=update.at, subject=found.title, body=update.body)
            for update in found.updates
        ],
        external_id=found.id,
        url=found.url,
        window=found.window,
    )


def _language(plan: Plan, wished: str) -> str:
    language = wished or plan.company.default_language
    if language not in plan.company.languages:
        raise Invalid(
            "The company does not write in {language}.",
            way_out="Add the language to the plan, or say another one.",
            field="language",
            language=language,
        )
    return language


def _matched(plan: Plan, wanted: Import) -> dict[str, str]:
    """Names of the other page by hand, else by key or by any of the plan's own names."""
    own = {name.casefold(): c.key for c in plan.components for name in c.name.values()}
    own |= {component.key.casefold(): component.key for component in plan.components}
    for key in wanted.components.values():
        select.component(plan, key)
    return {
        component.name: wanted.components.get(component.name) or own[component.name.casefold()]
        for component in wanted.page.components
        if component.name in wanted.components or component.name.casefold() in own
    }


def _severity(plan: Plan, impact: Impact) -> int:
    return min((c.level for c in plan.severities), key=lambda level: abs(level - _CLASS[impact]))


def _outcome(
    wanted: Import, fresh: list[ForeignIncident], *, known: int, matched: Mapping[str, str]
) -> Imported:
    counted = [one for one in fresh if not one.is_maintenance and one.status != "operational"]
    lost = sum(
        (one.ended_at - one.started_at).total_seconds()
        for one in counted
        if any(name in matched for name in one.components)
    )
    return Imported(
        incidents=sum(not one.is_maintenance for one in fresh),
        maintenances=sum(one.is_maintenance for one in fresh),
        updates=sum(len(one.updates) for one in fresh),
        known=known,
        matched=matched,
        missing=tuple(c.name for c in wanted.page.components if c.name not in matched),
        outage_hours=lost / 3600,
        trial=wanted.trial,
    )
