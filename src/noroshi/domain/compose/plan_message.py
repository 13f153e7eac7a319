"""One draft for every outlet that speaks now, in every language of the company."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from noroshi.domain.channel import HAS_SUBJECT, Channel
from noroshi.domain.compose.fill import fill
from noroshi.domain.compose.values import Links, time_zone_of, values
from noroshi.domain.incident import Facts, Incident, Stage
from noroshi.domain.message import RenditionKey
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Outlet, Plan, Template


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The text of one rendition before a person has looked at it."""

    key: RenditionKey
    subject: str
    body: str
    blanks: tuple[str, ...]


def compose(
    plan: Plan,
    incident: Incident,
    facts: Facts,
    *,
    stage: Stage,
    outlets: Iterable[Outlet],
    next_update_at: datetime | None,
    now: datetime,
    links: Links,
    languages: tuple[str, ...] = (),
) -> tuple[Draft, ...]:
    """Drafts by audience priority, then in the order of ``outlets``, then of languages.

    ``languages`` empty means all of the company's. An outlet without a template gets a draft
    that is one blank: a gap in the plan must not stop people during an incident.
    """
    speaking = sorted(outlets, key=lambda o: -select.audience(plan, o.audience).priority)
    return tuple(
        _draft(
            plan,
            incident,
            facts,
            key=RenditionKey(audience=outlet.audience, channel=outlet.channel, language=language),
            stage=stage,
            next_update_at=next_update_at,
            now=now,
            links=links,
        )
        for outlet in speaking
        for language in languages or plan.company.languages
    )


def _draft(
    plan: Plan,
    incident: Incident,
    facts: Facts,
    *,
    key: RenditionKey,
    stage: Stage,
    next_update_at: datetime | None,
    now: datetime,
    links: Links,
) -> Draft:
    known = values(
        plan,
        incident,
        facts,
        stage=stage,
        language=key.language,
        channel=key.channel,
        time_zone=time_zone_of(plan, key.language),
        next_update_at=next_update_at,
        now=now,
        links=links,
    )
    filled = fill(_template(plan, incident, key, stage=stage), known)
    return Draft(key=key, subject=filled.subject, body=filled.body, blanks=filled.blanks)


def _template(plan: Plan, incident: Incident, key: RenditionKey, *, stage: Stage) -> Template:
    scenario = select.scenario(plan, incident.scenario)
    found = select.template(
        scenario, stage, key.audience, channel=key.channel, language=key.language
    )
    return found or _blank(key.audience, key.channel, language=key.language, stage=stage)


def _blank(audience: str, channel: Channel, *, language: str, stage: Stage) -> Template:
    return Template(
        stage=stage,
        audience=audience,
        channel=channel,
        language=language,
        subject="{{ subject }}" if channel in HAS_SUBJECT else "",
        body="{{ text }}",
    )
