"""The plan as far as it can be read: what is broken is reported and left out, the rest is checked.

So a misspelt field in one person does not hide the missing template found later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from noroshi.planfile.explain import explain
from noroshi.planfile.files import PlanDirectory
from noroshi.planfile.finding import Findings, Spot, did_you_mean
from noroshi.planfile.schema import Doc, PlanDoc
from noroshi.planfile.tree import Path, Tree, read_yaml

MAIN = "plan.yaml"

# Take the place of a section that could not be read. Checks look at `broken` before they speak.
_STAND_INS: dict[str, Any] = {
    "company": {
        "name": "-",
        "languages": ["en"],
        "default_language": "en",
        "time_zone": "UTC",
        "mail_from": "nobody@example.com",
        "reply_to": "nobody@example.com",
    },
    "severities": [{"level": 1, "name": {"en": "-"}, "meaning": {"en": "-"}}],
    "people": [{"key": "nobody", "name": "-", "email": "nobody@example.com", "language": "en"}],
    "roles": {},
    "components": [{"key": "nothing", "name": {"en": "-"}}],
    "audiences": [{"key": "nobody", "name": {"en": "-"}}],
    "checklist": [{"key": "nothing", "kind": "text", "asks": {"en": "-"}}],
    "promises": {"remind_before": ["1m"], "escalate_after": "1m", "escalate_to": ["legal"]},
    "approvals": [],
}


@dataclass(kw_only=True)
class Reading:
    """A plan document with places. Sections in ``broken`` are incomplete or made up."""

    tree: Tree
    doc: PlanDoc
    broken: frozenset[str]

    def whole(self, *sections: str) -> bool:
        """Whether all of ``sections`` could be read completely."""
        return not self.broken.intersection(sections)

    def spot(self, doc: Doc, *path: str | int) -> Spot:
        """The place of a part of an entry."""
        return self.tree.spot((*doc._at, *path))

    def keys(self, section: str) -> frozenset[str]:
        """The keys of a section's entries, also of those that have other mistakes."""
        entries = self.tree.value.get(section)
        if not isinstance(entries, list):
            return frozenset()
        found = (entry.get("key") for entry in entries if isinstance(entry, dict))
        return frozenset(key for key in found if isinstance(key, str))


def read_plan(directory: PlanDirectory, findings: Findings) -> Reading | None:
    """The plan's sections from ``plan.yaml`` and the files beside it."""
    tree = _sections(directory, findings)
    if tree is None:
        return None
    raw, broken = dict(tree.value), set[str]()
    try:
        doc = PlanDoc.model_validate(raw)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)
        for error in errors:
            explain(error, tree, PlanDoc, findings)
        broken = {str(error["loc"][0]) for error in errors}
        return _repaired(tree, [error["loc"] for error in errors], frozenset(broken))
    _remember_places(doc, {})
    return Reading(tree=tree, doc=doc, broken=frozenset())


def _sections(directory: PlanDirectory, findings: Findings) -> Tree | None:
    if MAIN not in directory.names:
        way_out = "Create it, or point to the directory that holds it."
        findings.error(Spot(file=MAIN), "NO_PLAN", "There is no plan.yaml.", way_out=way_out)
        return None
    tree = _map(directory, MAIN, findings)
    if tree is None:
        return None
    for name in directory.names:
        if "/" not in name and name != MAIN and name.endswith((".yaml", ".yml")):
            _add(tree, directory, name, findings)
    return tree


def _map(directory: PlanDirectory, name: str, findings: Findings) -> Tree | None:
    text = directory.read(name)
    tree = None if text is None else read_yaml(name, text, findings)
    if tree is not None and not isinstance(tree.value, dict):
        why = "The file must be a map of names and values."
        findings.error(tree.spot(()), "WRONG_TYPE", why, way_out="Begin with “company:”.")
        return None
    return tree


def _add(tree: Tree, directory: PlanDirectory, name: str, findings: Findings) -> None:
    section = name.removesuffix(".yaml")
    spot = Spot(file=name)
    if section not in PlanDoc.model_fields:
        way_out = did_you_mean(name, (f"{field}.yaml" for field in PlanDoc.model_fields))
        findings.error(spot, "UNKNOWN_FILE", f"No section is called “{name}”.", way_out=way_out)
        return
    if section in tree.value:
        why = f"“{section}” stands in plan.yaml and here."
        findings.error(spot, "DUPLICATE_SECTION", why, way_out="Keep one of them.")
        return
    text = directory.read(name)
    part = None if text is None else read_yaml(name, text, findings)
    tree.value[section] = None if part is None else part.value
    tree.spots[section,] = spot
    if part is not None:
        tree.spots.update({(section, *path): at for path, at in part.spots.items()})
        tree.keys.update({(section, *path): at for path, at in part.keys.items()})


def _repaired(tree: Tree, wrong: list[tuple[int | str, ...]], broken: frozenset[str]) -> Reading:
    raw = {key: value for key, value in tree.value.items() if key in PlanDoc.model_fields}
    places: dict[str, list[int]] = {}
    for section in broken & raw.keys():
        bad = {place[1] for place in wrong if place[0] == section and len(place) > 1}
        whole = any(place == (section,) for place in wrong)
        raw[section], places[section] = _without(raw[section], bad, whole=whole)
    for section in broken:
        if not raw.get(section):
            raw.pop(section, None)
            if section in _STAND_INS:
                raw[section] = _STAND_INS[section]
    doc = PlanDoc.model_validate(raw)
    _remember_places(doc, places)
    return Reading(tree=tree, doc=doc, broken=broken)


def _without(given: object, bad: set[str | int], *, whole: bool) -> tuple[object, list[int]]:
    if not whole and isinstance(given, list):
        kept = [at for at in range(len(given)) if at not in bad]
        return [given[at] for at in kept], kept
    if not whole and isinstance(given, dict) and _has_entries(given):
        return {key: value for key, value in given.items() if key not in bad}, []
    return None, []


def _has_entries(given: dict[str, object]) -> bool:
    return all(isinstance(value, dict | list) for value in given.values())


def _remember_places(doc: PlanDoc, places: dict[str, list[int]]) -> None:
    for section in type(doc).model_fields:
        value = getattr(doc, section)
        for at, entry in _entries(section, value, places.get(section)):
            if isinstance(entry, Doc):
                entry._at = at


def _entries(section: str, value: object, places: list[int] | None) -> list[tuple[Path, object]]:
    if isinstance(value, list):
        where = places or range(len(value))
        return [((section, at), entry) for at, entry in zip(where, value, strict=False)]
    if isinstance(value, dict):
        return [((section, str(key)), entry) for key, entry in value.items()]
    return [((section,), value)]
