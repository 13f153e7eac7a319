"""Builds small plan directories, and reads their findings."""

from __future__ import annotations

from pathlib import Path

from noroshi.domain.incident import INCIDENT_STAGES
from noroshi.planfile import Loaded, PlanFinding, load

PLAN = """\
company:
  name: Kitsune Cloud
  languages: [en]
  default_language: en
  time_zone: Europe/Berlin
  mail_from: status@kitsune-cloud.example
  reply_to: support@kitsune-cloud.example
severities:
  - level: 3
    name: {en: Significant}
    meaning: {en: Some are hit.}
    first_update_within: 15m
people:
  - key: hana
    name: Hana
    email: hana@kitsune-cloud.example
    language: en
    contacts: [{kind: phone, value: "+44 7700 900001"}]
  - key: taro
    name: Taro
    email: taro@kitsune-cloud.example
    language: en
    contacts: [{kind: phone, value: "+44 7700 900002"}]
roles:
  communications_manager: [hana, taro]
regions:
  - key: europe
    name: {en: Europe}
components:
  - key: checkout
    name: {en: Checkout}
    regions: [europe]
pages:
  - key: main
    name: {en: Status}
    path: ""
    time_zone: UTC
    languages: [en]
    default_language: en
audiences:
  - key: customers
    name: {en: Customers}
  - key: staff
    name: {en: Staff}
    internal: true
checklist:
  - key: symptom
    kind: text
    asks: {en: What do customers notice?}
cadence:
  status_page: {every: 30m}
promises:
  remind_before: [5m]
  escalate_after: 5m
  escalate_to: [communications_manager]
approvals:
  - roles: [communications_manager]
"""
SCENARIO = """\
name: {en: Outage}
paths:
  - key: all
    name: {en: All}
    min_severity: 1
    outlets: [status_page.customers]
"""
TEMPLATE = "---\nsubject: State: {{ title }}\n---\nWe are sorry. {{ symptom }}.\n"
OUTAGE = "scenarios/outage"
PAGE = f"{OUTAGE}/templates/resolved/status_page.customers.en.md"


class Workshop:
    """A plan directory that tests bend and load again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("plan.yaml", PLAN)
        self.write(f"{OUTAGE}/scenario.yaml", SCENARIO)
        for stage in INCIDENT_STAGES:
            self.write(f"{OUTAGE}/templates/{stage}/status_page.customers.en.md", TEMPLATE)

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file of the plan."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def swap(self, old: str, new: str, *, file: str = "plan.yaml") -> None:
        """Replace a piece of a file; the piece must be there."""
        text = (self.root / file).read_text(encoding="utf-8")
        assert old in text, f"“{old}” is not in {file}"
        self.write(file, text.replace(old, new, 1))

    def load(self) -> Loaded:
        return load(self.root)

    def findings(self) -> tuple[PlanFinding, ...]:
        return self.load().findings

    def one(self, code: str) -> PlanFinding:
        """The only finding with this code."""
        found = [finding for finding in self.findings() if finding.code == code]
        assert len(found) == 1, (code, [str(finding) for finding in self.findings()])
        return found[0]

    def line_of(self, piece: str, *, file: str = "plan.yaml") -> int:
        """The line of a piece of text, from 1."""
        text = (self.root / file).read_text(encoding="utf-8")
        return text[: text.index(piece)].count("\n") + 1
