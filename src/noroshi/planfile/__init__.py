"""The plan as files: read, checked with the place of every mistake, stored, compared (P9, P11)."""

from __future__ import annotations

from noroshi.planfile.diff import Change, diff
from noroshi.planfile.document import dump, parse
from noroshi.planfile.finding import Level, PlanFinding, rendered
from noroshi.planfile.load import Loaded, load
from noroshi.planfile.sample import sample_directory
from noroshi.planfile.schema import json_schema

__all__ = [
    "Change",
    "Level",
    "Loaded",
    "PlanFinding",
    "diff",
    "dump",
    "json_schema",
    "load",
    "parse",
    "rendered",
    "sample_directory",
]
