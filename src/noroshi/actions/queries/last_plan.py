"""The plan for readers of the status pages, who are served while the database is away too."""

from __future__ import annotations

from noroshi.actions.queries.plan import plan_or_none
from noroshi.domain.plan.model import Plan
from noroshi.storage.outages import OUTAGES

_seen: list[Plan] = []


def last_plan() -> Plan | None:
    """The plan in force; while the database cannot say, the last one that this process saw.

    The public page stays up when our own database is down (promise 4).
    """
    try:
        plan = plan_or_none()
    except OUTAGES:
        return _seen[-1] if _seen else None
    _seen[:] = [plan] if plan else []
    return plan
