"""The shape of ``plan.yaml`` and ``scenario.yaml``. The JSON Schema for editors is made of it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StrictBool

from noroshi.domain.channel import Channel
from noroshi.domain.incident import ComponentStatus, Stage
from noroshi.domain.maintenance import DEFAULT_REMINDERS, MOST_REMINDERS, Purpose
from noroshi.domain.plan.model import AnswerKind, ContactKind, Meaning, Role
from noroshi.domain.plan.watching import MOST_RESULTS, CheckKind, Show
from noroshi.domain.theme.model import Corners, Face
from noroshi.planfile.looks import Logo, MaybeColour, PathData
from noroshi.planfile.types import (
    Address,
    Domain,
    Duration,
    Key,
    Language,
    Level,
    Line,
    MaybeLine,
    MaybeText,
    OutletName,
    PageAddress,
    PagePath,
    SlotKey,
    Text,
    TimeZone,
    WebAddress,
)


class Doc(BaseModel):
    """A map in a plan file. It remembers where it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    _at: tuple[str | int, ...] = PrivateAttr(default=())


class DarkDoc(Doc):
    """The three colours of a theme on a dark screen."""

    paper: MaybeColour = ""
    ink: MaybeColour = ""
    accent: MaybeColour = ""


class ThemeDoc(Doc):
    """How a status page looks. What is left out is taken from ``base``."""

    base: MaybeLine = ""
    paper: MaybeColour = ""
    ink: MaybeColour = ""
    accent: MaybeColour = ""
    dark: DarkDoc = Field(default_factory=DarkDoc)
    type: Face | None = None
    corners: Corners | None = None
    mark: PathData = ""
    logo: Logo = ""
    logo_dark: Logo = ""


class CompanyDoc(Doc):
    """Who speaks."""

    name: Line
    languages: list[Language] = Field(min_length=1)
    default_language: Language
    time_zone: TimeZone
    time_zones: dict[Language, TimeZone] = Field(default_factory=dict)
    mail_from: Address
    reply_to: Address
    support_url: WebAddress = ""
    style_guide: str = Field(default="", max_length=200)
    theme: ThemeDoc = Field(default_factory=ThemeDoc)


class SeverityDoc(Doc):
    """A class of incidents (P1)."""

    level: Level
    name: Text
    meaning: Text
    first_update_within: Duration | None = None


class ContactDoc(Doc):
    """One means to reach a person."""

    kind: ContactKind
    value: Line


class PersonDoc(Doc):
    """A colleague."""

    key: Key
    name: Line
    email: Address
    language: Language
    contacts: list[ContactDoc] = Field(default_factory=list)


class RegionDoc(Doc):
    """A part of the world."""

    key: Key
    name: Text
    in_text: MaybeText = Field(default_factory=dict)


class ComponentDoc(Doc):
    """A part of the service."""

    key: Key
    name: Text
    in_text: MaybeText = Field(default_factory=dict)
    regions: list[Key] = Field(default_factory=list)


class GroupDoc(Doc):
    """Components under one name."""

    key: Key
    name: Text
    components: list[Key] = Field(min_length=1)


class TargetDoc(Doc):
    """A place that a status page is published to."""

    name: Key
    kind: Key
    settings: dict[SlotKey, Line] = Field(default_factory=dict)
    public_url: WebAddress = ""


class PageDoc(Doc):
    """A status page; with an audience it is for that one alone."""

    key: Key
    name: Text
    path: PagePath = ""
    address: PageAddress = ""
    region: Key | None = None
    time_zone: TimeZone
    languages: list[Language] = Field(min_length=1)
    default_language: Language
    theme: ThemeDoc = Field(default_factory=ThemeDoc)
    targets: list[TargetDoc] = Field(default_factory=list, max_length=10)
    audience: Key | None = None


class AudienceDoc(Doc):
    """People who are addressed alike."""

    key: Key
    name: Text
    technical: StrictBool = False
    internal: StrictBool = False
    priority: int = Field(default=0, ge=0, le=1_000)


class QuestionDoc(Doc):
    """A line of the checklist (P3)."""

    key: SlotKey
    kind: AnswerKind
    asks: Text
    hint: MaybeText = Field(default_factory=dict)
    if_unknown: MaybeText = Field(default_factory=dict)
    owner: Role = Role.MAJOR_INCIDENT_MANAGER
    required_from: Stage = Stage.INVESTIGATING
    optional: StrictBool = False
    meaning: Meaning | None = None


class CadenceDoc(Doc):
    """How often a channel speaks (R4)."""

    every: Duration | None = None
    at_most_every: Duration | None = None
    always: list[Stage] = Field(default_factory=list)


class PromisesDoc(Doc):
    """Who is reminded of a promise, who is called when it lapses."""

    remind_before: list[Duration] = Field(min_length=1)
    escalate_after: Duration
    escalate_to: list[Role] = Field(min_length=1)


class ApprovalDoc(Doc):
    """Who must approve what."""

    roles: list[Role]
    audiences: list[Key] = Field(default_factory=list)
    channels: list[Channel] = Field(default_factory=list)
    stages: list[Stage] = Field(default_factory=list)
    min_severity: Level = 1
    only_unedited: StrictBool = False


