"""The shape of ``plan.yaml`` and ``scenario.yaml``. The JSON Schema for editors is made of it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StrictBool

from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.plan.model import AnswerKind, ContactKind, Meaning, Role
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


class PageDoc(Doc):
    """A public status page."""

    key: Key
    name: Text
    path: PagePath = ""
    region: Key | None = None
    time_zone: TimeZone
    languages: list[Language] = Field(min_length=1)
    default_language: Language


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


class PlanDoc(Doc):
    """``plan.yaml``. Each section may instead stand in a file of its own, such as people.yaml."""

    company: CompanyDoc
    severities: list[SeverityDoc] = Field(min_length=1)
    people: list[PersonDoc] = Field(min_length=1)
    roles: dict[Role, list[Key]]
    regions: list[RegionDoc] = Field(default_factory=list)
    components: list[ComponentDoc] = Field(min_length=1)
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
