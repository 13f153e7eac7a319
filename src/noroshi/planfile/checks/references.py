"""Every name that one part of the plan uses for another exists, and exists once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noroshi.domain.compose.slots import BUILTIN, FACTS_WIN
from noroshi.planfile.finding import Findings, Spot, did_you_mean
from noroshi.planfile.reading import Reading
from noroshi.planfile.schema import Doc

_KEYED = ("people", "regions", "components", "groups", "pages", "audiences", "checklist")


def check(reading: Reading, findings: Findings) -> None:
    """Note unknown references and keys that are there twice."""
    for section in _KEYED:
        _once(reading, section, findings)
    _severities_once(reading, findings)
    for what, section, name, spot in _used(reading):
        known = reading.keys(section)
        if name not in known:
            why = f"There is no {what} “{name}”."
            findings.error(spot, f"UNKNOWN_{what.upper()}", why, way_out=did_you_mean(name, known))
    _reserved(reading, findings)
    _one_group_each(reading, findings)


def _once(reading: Reading, section: str, findings: Findings) -> None:
    seen: set[str] = set()
    entries: Sequence[Doc] = getattr(reading.doc, section)
    for entry in entries:
        key = str(getattr(entry, "key", ""))
        if key in seen:
            spot = reading.spot(entry, "key")
            why = f"The key “{key}” is there twice."
            findings.error(spot, "DUPLICATE_KEY", why, way_out="Give each its own.")
        seen.add(key)


def _severities_once(reading: Reading, findings: Findings) -> None:
    seen: set[int] = set()
    for severity in reading.doc.severities:
        if severity.level in seen:
            why = f"Severity {severity.level} is there twice."
            spot = reading.spot(severity, "level")
            findings.error(spot, "DUPLICATE_KEY", why, way_out="Keep one of them.")
        seen.add(severity.level)


def _used(reading: Reading) -> Iterator[tuple[str, str, str, Spot]]:
    for role, people in reading.doc.roles.items():
        for at, person in enumerate(people):
            yield "person", "people", person, reading.tree.spot(("roles", str(role), at))
    for component in reading.doc.components:
        for at, region in enumerate(component.regions):
            yield "region", "regions", region, reading.spot(component, "regions", at)
    for account in reading.doc.accounts:
        yield "person", "people", account.owner, reading.spot(account, "owner")
    for group in reading.doc.groups:
        for at, key in enumerate(group.components):
            yield "component", "components", key, reading.spot(group, "components", at)
    yield from _used_outside(reading)


def _used_outside(reading: Reading) -> Iterator[tuple[str, str, str, Spot]]:
    for page in reading.doc.pages:
        if page.region is not None:
            yield "region", "regions", page.region, reading.spot(page, "region")
        if page.audience is not None:
            yield "audience", "audiences", page.audience, reading.spot(page, "audience")
    for rule in reading.doc.approvals:
        for at, audience in enumerate(rule.audiences):
            yield "audience", "audiences", audience, reading.spot(rule, "audiences", at)


def _reserved(reading: Reading, findings: Findings) -> None:
    for question in reading.doc.checklist:
        if question.key in BUILTIN and question.key not in FACTS_WIN:
            why = f"“{question.key}” is a built-in slot."
            spot = reading.spot(question, "key")
            findings.error(spot, "RESERVED_KEY", why, way_out="Choose another key.")


def _one_group_each(reading: Reading, findings: Findings) -> None:
    seen: dict[str, str] = {}
    for group in reading.doc.groups:
        for at, key in enumerate(group.components):
            if key in seen:
                why = f"“{key}” is in the group “{seen[key]}” already."
                spot = reading.spot(group, "components", at)
                findings.error(spot, "TWO_GROUPS", why, way_out="Keep it in one of them.")
            seen.setdefault(key, group.key)
