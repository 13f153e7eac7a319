"""One thing that ``noroshi doctor`` looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    name: str
    level: Level
    found: str
    way_out: str = ""


def ok(name: str, found: str) -> Check:
    """It is as it should be."""
    return Check(name=name, level="ok", found=found)


def warning(name: str, found: str, way_out: str) -> Check:
    """It works, but somebody should look at it."""
    return Check(name=name, level="warning", found=found, way_out=way_out)


def wrong(name: str, found: str, way_out: str) -> Check:
    """Something does not work, or will not when it is needed."""
    return Check(name=name, level="wrong", found=found, way_out=way_out)
