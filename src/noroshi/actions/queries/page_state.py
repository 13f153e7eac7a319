"""What a status page shows: published messages and component states, and nothing else.

Every sentence of an incident on the page comes from an approved rendition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import cast

from noroshi.actions.context import Context
from noroshi.actions.queries.links import page_url
from noroshi.actions.queries.maintenance_page import maintenances_of
from noroshi.actions.queries.page_facts import facts_of
from noroshi.actions.queries.page_readings import Readings
from noroshi.actions.show_components import places_of
from noroshi.domain.channel import Channel
from noroshi.domain.holds import Place
from noroshi.domain.incident import ComponentStatus, Incident, Stage, worst
from noroshi.domain.message import Message, MessageKind, MessageState, Rendition
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Component, Plan, StatusPage
from noroshi.domain.plan.readers import audience_of
from noroshi.domain.review.report import PARTS
from noroshi.domain.theme.ready import resolved
from noroshi.pages.state import (
    AffectedView,
    CommitmentView,
    ComponentView,
    FactView,
    GroupView,
    IncidentStatus,
    IncidentView,
    PageSite,
    PageState,
    RegionView,
    ReportView,
    Sibling,
    UpdateView,
)


def page_state(
    context: Context,
    plan: Plan,
    page: StatusPage,
    *,
    version: int,
    read: Readings | None = None,
) -> PageState:
    """Everything that one build of ``page`` needs, at the moment of ``read`` or now.

    Pages that are built together are given the same readings.
    """
    read = read or Readings(context.clock.now())
    shown = tuple(_incidents(plan, page, read))
    audience = audience_of(plan, page)
    return PageState(
        site=_site(context, plan, page, read),
        regions=_regions(plan, page),
        components=_components(plan, page, read),
        incidents=shown,
        groups=_groups(plan),
        commitments=_commitments(shown, read),
        built_at=read.now,
        version=version,
        maintenances=maintenances_of(page, read, audience=audience),
    )


def _site(context: Context, plan: Plan, page: StatusPage, read: Readings) -> PageSite:
    region = {r.key: r.name for r in plan.regions}.get(page.region or "", {})
    return PageSite(
        key=page.key,
        company=plan.company.name,
        languages=page.languages,
        default_language=page.default_language,
        time_zone=page.time_zone,
        time_zones=plan.company.time_zones,
        base_url=page_url(context, page).rstrip("/"),
        region_key=page.region,
        region_name=region,
        product_url="" if page.audience else context.public_url,
        contact_url=plan.company.support_url,
        theme=resolved(plan.company.theme, page.theme),
        siblings=tuple(
            Sibling(
                name=other.name,
                url=page_url(context, other),
                status=page_status(plan, other, read).value,
            )
            for other in plan.pages
            if other.key != page.key
        ),
        only_for=select.audience(plan, page.audience).name if page.audience else {},
    )


def _groups(plan: Plan) -> tuple[GroupView, ...]:
    return tuple(GroupView(key=group.key, name=group.name) for group in plan.groups)


def _commitments(shown: Iterable[IncidentView], read: Readings) -> tuple[CommitmentView, ...]:
    """Promises of the reports that this page shows, and of no others."""
    here = {incident.number for incident in shown if incident.report}
    return tuple(
        CommitmentView(
            incident=kept.incident_number,
            text=kept.text,
            due=kept.due,
            first_due=kept.first_due,
            done_at=kept.done_at,
            note=kept.note,
        )
        for kept in (read.commitments if here else ())
        if kept.incident_number in here
    )


def _regions(plan: Plan, page: StatusPage) -> tuple[RegionView, ...]:
    shown = [r for r in plan.regions if page.region in {None, r.key}]
    return tuple(RegionView(key=region.key, name=region.name) for region in shown)


def _components(plan: Plan, page: StatusPage, read: Readings) -> tuple[ComponentView, ...]:
    group_of = {key: group.key for group in plan.groups for key in group.components}
    return tuple(
        replace(
            _component(component, places, read, zone=page.time_zone),
            group=group_of.get(component.key),
        )
        for component in plan.components
        if (places := _places(plan, page, component))
    )


def _places(plan: Plan, page: StatusPage, component: Component) -> list[Place]:
    regions = component.regions or tuple(region.key for region in plan.regions)
    return [(component.key, region) for region in regions if page.region in {None, region}]


def _component(
    component: Component, places: list[Place], read: Readings, *, zone: str
) -> ComponentView:
    fine = ComponentStatus.OPERATIONAL
    regions = [region for _, region in places]
    return ComponentView(
        key=component.key,
        name=component.name,
        statuses={region: read.states.get((key, region), fine).value for key, region in places},
        since=read.bars.watched_since(component.key),
        changed_at=read.bars.changed_at(component.key, regions),
        history=read.history(component.key, regions, zone=zone),
    )


def _incidents(plan: Plan, page: StatusPage, read: Readings) -> Iterable[IncidentView]:
    audience = audience_of(plan, page)
    for incident in read.incidents:
        if not incident.scope.touches(region=page.region):
            continue
        out = [
            message
            for message in read.messages(incident.number)
            if message.state is MessageState.PUBLISHED
        ]
        texts = {m.id: found for m in out if (found := _page_texts(read.texts(m), audience))}
        said = [m for m in out if m.id in texts]
        if any(message.kind is MessageKind.UPDATE for message in said):
            report = _report(incident, said, read)
            view = _incident(plan, incident, said, texts=texts, report=report)
            yield replace(
                view,
                former=read.former(incident.number),
                facts=_facts(plan, incident, said, texts=texts, read=read),
            )


def _facts(
    plan: Plan,
    incident: Incident,
    said: list[Message],
    *,
    texts: Mapping[int, Mapping[str, Rendition]],
    read: Readings,
) -> tuple[FactView, ...]:
    """The answers that the newest update gives; of what is over, none."""
    if not incident.is_live:
        return ()
    newest = [message for message in said if message.kind is MessageKind.UPDATE][-1]
    return facts_of(plan, read.facts(incident.number), texts[newest.id])


def public_title(incident: Incident, first: Rendition) -> str:
    """The incident's name, without the status of its first update ("Investigating: …").

    Only approved words are public, so it must stand in the first update's subject as it is.
    """
    name = incident.title.get(first.key.language, "")
    return name if name and name in first.subject else first.subject


def _incident(
    plan: Plan,
    incident: Incident,
    said: list[Message],
    *,
    texts: Mapping[int, Mapping[str, Rendition]],
    report: ReportView | None,
) -> IncidentView:
    updates = [m for m in said if m.kind is MessageKind.UPDATE]
    shown = [m for m in said if m.kind is not MessageKind.REPORT]
    newest, oldest = texts[updates[-1].id], texts[updates[0].id]
    assert incident.stage is not None  # noqa: S101 - the caller has asked
    return IncidentView(
        key=f"incident-{incident.number}",
        number=incident.number,
        title={language: public_title(incident, text) for language, text in oldest.items()},
        headline={language: text.subject for language, text in newest.items()},
        status=_status(incident, updates[-1]),
        impact=incident.impact.value,
        started_at=incident.started_at,
        components=incident.scope.components,
        regions=incident.scope.regions,
        updates=tuple(
            _update(plan, incident, m, updates=updates, texts=texts[m.id]) for m in shown
        ),
        next_update_by=updates[-1].next_update_at if incident.is_live else None,
        monitoring_at=_first_at(updates, Stage.MONITORING),
        resolved_at=incident.resolved_at,
        report_due_by=incident.report_due_at,
        report=report,
        added_at=incident.entered_at,
    )


def _status(incident: Incident, newest: Message) -> IncidentStatus:
    """How far it is, as these readers were told: others may have been told more."""
    stage = newest.stage if incident.is_live else incident.stage
    return cast("IncidentStatus", str(stage))  # maintenance is none of these


def _page_texts(texts: Iterable[Rendition], audience: str) -> dict[str, Rendition]:
    """Those of a message's texts that stand on the page that ``audience`` reads."""
    return {
        text.key.language: text
        for text in texts
        if text.key.channel is Channel.STATUS_PAGE and text.key.audience == audience
    }


