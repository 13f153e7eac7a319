"""The state of the installation, for monitors."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from noroshi.actions.queries.pulse import Pulse, pulse
from noroshi.api.access import ANY_TOKEN
from noroshi.api.answers import Jobs, OpenIncident, Refused, Status
from noroshi.api.services import context

router = Router(tags=["status"])


@router.get("", auth=ANY_TOKEN, response={200: Status, 401: Refused})
def status(request: HttpRequest) -> Status:  # noqa: ARG001
    """What burns, what is promised, and whether the background work is done."""
    return _answer(pulse(context()))


def _answer(found: Pulse) -> Status:
    return Status(
        open_incidents=[
            OpenIncident(
                number=incident.number,
                title=dict(incident.title),
                severity=incident.severity,
                stage=incident.stage,
                started_at=incident.started_at,
            )
            for incident in found.open
        ],
        proposed_incidents=[incident.number for incident in found.proposed],
        next_promise_due_at=found.next_promise_at,
        overdue_promises=found.overdue,
        workers_alive=found.jobs.workers > 0,
        jobs=Jobs(waiting=found.jobs.waiting, running=found.jobs.running, failed=found.jobs.failed),
        pages_verified_at=found.pages_verified_at,
        pages_waiting=found.pages_waiting,
    )
