"""Secrets of targets: from the environment, never from the plan."""

from __future__ import annotations

from collections.abc import Mapping

from noroshi.kernel.secret import Secret
from noroshi.pages.registry import TARGETS


def secrets_of(name: str, kind: str, given: Mapping[str, Secret]) -> dict[str, Secret]:
    """What the environment says for a target: ``given`` is by ``<NAME>_<FIELD>``."""
    known = TARGETS.get(kind)
    return {
        each.name: given[variable_of(name, each.name)]
        for each in (known.fields if known else ())
        if each.secret and variable_of(name, each.name) in given
    }


def variable_of(target: str, field: str) -> str:
    """The end of the environment's variable for a secret, after ``NOROSHI_TARGET_``."""
    return f"{target}_{field}".upper().replace("-", "_")
