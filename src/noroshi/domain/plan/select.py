"""Questions put to the plan: pure look-ups that say what was chosen and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from noroshi.domain.channel import Channel
from noroshi.domain.incident import Scope, Stage
from noroshi.domain.language import Localised
from noroshi.domain.plan.model import (
    ActionPath,
    Audience,
    CadenceRule,
    ChannelAccount,
    Component,
    Person,
    Plan,
    Question,
    Region,
    Role,
    Scenario,
    SeverityClass,
    StatusPage,
    Template,
)
from noroshi.kernel.errors import NotFound

_WORDS: Mapping[str, Localised] = {
    "scenario": {"en": "scenario", "ja": "シナリオ"},
    "audience": {"en": "audience", "ja": "配信先"},
    "component": {"en": "component", "ja": "サービス"},
    "region": {"en": "region", "ja": "地域"},
    "status page": {"en": "status page", "ja": "ステータスページ"},
    "question": {"en": "question", "ja": "質問"},
    "person": {"en": "person", "ja": "担当者"},
}


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=_Keyed)


def _by_key(items: Iterable[K], key: str, what: str) -> K:
    for item in items:
        if item.key == key:
            return item
    known = ", ".join(sorted(item.key for item in items))
    raise NotFound(
        "The plan has no {what} “{key}”.",
        way_out="Known: {known}.",
        what=_WORDS[what],
        key=key,
        known=known,
    )


def scenario(plan: Plan, key: str) -> Scenario:
    """The scenario under ``key``; NotFound names those there are."""
    return _by_key(plan.scenarios, key, "scenario")


def audience(plan: Plan, key: str) -> Audience:
    """The audience under ``key``; NotFound names those there are."""
    return _by_key(plan.audiences, key, "audience")


def component(plan: Plan, key: str) -> Component:
    """The component under ``key``; NotFound names those there are."""
    return _by_key(plan.components, key, "component")


def region(plan: Plan, key: str) -> Region:
    """The region under ``key``; NotFound names those there are."""
    return _by_key(plan.regions, key, "region")


def page(plan: Plan, key: str) -> StatusPage:
    """The status page under ``key``; NotFound names those there are."""
    return _by_key(plan.pages, key, "status page")


def question(plan: Plan, key: str) -> Question:
    """The question of the checklist under ``key``; NotFound names those there are."""
    return _by_key(plan.checklist, key, "question")


def person(plan: Plan, key: str) -> Person:
    """The person under ``key``; NotFound names those there are."""
    return _by_key(plan.people, key, "person")


def severity(plan: Plan, level: int) -> SeverityClass:
    """The severity class of ``level``; NotFound names those there are."""
    for known in plan.severities:
        if known.level == level:
            return known
    levels = ", ".join(str(known.level) for known in plan.severities)
    raise NotFound(
        "The plan has no severity class {level}.",
        way_out="Known: {known}.",
        level=level,
        known=levels,
    )


def path(scenario: Scenario, level: int) -> ActionPath:
    """The action path of a severity: the one with the highest threshold that is reached (P4)."""
    fitting = [path for path in scenario.paths if path.min_severity <= level]
    if not fitting:
        raise NotFound(
            "Scenario “{key}” has no action path for severity {level}.",
            way_out="Add a path with a lower min_severity to the plan.",
            key=scenario.key,
            level=level,
        )
    return max(fitting, key=lambda path: path.min_severity)


def template(
    scenario: Scenario, stage: Stage, audience: str, *, channel: Channel, language: str
) -> Template | None:
    """The wording prepared for one rendition, if there is one."""
    wanted = (stage, audience, channel, language)
    for known in scenario.templates:
        if (known.stage, known.audience, known.channel, known.language) == wanted:
            return known
    return None


def cadence(plan: Plan, channel: Channel) -> CadenceRule:
    """The rule of a channel; a channel without one has no limits."""
    for rule in plan.cadence:
        if rule.channel is channel:
            return rule
    return CadenceRule(channel=channel)


def people_in(plan: Plan, role: Role) -> tuple[Person, ...]:
    """Who plays a role, first the one who is called first."""
    for appointment in plan.appointments:
        if appointment.role is role:
            return tuple(person(plan, key) for key in appointment.people)
    return ()


def roles_of(plan: Plan, person_key: str) -> frozenset[Role]:
    """The roles that a person plays, as first or as deputy."""
    return frozenset(a.role for a in plan.appointments if person_key in a.people)


def account(plan: Plan, channel: Channel) -> ChannelAccount | None:
    """Our account on a channel where a person posts, if the plan names one."""
    return next((known for known in plan.accounts if known.channel is channel), None)


def pages_showing(plan: Plan, scope: Scope) -> tuple[StatusPage, ...]:
    """The pages on which readers find an incident of this scope (R5)."""
    return tuple(p for p in plan.pages if scope.touches(region=p.region))