def _published_at(message: Message) -> datetime:
    assert message.published_at is not None  # noqa: S101 - only published messages come here
    return message.display_at or message.published_at


def _first_at(updates: Iterable[Message], stage: Stage) -> datetime | None:
    return next((_published_at(m) for m in updates if m.stage is stage), None)


def _update(
    plan: Plan,
    incident: Incident,
    message: Message,
    *,
    updates: list[Message],
    texts: Mapping[str, Rendition],
) -> UpdateView:
    return UpdateView(
        number=message.number,
        at=_published_at(message),
        status=message.stage.value,
        body_markdown={language: text.body for language, text in texts.items()},
        affected=_affected(plan, incident, message, updates),
    )


def _affected(
    plan: Plan, incident: Incident, message: Message, updates: list[Message]
) -> tuple[AffectedView, ...]:
    fine, hit = ComponentStatus.OPERATIONAL, incident.scope.status
    old = fine if message.id == updates[0].id else hit
    new = fine if message.stage is Stage.RESOLVED else hit
    return tuple(
        AffectedView(component=component, region=region, old_status=old.value, new_status=new.value)
        for component, region in places_of(plan, incident)
    )


def _report(incident: Incident, said: Iterable[Message], read: Readings) -> ReportView | None:
    stored = read.report(incident.number)
    if stored is None or stored.published_at is None:
        return None
    parts = {
        part: {language: texts[part] for language, texts in stored.sections.items()}
        for part in PARTS
    }
    carrier = next((m.number for m in said if m.kind is MessageKind.REPORT), 0)
    if not carrier and any(m.kind is MessageKind.REPORT for m in read.messages(incident.number)):
        return None  # it was written for others than the readers of this page
    return ReportView(published_at=stored.published_at, number=carrier, **parts)


def page_status(plan: Plan, page: StatusPage, read: Readings) -> ComponentStatus:
    """The worst state that a page shows."""
    everywhere = (place for c in plan.components for place in _places(plan, page, c))
    return worst(read.states[place] for place in everywhere if place in read.states)