class ThirdPartyDoc(Doc):
    """A provider of ours (R3)."""

    name: Line
    aliases: list[Line] = Field(default_factory=list)


class AccountDoc(Doc):
    """An account on a channel where a person posts, and its owner (P6, R11)."""

    channel: Channel
    name: Line
    owner: Key


class TermDoc(Doc):
    """A word of the company's own (R6, R9)."""

    language: Language
    word: Line
    instead_of: list[Line] = Field(default_factory=list)
    plain: MaybeLine = ""


class NoticeTextDoc(Doc):
    """The words of one notice of planned work."""

    subject: Text
    body: MaybeText


class MaintenanceDoc(Doc):
    """How planned work is told; what is left out is as Noroshi has it."""

    remind_before: list[Duration] = Field(
        default_factory=lambda: list(DEFAULT_REMINDERS), max_length=MOST_REMINDERS
    )
    auto_start: StrictBool = True
    auto_end: StrictBool = False
    outlets: list[OutletName] = Field(default_factory=list)
    texts: dict[Purpose, NoticeTextDoc] = Field(default_factory=dict)


class PathDoc(Doc):
    """The outlets of incidents from a severity up (P4, P5)."""

    key: Key
    name: Text
    min_severity: Level
    outlets: list[OutletName] = Field(min_length=1)


class ScenarioDoc(Doc):
    """``scenario.yaml``; its key is the folder's name."""

    name: Text
    paths: list[PathDoc] = Field(min_length=1)


class CheckDoc(Doc):
    """A built-in check of a component."""

    key: Key
    component: Key
    regions: list[Key] = Field(default_factory=list)
    kind: CheckKind
    url: WebAddress = ""
    host: MaybeLine = ""
    port: int = Field(default=0, ge=0, le=65_535)
    every: Duration = Field(default="1m", validate_default=True)
    within: Duration = Field(default="10s", validate_default=True)
    expect: list[int] = Field(default_factory=list)
    contains: MaybeLine = ""
    follow_redirects: StrictBool = False
    warn_days: int = Field(default=14, ge=0, le=365)
    failures: int = Field(default=3, ge=1, le=MOST_RESULTS)
    of: int = Field(default=5, ge=1, le=MOST_RESULTS)
    recoveries: int = Field(default=2, ge=1, le=MOST_RESULTS)
    status: ComponentStatus = ComponentStatus.MAJOR_OUTAGE
    show: Show = Show.AFTER_CONFIRMATION


class SignalRuleDoc(Doc):
    """Alerts that put a component into a state."""

    key: Key
    component: Key
    regions: list[Key] = Field(default_factory=list)
    match: dict[str, Line] = Field(min_length=1)
    region_label: MaybeLine = ""
    status: ComponentStatus = ComponentStatus.PARTIAL_OUTAGE
    after: Duration = Field(default="2m", validate_default=True)
    recover_after: Duration = Field(default="5m", validate_default=True)
    show: Show = Show.AFTER_CONFIRMATION


class PlanDoc(Doc):
    """``plan.yaml``. Each section may instead stand in a file of its own, such as people.yaml."""

    company: CompanyDoc
    severities: list[SeverityDoc] = Field(min_length=1)
    people: list[PersonDoc] = Field(min_length=1)
    roles: dict[Role, list[Key]]
    regions: list[RegionDoc] = Field(default_factory=list)
    components: list[ComponentDoc] = Field(min_length=1)
    groups: list[GroupDoc] = Field(default_factory=list)
    pages: list[PageDoc] = Field(default_factory=list)
    audiences: list[AudienceDoc] = Field(min_length=1)
    checklist: list[QuestionDoc] = Field(min_length=1)
    cadence: dict[Channel, CadenceDoc] = Field(default_factory=dict)
    promises: PromisesDoc
    approvals: list[ApprovalDoc]
    third_parties: list[ThirdPartyDoc] = Field(default_factory=list)
    accounts: list[AccountDoc] = Field(default_factory=list)
    glossary: list[TermDoc] = Field(default_factory=list)
    internal_names: list[Line] = Field(default_factory=list)
    own_domains: list[Domain] = Field(default_factory=list)
    guardrails: dict[str, Literal["block", "warn", "hint", "off"]] = Field(default_factory=dict)
    guardrail_overrides: dict[str, Role] = Field(default_factory=dict)
    threshold: Duration = Field(default="3m", validate_default=True)
    report_within: Duration = Field(default="24h", validate_default=True)
    bridge_url: WebAddress = ""
    checks: list[CheckDoc] = Field(default_factory=list)
    component_signals: list[SignalRuleDoc] = Field(default_factory=list)
    maintenance: MaintenanceDoc = Field(default_factory=MaintenanceDoc)


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of ``plan.yaml``, with that of ``scenario.yaml`` under ``$defs``."""
    schema = PlanDoc.model_json_schema()
    scenario = ScenarioDoc.model_json_schema()
    definitions = {**schema.get("$defs", {}), **scenario.pop("$defs", {}), "ScenarioDoc": scenario}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Noroshi plan",
        "$defs": definitions,
    }
