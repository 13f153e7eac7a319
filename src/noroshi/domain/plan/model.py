"""The plan as frozen values. Read from files by noroshi.planfile; stored by version, immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.language import Localised
from noroshi.domain.maintenance import DEFAULT_REMINDERS, Purpose
from noroshi.domain.plan.watching import Check, SignalRule
from noroshi.domain.theme.model import Theme


@dataclass(frozen=True, kw_only=True)
class Company:
    """Who speaks."""

    name: str
    languages: tuple[str, ...]  # every message exists in each of them
    default_language: str
    time_zone: str  # IANA
    mail_from: str  # address
    reply_to: str
    support_url: str = ""
    style_guide: str = ""  # path of a Markdown file beside the plan (P9)
    time_zones: Localised = field(default_factory=dict)  # per language, else time_zone
    theme: Theme = field(default_factory=Theme)


@dataclass(frozen=True, kw_only=True)
class SeverityClass:
    """A class of incidents (P1); 1 negligible … 5 severe."""

    level: int
    name: Localised
    meaning: Localised
    first_update_within: timedelta | None  # None: no public update is promised


class ContactKind(StrEnum):
    """A means to reach a colleague (P7)."""

    EMAIL = "email"
    PHONE = "phone"
    CHAT = "chat"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One means to reach a person."""

    kind: ContactKind
    value: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """A colleague named in the plan. Nobody is reachable by one means only (P7)."""

    key: str
    name: str
    email: str
    language: str
    contacts: tuple[Contact, ...] = ()


class Role(StrEnum):
    """The parts people play (P6)."""

    CUSTOMER_LIAISON = "customer_liaison"
    COMMUNICATIONS_MANAGER = "communications_manager"
    MAJOR_INCIDENT_MANAGER = "major_incident_manager"
    SUPPORT_MANAGER = "support_manager"
    LEGAL = "legal"
    EXECUTIVE = "executive"
    RESPONDER = "responder"


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """Who plays a role: the first is called first, the others are deputies in order."""

    role: Role
    people: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Region:
    """A part of the world, or of the company, with a status page of its own (R5)."""

    key: str
    name: Localised
    in_text: Localised = field(default_factory=dict)  # inside a sentence: "the United Kingdom"


@dataclass(frozen=True, kw_only=True)
class Component:
    """A part of the service, under the name customers know."""

    key: str
    name: Localised
    regions: tuple[str, ...] = ()  # empty: the component exists in all regions
    in_text: Localised = field(default_factory=dict)  # inside a sentence: "sign-in"


@dataclass(frozen=True, kw_only=True)
class ComponentGroup:
    """Components that customers know under one name; each is in one group at most."""

    key: str
    name: Localised
    components: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PageTarget:
    """A place that a status page is published to, beside the product's own server.

    ``settings`` are those of its kind, without secrets. ``public_url`` is where readers get the
    page from it; "" if nobody reads it there, or it cannot be fetched from here.
    """

    name: str
    kind: str
    settings: Mapping[str, str] = field(default_factory=dict)
    public_url: str = ""


@dataclass(frozen=True, kw_only=True)
class StatusPage:
    """A page that shows how things stand. ``region`` None shows every region.

    ``audience`` "" is a page for anybody. Another one is read by that audience alone, after a
    sign-in: such pages stand in ``Plan.audience_pages``, never in ``Plan.pages``.
    """

    key: str
    name: Localised
    path: str  # below the publishing root and the public address, "" for the root itself
    region: str | None
    time_zone: str
    languages: tuple[str, ...]
    default_language: str
    address: str = ""  # scheme and host of its own: "https://status.kitsune.example"
    theme: Theme = field(default_factory=Theme)  # over the company's
    targets: tuple[PageTarget, ...] = ()
    audience: str = ""


@dataclass(frozen=True, kw_only=True)
class Audience:
    """People who are addressed alike (R6)."""

    key: str
    name: Localised
    technical: bool = False
    internal: bool = False  # never on a public page, never mixed with customers
    priority: int = 0  # higher goes first


class AnswerKind(StrEnum):
    """What an answer of the checklist looks like."""

    TEXT = "text"  # one text per language
    TIME = "time"  # a moment, shown in the zone of the rendition
    NUMBER = "number"


class Meaning(StrEnum):
    """What an answer is about, whatever its question is called, so that texts can be held to it."""

    EFFECT = "effect"  # what customers notice
    REACH = "reach"  # everyone, or which part of them
    WORKAROUND = "workaround"
    CAUSE = "cause"
    COUNT = "count"  # how many are hit
    PROGRESS = "progress"
    RECOVERY_TIME = "recovery_time"
    THIRD_PARTY = "third_party"  # a provider's name, for the status page only (R3)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A line of the information checklist (P3). Its key is the slot in templates."""

    key: str
    kind: AnswerKind
    asks: Localised
    hint: Localised = field(default_factory=dict)
    if_unknown: Localised = field(default_factory=dict)  # the slot's text when nobody knows yet
    owner: Role = Role.MAJOR_INCIDENT_MANAGER
    required_from: Stage = Stage.INVESTIGATING
    optional: bool = False  # may stay open for good, as with the name of a third party
    meaning: Meaning | None = None  # each at most once in a checklist


