"""YAML 1.2 as plain values, with the line and column of each of them.

Built on ruamel.yaml's round-trip reader, which keeps the place of every node. Values are made
here and not by the library: every duplicate key is reported, aliases are refused (they make
bombs and hide what a reader of the plan must see), and nothing but maps, lists, texts, whole
numbers, decimals, yes/no and "nothing" can come out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from noroshi.planfile.finding import Findings, Spot

DEEPEST = 20
"""How many levels maps and lists may be nested."""

MOST_BRACKETS = 100
"""How many brackets may be open at one place, also where they are only text."""

LONGEST = 200_000
"""The reader needs seconds for more than this, in characters."""

MOST_LINES = 10_000
"""Likewise in lines."""

Path = tuple[str | int, ...]
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BRACKET = re.compile(r"[\[\]{}]")
_TAG = "tag:yaml.org,2002:"
# Dates are read as the text they are: the plan has none.
_TAGS = frozenset({"map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge"})


@dataclass
class Tree:
    """A YAML file as values. ``spots`` has a place for each value, ``keys`` for each key."""

    file: str
    value: Any = None
    spots: dict[Path, Spot] = field(default_factory=dict)
    keys: dict[Path, Spot] = field(default_factory=dict)

    def spot(self, path: Path) -> Spot:
        """The place of the value at ``path``, or of the nearest thing around it."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.spots:
                return self.spots[path[:end]]
        return Spot(file=self.file)

    def key_spot(self, path: Path) -> Spot:
        """The place of the key at ``path``, else of its value."""
        return self.keys.get(path) or self.spot(path)


def read_yaml(file: str, text: str, findings: Findings) -> Tree | None:
    """The values of one YAML file, or None after a finding says why not."""
    lines = text.count("\n")
    if len(text) > LONGEST or lines > MOST_LINES:
        why = (
            f"The file has {len(text):,} characters in {lines:,} lines; YAML is read up to "
            f"{LONGEST:,} in {MOST_LINES:,}."
        )
        findings.error(Spot(file=file), "TOO_LARGE", why, way_out="Move sections to other files.")
        return None
    root = None if _too_deep(file, text, findings) else _composed(file, text, findings)
    if root is None:
        return None
    reader = _Reader(file, findings)
    tree = reader.tree
    tree.value = reader.value(root, ())
    return tree


def _composed(file: str, text: str, findings: Findings) -> Node | None:
    start = Spot(file=file)
    try:
        root: Node | None = YAML(typ="rt").compose(text)
    except MarkedYAMLError as broken:
        findings.error(_marked(file, broken), "YAML", _said(broken), way_out="Mend the syntax.")
        return None
    except RecursionError:
        why = f"Nested more than {DEEPEST} levels deep."
        findings.error(start, "TOO_DEEP", why, way_out="Take out levels.")
        return None
    except (YAMLError, ValueError, TypeError, AttributeError) as broken:
        # Reader errors carry no mark, and a few odd tags and directives end in plain errors.
        why = f"This is not YAML: {type(broken).__name__}."
        way_out = "Look for control characters and unusual tags or directives."
        findings.error(_first_control(file, text), "YAML", why, way_out=way_out)
        return None
    if root is None:
        findings.error(start, "EMPTY", "The file is empty.", way_out="Write it, or remove it.")
    return root


def _too_deep(file: str, text: str, findings: Findings) -> bool:
    """Whether brackets pile up so high that the reader would need minutes to give up."""
    depth = 0
    for found in _BRACKET.finditer(text):
        depth += 1 if found.group() in "[{" else -1
        if depth > MOST_BRACKETS:
            way_out = "Close the brackets, or take out levels."
            why = f"More than {MOST_BRACKETS} brackets are open."
            findings.error(_at(file, text, found.start()), "TOO_DEEP", why, way_out=way_out)
            return True
    return False


def _first_control(file: str, text: str) -> Spot:
    found = _CONTROL.search(text)
    if found is None:
        return Spot(file=file)
    return _at(file, text, found.start())


def _at(file: str, text: str, start: int) -> Spot:
    before = text[:start]
    return Spot(file=file, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))


def _marked(file: str, broken: MarkedYAMLError) -> Spot:
    mark = broken.problem_mark or broken.context_mark
    return Spot(file=file, line=mark.line + 1, column=mark.column + 1) if mark else Spot(file=file)


def _said(broken: MarkedYAMLError) -> str:
    said = ", ".join(part for part in (broken.context, broken.problem) if part)
    return f"This is not YAML: {said}."


class _Reader:
    def __init__(self, file: str, findings: Findings) -> None:
        self.tree = Tree(file=file)
        self._findings = findings
        self._seen: set[int] = set()

    def value(self, node: Node, path: Path) -> object:
        spot = self._spot(node)
        self.tree.spots[path] = spot
        if id(node) in self._seen:
            way_out = "Write the value out where it is used."
            self._findings.error(
                spot, "ALIAS", "Anchors and aliases are not read.", way_out=way_out
            )
            return None
        self._seen.add(id(node))
        if len(path) > DEEPEST:
            why = f"Nested more than {DEEPEST} levels deep."
            self._findings.error(spot, "TOO_DEEP", why, way_out="Take out levels.")
            return None
        return self._made(node, path, spot)

    def _made(self, node: Node, path: Path, spot: Spot) -> object:
        tag = str(node.tag).removeprefix(_TAG)
        if tag not in _TAGS:
            why = f"The tag “{tag}” is not read."
            self._findings.error(spot, "TAG", why, way_out="Write the plain value.")
            return None
        if isinstance(node, MappingNode):
            return self._map(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, at)) for at, item in enumerate(node.value)]
        return self._scalar(str(node.value), tag, spot)

    def _map(self, node: MappingNode, path: Path) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else ""
            spot = self._spot(key_node)
            if not key or _CONTROL.search(key):
                why = "A key must be one plain word."
                self._findings.error(spot, "KEY", why, way_out="Rewrite the key.")
            elif key in made:
                why = f"“{key}” is there twice."
                self._findings.error(spot, "DUPLICATE_KEY", why, way_out="Keep one of them.")
            else:
                made[key] = None
                self.tree.keys[*path, key] = spot
                made[key] = self.value(value_node, (*path, key))
                if made[key] is None and value_node.start_mark.line != key_node.start_mark.line:
                    # An empty value has the place of whatever follows, which would mislead.
                    self.tree.spots[*path, key] = spot
        return made

    def _scalar(self, text: str, tag: str, spot: Spot) -> object:
        if _CONTROL.search(text):
            way_out = "Remove it; line breaks belong into a block of text."
            self._findings.error(
                spot, "CONTROL_CHARACTER", "The text holds a control character.", way_out=way_out
            )
            return None
        if tag == "null":
            return None
        if tag == "bool" and text.lower() in {"true", "false"}:
            return text.lower() == "true"
        return _number(text, tag)

    def _spot(self, node: Node) -> Spot:
        mark = node.start_mark
        return Spot(file=self.tree.file, line=mark.line + 1, column=mark.column + 1)


def _number(text: str, tag: str) -> int | float | str:
    if tag == "int" and re.fullmatch(r"[-+]?[0-9]{1,15}", text):
        return int(text)
    if tag == "float" and re.fullmatch(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}", text):
        return float(text)
    return text
