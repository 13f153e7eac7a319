"""What is true when a notice about planned work, or about a text with a set time, is sent."""

from __future__ import annotations

from datetime import datetime

from noroshi.actions.queries.readiness import what_holds
from noroshi.domain.compose import moments
from noroshi.domain.compose.values import time_zone_of
from noroshi.domain.incident import Incident
from noroshi.domain.language import pick
from noroshi.domain.maintenance import Maintenance, WorkState
from noroshi.domain.message import MessageState
from noroshi.domain.plan.model import Person, Plan
from noroshi.jobs.payloads import NotifyColleague
from noroshi.storage import maintenances, messages

CLOCK = "clock_"
"""What the kinds of these notices begin with."""

_TRUE_IN = {
    "clock_not_announced": {WorkState.PLANNED},
    "clock_begin": {WorkState.SCHEDULED},
    "clock_not_begun": {WorkState.SCHEDULED},
    "clock_ending": {WorkState.IN_PROGRESS, WorkState.VERIFYING},
    "clock_overrun": {WorkState.IN_PROGRESS, WorkState.VERIFYING},
}


def clock_slots(
    plan: Plan, incident: Incident, person: Person, job: NotifyColleague, *, now: datetime
) -> dict[str, str] | None:
    """The slots that such a notice has beside the others; None when it is settled by now."""
    zone = time_zone_of(plan, person.language)

    def said(at: datetime | None) -> str:
        return moments.moment(at, person.language, zone=zone, now=now) if at else ""

    if job.kind in _TRUE_IN:
        work = maintenances.get(incident.number)
        if work.state not in _TRUE_IN[job.kind] or _has_time_again(work, job.kind, now):
            return None
        return {"begins": said(work.window.starts_at), "ends": said(work.window.ends_at)}
    message = messages.get(job.about)
    if message.state in {MessageState.PUBLISHED, MessageState.WITHDRAWN}:
        return None
    holds = what_holds(plan, message)
    if job.kind == "clock_not_ready" and (holds is None or message.publish_at is None):
        return None
    return {
        "goes_out": said(message.publish_at),
        "holds": pick(holds, person.language) if holds else "",
    }


def _has_time_again(work: Maintenance, kind: str, now: datetime) -> bool:
    """Whether another window has made the call pointless."""
    if kind in {"clock_overrun", "clock_not_begun"}:
        return now < work.window.ends_at
    return kind == "clock_begin" and now < work.window.starts_at