@dataclass(frozen=True, kw_only=True)
class Template:
    """Wording prepared for one stage, audience, channel and language (P9). Variables only."""

    stage: Stage
    audience: str
    channel: Channel
    language: str
    subject: str
    body: str  # Markdown with {{ slots }}
    source: str = ""  # file it was read from


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """One place where a message goes: an audience by a channel."""

    audience: str
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class ActionPath:
    """The outlets of incidents from ``min_severity`` up (P4, P5). The highest that fits is taken."""

    key: str
    name: Localised
    min_severity: int
    outlets: tuple[Outlet, ...]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A kind of incident with workflow and wording prepared (P10)."""

    key: str
    name: Localised
    paths: tuple[ActionPath, ...]
    templates: tuple[Template, ...]


@dataclass(frozen=True, kw_only=True)
class CadenceRule:
    """How often a channel speaks while an incident lasts (R4).

    ``every``: the next update is promised within this time. ``at_most_every``: a shorter gap is
    not allowed, except at ``always`` stages.
    """

    channel: Channel
    every: timedelta | None = None
    at_most_every: timedelta | None = None
    always: tuple[Stage, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PromiseWatch:
    """When people are reminded of a promised update, and who is called when it lapses."""

    remind_before: tuple[timedelta, ...]
    escalate_after: timedelta  # from one person to the next
    escalate_to: tuple[Role, ...]


@dataclass(frozen=True, kw_only=True)
class ApprovalRule:
    """Who must approve what. Every matching field narrows; the first rule that fits is taken.

    ``roles`` empty means that no approval is needed. Each named role needs one person of it.
    """

    roles: tuple[Role, ...]
    audiences: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    stages: tuple[Stage, ...] = ()
    min_severity: int = 1
    only_unedited: bool = False  # fits only text that is still exactly the filled template


@dataclass(frozen=True, kw_only=True)
class ThirdParty:
    """A provider of ours, and the names it goes by (R3)."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChannelAccount:
    """An account of ours on a channel where a person posts, and who owns it (P6, R11)."""

    channel: Channel
    name: str  # as people know it: "@kitsune_cloud"
    owner: str  # key of a person


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word of the company's own (R6, R9): how it is written, and what it means in plain words."""

    language: str
    word: str
    instead_of: tuple[str, ...] = ()  # notations that are not ours
    plain: str = ""  # for readers who are not technical; "" if everybody knows the word


@dataclass(frozen=True, kw_only=True)
class MaintenanceText:
    """Wording of one notice of planned work, for every outlet; without it Noroshi's own is taken."""

    purpose: Purpose
    language: str
    subject: str
    body: str  # Markdown with {{ slots }}


@dataclass(frozen=True, kw_only=True)
class MaintenancePlan:
    """How planned work is told. ``outlets`` empty: the page and the mail of every path."""

    remind_before: tuple[timedelta, ...] = DEFAULT_REMINDERS
    auto_start: bool = True
    auto_end: bool = False
    outlets: tuple[Outlet, ...] = ()
    texts: tuple[MaintenanceText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The whole plan of one company."""

    company: Company
    severities: tuple[SeverityClass, ...]
    people: tuple[Person, ...]
    appointments: tuple[Appointment, ...]
    regions: tuple[Region, ...]
    components: tuple[Component, ...]
    pages: tuple[StatusPage, ...]  # that anybody may read
    audiences: tuple[Audience, ...]
    checklist: tuple[Question, ...]
    scenarios: tuple[Scenario, ...]
    cadence: tuple[CadenceRule, ...]
    promises: PromiseWatch
    approvals: tuple[ApprovalRule, ...]
    report_within: timedelta  # F1: 24 hours after resolution
    third_parties: tuple[ThirdParty, ...] = ()
    threshold: timedelta = timedelta(minutes=3)  # P2: downtime that outlasts this starts a plan
    guardrail_levels: Mapping[str, str] = field(default_factory=dict)  # code -> block|warn|hint|off
    accounts: tuple[ChannelAccount, ...] = ()
    glossary: tuple[Term, ...] = ()
    internal_names: tuple[str, ...] = ()  # endings of hosts, and code names, for colleagues only
    own_domains: tuple[str, ...] = ()  # domains that customers may be sent to
    override_roles: Mapping[str, Role] = field(default_factory=dict)  # rule code -> who may
    bridge_url: str = ""  # P12
    groups: tuple[ComponentGroup, ...] = ()
    checks: tuple[Check, ...] = ()
    component_signals: tuple[SignalRule, ...] = ()
    maintenance: MaintenancePlan = field(default_factory=MaintenancePlan)
    audience_pages: tuple[StatusPage, ...] = ()  # that only their audience may read
    version: int = 0
