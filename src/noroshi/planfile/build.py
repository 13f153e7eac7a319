"""From checked documents to the frozen plan of the domain."""

from __future__ import annotations

from collections.abc import Iterable

from noroshi.domain.plan import model
from noroshi.domain.theme.model import Theme
from noroshi.planfile import schema
from noroshi.planfile.maintenance import maintenance
from noroshi.planfile.scenario import ScenarioReading, outlet
from noroshi.planfile.watching import check, signal_rule


def build(doc: schema.PlanDoc, scenarios: Iterable[ScenarioReading]) -> model.Plan:
    """The plan. Call it only with documents in which no error was found."""
    return model.Plan(
        company=_company(doc.company),
        severities=tuple(map(_severity, sorted(doc.severities, key=lambda s: s.level))),
        people=tuple(map(_person, doc.people)),
        appointments=tuple(
            model.Appointment(role=role, people=tuple(people)) for role, people in doc.roles.items()
        ),
        regions=tuple(model.Region(key=r.key, name=r.name, in_text=r.in_text) for r in doc.regions),
        components=tuple(map(_component, doc.components)),
        groups=tuple(
            model.ComponentGroup(key=g.key, name=g.name, components=tuple(g.components))
            for g in doc.groups
        ),
        pages=tuple(_page(page) for page in doc.pages if not page.audience),
        audience_pages=tuple(_page(page) for page in doc.pages if page.audience),
        audiences=tuple(map(_audience, doc.audiences)),
        checklist=tuple(map(_question, doc.checklist)),
        scenarios=tuple(made for scenario in scenarios if (made := _scenario(scenario))),
        cadence=tuple(_cadence(doc)),
        promises=_promises(doc.promises),
        approvals=tuple(map(_approval, doc.approvals)),
        report_within=doc.report_within,
        third_parties=tuple(
            model.ThirdParty(name=party.name, aliases=tuple(party.aliases))
            for party in doc.third_parties
        ),
        threshold=doc.threshold,
        guardrail_levels=dict(doc.guardrails),
        accounts=tuple(
            model.ChannelAccount(channel=one.channel, name=one.name, owner=one.owner)
            for one in doc.accounts
        ),
        glossary=tuple(map(_term, doc.glossary)),
        internal_names=tuple(doc.internal_names),
        own_domains=tuple(doc.own_domains),
        override_roles=dict(doc.guardrail_overrides),
        bridge_url=doc.bridge_url,
        checks=tuple(map(check, doc.checks)),
        component_signals=tuple(map(signal_rule, doc.component_signals)),
        maintenance=maintenance(doc.maintenance),
    )


def _audience(doc: schema.AudienceDoc) -> model.Audience:
    return model.Audience(
        key=doc.key,
        name=doc.name,
        technical=doc.technical,
        internal=doc.internal,
        priority=doc.priority,
    )


def _question(doc: schema.QuestionDoc) -> model.Question:
    return model.Question(
        key=doc.key,
        kind=doc.kind,
        asks=doc.asks,
        hint=doc.hint,
        if_unknown=doc.if_unknown,
        owner=doc.owner,
        required_from=doc.required_from,
        optional=doc.optional,
        meaning=doc.meaning,
    )


def _term(doc: schema.TermDoc) -> model.Term:
    return model.Term(
        language=doc.language,
        word=doc.word,
        instead_of=tuple(doc.instead_of),
        plain=doc.plain,
    )


def theme_of(doc: schema.ThemeDoc) -> Theme:
    """What a theme of the plan chooses."""
    return Theme(
        base=doc.base,
        paper=doc.paper,
        ink=doc.ink,
        accent=doc.accent,
        dark_paper=doc.dark.paper,
        dark_ink=doc.dark.ink,
        dark_accent=doc.dark.accent,
        face=doc.type,
        corners=doc.corners,
        mark=doc.mark,
        logo=doc.logo,
        logo_dark=doc.logo_dark,
    )


def _company(doc: schema.CompanyDoc) -> model.Company:
    return model.Company(
        name=doc.name,
        languages=tuple(doc.languages),
        default_language=doc.default_language,
        time_zone=doc.time_zone,
        time_zones=doc.time_zones,
        mail_from=doc.mail_from,
        reply_to=doc.reply_to,
        support_url=doc.support_url,
        style_guide=doc.style_guide,
        theme=theme_of(doc.theme),
    )


def _severity(doc: schema.SeverityDoc) -> model.SeverityClass:
    return model.SeverityClass(
        level=doc.level,
        name=doc.name,
        meaning=doc.meaning,
        first_update_within=doc.first_update_within,
    )


def _person(doc: schema.PersonDoc) -> model.Person:
    contacts = tuple(model.Contact(kind=c.kind, value=c.value) for c in doc.contacts)
    return model.Person(
        key=doc.key, name=doc.name, email=doc.email, language=doc.language, contacts=contacts
    )


def _component(doc: schema.ComponentDoc) -> model.Component:
    return model.Component(
        key=doc.key, name=doc.name, in_text=doc.in_text, regions=tuple(doc.regions)
    )


def _page(doc: schema.PageDoc) -> model.StatusPage:
    return model.StatusPage(
        key=doc.key,
        name=doc.name,
        path=doc.path,
        region=doc.region,
        time_zone=doc.time_zone,
        languages=tuple(doc.languages),
        default_language=doc.default_language,
        address=doc.address,
        theme=theme_of(doc.theme),
        targets=tuple(map(_target, doc.targets)),
        audience=doc.audience or "",
    )


def _target(doc: schema.TargetDoc) -> model.PageTarget:
    return model.PageTarget(
        name=doc.name,
        kind=doc.kind,
        settings=dict(doc.settings),
        public_url=doc.public_url.rstrip("/"),
    )


def _scenario(read: ScenarioReading) -> model.Scenario | None:
    if read.doc is None:
        return None
    return model.Scenario(
        key=read.key,
        name=read.doc.name,
        paths=tuple(map(_path, read.doc.paths)),
        templates=tuple(file.template for file in read.templates),
    )


def _path(doc: schema.PathDoc) -> model.ActionPath:
    outlets = tuple(map(outlet, doc.outlets))
    return model.ActionPath(
        key=doc.key, name=doc.name, min_severity=doc.min_severity, outlets=outlets
    )


def _cadence(doc: schema.PlanDoc) -> Iterable[model.CadenceRule]:
    for channel, rule in doc.cadence.items():
        yield model.CadenceRule(
            channel=channel,
            every=rule.every,
            at_most_every=rule.at_most_every,
            always=tuple(rule.always),
        )


def _promises(doc: schema.PromisesDoc) -> model.PromiseWatch:
    return model.PromiseWatch(
        remind_before=tuple(sorted(doc.remind_before, reverse=True)),
        escalate_after=doc.escalate_after,
        escalate_to=tuple(doc.escalate_to),
    )


def _approval(doc: schema.ApprovalDoc) -> model.ApprovalRule:
    return model.ApprovalRule(
        roles=tuple(doc.roles),
        audiences=tuple(doc.audiences),
        channels=tuple(doc.channels),
        stages=tuple(doc.stages),
        min_severity=doc.min_severity,
        only_unedited=doc.only_unedited,
    )
