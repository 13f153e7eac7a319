"""The plan in force."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from noroshi import planfile
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import NotFound
from noroshi.storage import plans


def current_plan() -> Plan:
    """The newest version.

    Raises:
        NotFound: no plan was applied yet.
    """
    plan = plan_or_none()
    if plan is None:
        raise NotFound(
            "There is no plan yet.",
            way_out="Apply one with “noroshi plan apply DIRECTORY”.",
        )
    return plan


def plan_or_none() -> Plan | None:
    """The newest version, or None before the first was applied."""
    newest = plans.newest_identity()
    return _plan(*newest) if newest else None


@lru_cache(maxsize=4)
def _plan(number: int, _digest: str) -> Plan:
    # A version never changes, so it is parsed once and kept. The digest tells databases apart.
    stored = plans.version(number)
    if stored is None:
        raise NotFound("There is no version {number} of the plan.", number=number)
    return replace(planfile.parse(stored.document), version=number)
