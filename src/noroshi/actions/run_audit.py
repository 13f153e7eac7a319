"""Prove that everybody is accounted for, and say what is not as it should be (R19)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.queries.channels import by_provider
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.queries.sending import why_not
from noroshi.domain.audit.counts import Counted, ReportCount
from noroshi.domain.audit.judge import Memory, judge
from noroshi.domain.audit.kinds import Finding, Gap
from noroshi.domain.cadence import report_warnings
from noroshi.domain.checks import ends_soon
from noroshi.domain.events import EventKind
from noroshi.domain.incident import IncidentState, Stage
from noroshi.domain.sending import Why
from noroshi.storage import (
    audit,
    audit_findings,
    checks,
    events,
    incidents,
    page_targets,
    pages,
    promises,
)
from noroshi.storage.audit import Looked, Place
from noroshi.storage.audit_findings import LastRun
from noroshi.storage.unit_of_work import unit_of_work

_OVERLAP: Final = timedelta(minutes=1)
_NEVER: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Audited:
    """What one look found. ``is_whole``: nothing was cut short."""

    findings: tuple[Finding, ...]
    took_ms: int

    @property
    def is_whole(self) -> bool:
        """The look went over everything."""
        return not any(finding.kind is Gap.CUT_SHORT for finding in self.findings)


def run_audit(context: Context, *, limit_ms: int = audit.TIME_LIMIT_MS) -> Audited:
    """Look at everything once, and store what is wrong. It changes nothing else."""
    begun = time.monotonic()
    now = context.clock.now()
    last = audit_findings.last_run()
    notes = last.notes if last else {}
    looked = audit.look(
        now=now,
        since=min(now, last.at if last else now - _NEVER) - _OVERLAP,
        place=Place(**notes.get("place", {})),
        channels=tuple(by_provider()),
        limit_ms=limit_ms,
    )
    judgement = judge(_with_the_rest(context, looked.counted, now), now, _memory(notes))
    with unit_of_work():
        changes = audit_findings.store(judgement.findings, at=now)
        for finding in changes.opened:
            _note(EventKind.GAP_FOUND, finding, now)
        for finding in changes.closed:
            _note(EventKind.GAP_CLOSED, finding, now)
        took = round(1_000 * (time.monotonic() - begun))
        told = _notes(judgement.memory, looked, notes)
        audit_findings.keep_run(LastRun(at=now, took_ms=took, notes=told))
    return Audited(findings=judgement.findings, took_ms=took)


def _with_the_rest(context: Context, counted: Counted, now: datetime) -> Counted:
    """What other parts of the storage know already."""
    why = why_not(context)
    due: dict[int, datetime] = {}
    for promise in promises.open_ones():
        earliest = due.get(promise.incident_number, promise.due_at)
        due[promise.incident_number] = min(earliest, promise.due_at)
    verified = pages.newest_verified()
    seen = verified.version if verified else 0
    waiting = [record for record in pages.unverified() if record.version > seen]
    return replace(
        counted,
        promises=due,
        reports=_reports(now),
        page_wanted_at=waiting[0].wanted_at if waiting else None,
        page_version=waiting[-1].version if waiting else 0,
        page_targets=tuple(page_targets.standings().values()),
        room=context.room(),
        certificates=_certificates(now),
        refusal=str(why) if why and why is not Why.JUST_BEGUN else "",
    )


def _reports(now: datetime) -> tuple[ReportCount, ...]:
    plan = plan_or_none()
    if plan is None:
        return ()
    return tuple(
        ReportCount(
            incident=incident.number,
            due_at=incident.report_due_at,
            warned=sum(
                at <= now for at in report_warnings(incident.resolved_at, plan.report_within)
            ),
        )
        for incident in incidents.listing([IncidentState.RESOLVED])
        if incident.report_due_at
        and incident.resolved_at
        and incident.stage is not Stage.POSTMORTEM
    )


def _certificates(now: datetime) -> dict[str, datetime]:
    plan = plan_or_none()
    known = {check.key: check for check in plan.checks} if plan else {}
    return {
        one.key: one.record.certificate_until
        for one in checks.running()
        if one.key in known
        and one.record.certificate_until
        and ends_soon(one.record, known[one.key], now=now)
    }


def _note(kind: EventKind, finding: Finding, at: datetime) -> None:
    incident = finding.detail.get("incident")
    events.append(
        at=at,
        kind=kind,
        actor=SYSTEM.person,
        incident=incident if isinstance(incident, int) else None,
        data={"gap": finding.kind, "about": finding.about},
    )


def _memory(notes: Mapping[str, Any]) -> Memory:
    return {
        key: (sign, datetime.fromisoformat(since))
        for key, (sign, since) in notes.get("memory", {}).items()
    }


def _notes(memory: Memory, looked: Looked, before: Mapping[str, Any]) -> dict[str, Any]:
    counted, tallies = looked.counted, looked.tallies
    return {
        "memory": {key: [sign, since.isoformat()] for key, (sign, since) in memory.items()},
        "place": vars(looked.place),
        "tallies": before.get("tallies", {}) if tallies is None else tallies,
        "looked_at": {
            "dispatches": len(counted.dispatches),
            "people": sum(one.members for one in counted.dispatches),
        },
        "cut_short": list(counted.cut_short),
    }
