"""What is true when a mail about a check is sent."""

from __future__ import annotations

from datetime import datetime

from noroshi.actions.context import Context
from noroshi.domain.checks import ends_soon
from noroshi.domain.compose import moments
from noroshi.domain.compose.values import time_zone_of
from noroshi.domain.language import pick
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Person, Plan
from noroshi.jobs.payloads import NotifyColleague
from noroshi.storage import checks


def certificate(
    context: Context, plan: Plan, person: Person, job: NotifyColleague, *, now: datetime
) -> tuple[dict[str, str], str] | None:
    """The slots and the link of a mail about a certificate; None when it was renewed by now."""
    known = {check.key: check for check in plan.checks}
    found = next((one for one in checks.running() if one.id == job.about), None)
    until = found.record.certificate_until if found else None
    if found is None or until is None or found.key not in known:
        return None
    if not ends_soon(found.record, known[found.key], now=now):
        return None
    zone = time_zone_of(plan, person.language)
    name = pick(select.component(plan, found.component).name, person.language)
    slots = {
        "check": found.key,
        "title": name,
        "component": name,
        "day": moments.moment(until, person.language, zone=zone, now=now),
    }
    return slots, f"{context.public_url}/components/{found.component}/"
