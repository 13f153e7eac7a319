"""Turns what pydantic says into a finding: a code, one sentence, the way out."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from noroshi.planfile.finding import Findings, did_you_mean
from noroshi.planfile.tree import Path, Tree

_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a map",
    "model_type": "a map",
    "enum": "one of the known words",
}
_PATTERNS = {
    "key": ("KEY", "Use lower-case letters, digits and hyphens, from a letter on."),
    "path": ("PAGE_PATH", "Use lower-case letters, digits, hyphens and slashes inside."),
    "outlets": ("OUTLET", "Write channel.audience, such as email.customers."),
}
_LANGUAGE = ("LANGUAGE", "Use a two-letter code such as en or ja.")


def explain(error: ErrorDetails, tree: Tree, model: type[BaseModel], findings: Findings) -> None:
    """Note one error of validation, at its place in the file."""
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    at_key = error["type"] == "extra_forbidden" or error["loc"][-1:] == ("[key]",)
    spot = tree.key_spot(path) if at_key else tree.spot(path)
    code, why, way_out = _worded(error, path, model)
    findings.error(spot, code, why, way_out=way_out)


def _worded(error: ErrorDetails, path: Path, model: type[BaseModel]) -> tuple[str, str, str]:
    kind, context = error["type"], error.get("ctx", {})
    name = _named(path)
    if kind == "plan":
        return str(context["code"]), str(context["why"]), str(context["way_out"])
    if kind == "extra_forbidden":
        way_out = did_you_mean(name, fields_at(model, path[:-1]))
        return "UNKNOWN_FIELD", f"“{name}” is not known here.", way_out
    if kind == "missing":
        return "MISSING_FIELD", f"“{name}” is missing.", f"Add “{name}:”."
    if kind in {"enum", "literal_error"}:
        known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        return "UNKNOWN_VALUE", f"“{error['input']}” is not known here.", _advice(error, known)
    if kind in _EXPECTED:
        why = f"“{name}” must be {_EXPECTED[kind]}, and is {_shape(error['input'])}."
        return "WRONG_TYPE", why, _advice(error, ())
    return _limits(kind, context, path, error=error)


def _limits(
    kind: str, context: Mapping[str, Any], path: Path, *, error: ErrorDetails
) -> tuple[str, str, str]:
    name = _named(path)
    if kind == "string_pattern_mismatch":
        words = [part for part in path if isinstance(part, str)]
        code, way_out = next((_PATTERNS[w] for w in words[::-1] if w in _PATTERNS), _LANGUAGE)
        return code, f"“{error['input']}” does not fit here.", way_out
    if kind == "too_short":
        return "EMPTY_LIST", f"“{name}” must not be empty.", "Add at least one entry."
    if kind in {"string_too_long", "too_long"}:
        why = f"“{name}” is longer than {context.get('max_length')} characters."
        return "TOO_LONG", why, "Shorten it."
    return "RANGE", f"“{name}”: {error['msg'][:1].lower()}{error['msg'][1:]}.", "Correct the value."


def _advice(error: ErrorDetails, known: typing.Iterable[str]) -> str:
    known = list(known)
    if isinstance(error["input"], str) and known:
        return did_you_mean(error["input"], known)
    if isinstance(error["input"], int | float):
        return "Put it into quotes if a text is meant."
    return f"Known: {', '.join(known)}." if known else "Correct the value."


def _named(path: Path) -> str:
    words = [part for part in path if isinstance(part, str)]
    return words[-1] if words else "the file"


def _shape(given: object) -> str:
    shapes = {bool: "true or false", dict: "a map", list: "a list", str: "a text"}
    return "empty" if given is None else shapes.get(type(given), "a number")


def fields_at(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The names of the fields that a map at ``path`` may have."""
    here: object = model
    for part in path:
        here = _inner(here, part)
    if isinstance(here, type) and issubclass(here, BaseModel):
        return tuple(here.model_fields)
    return ()


def _inner(here: object, part: str | int) -> object:
    if isinstance(here, type) and issubclass(here, BaseModel):
        known = here.model_fields.get(str(part))
        return known.annotation if known else None
    if typing.get_origin(here) in {types.UnionType, typing.Union}:
        return next((_inner(option, part) for option in typing.get_args(here)), None)
    arguments = typing.get_args(here)
    return arguments[-1] if arguments else None
