"""Propose an incident because alerts fire; a person confirms or dismisses it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from noroshi.actions.declare_incident import MAX_TITLE, is_shown
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.events import EventKind
from noroshi.domain.incident import ComponentStatus, Incident, IncidentState, Scope
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.intake.contract import Alert
from noroshi.storage import events, incidents

_SKEW = timedelta(minutes=5)
_FIRST_YEAR = 2000  # earlier ones are no times, but ways to write "not known"
_HINTS = {"critical": 4, "page": 4, "error": 3, "warning": 2, "info": 1}
_NO_HINT = 3


def propose_incident(source: str, firing: Sequence[Alert], *, now: datetime) -> Incident:
    """Keep a proposal made of alerts that fire, inside the caller's transaction."""
    plan = current_plan()
    scenario = plan.scenarios[0]
    severity = max(_severity(plan, alert) for alert in firing)
    told = next((alert.title or alert.name for alert in firing), "")
    proposed = Incident(
        number=incidents.next_number(),
        state=IncidentState.PROPOSED,
        stage=None,
        title=_title(plan, told),
        severity=severity,
        scenario=scenario.key,
        path=select.path(scenario, severity).key,
        scope=_scope(plan, firing),
        started_at=_start(firing, now),
        plan_version=plan.version,
        bridge_url=plan.bridge_url,
    )
    incidents.add(proposed)
    events.append(
        at=now,
        kind=EventKind.INCIDENT_PROPOSED,
        actor=source,
        incident=proposed.number,
        data={
            "name": told,
            "clock_ahead": any(alert.started_at > now + _SKEW for alert in firing),
        },
    )
    return proposed


def _start(firing: Sequence[Alert], now: datetime) -> datetime:
    # A monitoring system whose clock runs ahead must not put the start into the future.
    known = (alert.started_at for alert in firing if alert.started_at.year >= _FIRST_YEAR)
    return min([*known, now])


def _title(plan: Plan, told: str) -> dict[str, str]:
    line = "".join(char if is_shown(char) else " " for char in told)[:MAX_TITLE].strip()
    return dict.fromkeys(plan.company.languages[:1], line)


def _severity(plan: Plan, alert: Alert) -> int:
    wanted = _HINTS.get(alert.severity.lower(), _NO_HINT)
    return min((known.level for known in plan.severities), key=lambda level: abs(level - wanted))


def _scope(plan: Plan, firing: Sequence[Alert]) -> Scope:
    components = {component.key for component in plan.components}
    regions = {region.key for region in plan.regions}
    return Scope(
        components=tuple(sorted({alert.component for alert in firing} & components)),
        regions=tuple(sorted({alert.region for alert in firing} & regions)),
        status=ComponentStatus.PARTIAL_OUTAGE,
    )
