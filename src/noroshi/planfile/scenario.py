"""Scenario folders: ``scenarios/<key>/scenario.yaml`` and the templates beside it (P10)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import ValidationError

from noroshi.domain.channel import Channel
from noroshi.domain.plan.model import Outlet
from noroshi.planfile.explain import explain
from noroshi.planfile.files import PlanDirectory
from noroshi.planfile.finding import Findings, Spot
from noroshi.planfile.reading import Reading
from noroshi.planfile.schema import PathDoc, ScenarioDoc
from noroshi.planfile.template import TemplateFile, read_template
from noroshi.planfile.tree import Tree, read_yaml

_KEY = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class ScenarioReading:
    """A scenario folder. ``doc`` and ``tree`` are None where scenario.yaml cannot be read."""

    key: str
    tree: Tree | None
    doc: ScenarioDoc | None
    templates: tuple[TemplateFile, ...]
    unread: frozenset[str]  # template files with mistakes: they exist, and are not "missing"


def read_scenarios(
    directory: PlanDirectory, reading: Reading, findings: Findings
) -> tuple[ScenarioReading, ...]:
    """Every scenario of the plan."""
    folders = sorted({n.split("/")[1] for n in directory.names if _is_inside(n)})
    if not folders:
        way_out = "Add scenarios/<key>/scenario.yaml with templates beside it."
        why = "The plan has no scenario."
        findings.error(Spot(file="scenarios"), "NO_SCENARIO", why, way_out=way_out)
    return tuple(_scenario(directory, folder, reading, findings=findings) for folder in folders)


def outlet(name: str) -> Outlet:
    """The outlet written as ``channel.audience``."""
    channel, _, audience = name.partition(".")
    return Outlet(audience=audience, channel=Channel(channel))


def spot(scenario: ScenarioReading, path: PathDoc, *inner: str | int) -> Spot:
    """The place of a part of an action path."""
    if scenario.tree is None or scenario.doc is None:
        return Spot(file=f"scenarios/{scenario.key}/scenario.yaml")
    return scenario.tree.spot(("paths", scenario.doc.paths.index(path), *inner))


def _is_inside(name: str) -> bool:
    return name.startswith("scenarios/") and name.count("/") > 1


def _scenario(
    directory: PlanDirectory, key: str, reading: Reading, *, findings: Findings
) -> ScenarioReading:
    file = f"scenarios/{key}/scenario.yaml"
    if not _KEY.fullmatch(key):
        way_out = "Use lower-case letters, digits and hyphens, from a letter on."
        findings.error(Spot(file=file), "KEY", f"“{key}” cannot be a key.", way_out=way_out)
    tree = _tree(directory, file, findings)
    names = [name for name in directory.names if name.startswith(f"scenarios/{key}/")]
    texts = [name for name in names if name.endswith(".md") and "/templates/" in name]
    known = {
        "audience": reading.keys("audiences"),
        "language": frozenset(reading.doc.company.languages),
    }
    read = [read_template(directory, name, findings, known=known) for name in texts]
    return ScenarioReading(
        key=key,
        tree=tree,
        doc=None if tree is None else _doc(tree, findings),
        templates=tuple(template for template in read if template),
        unread=frozenset(name for name, made in zip(texts, read, strict=True) if made is None),
    )


def _tree(directory: PlanDirectory, file: str, findings: Findings) -> Tree | None:
    if file not in directory.names:
        why = "The scenario has no scenario.yaml."
        way_out = "Add it: name and paths."
        findings.error(Spot(file=file), "NO_SCENARIO_FILE", why, way_out=way_out)
        return None
    text = directory.read(file)
    return None if text is None else read_yaml(file, text, findings)


def _doc(tree: Tree, findings: Findings) -> ScenarioDoc | None:
    try:
        return ScenarioDoc.model_validate(tree.value)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            explain(error, tree, ScenarioDoc, findings)
        return None
