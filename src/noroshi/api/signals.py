"""Signals of monitoring systems."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.receive_signal import Received, receive_signal
from noroshi.actions.reject_signal import reject_signal
from noroshi.api.access import ANY_TOKEN, owner_of
from noroshi.api.answers import Refused, Taken
from noroshi.api.bodies import body_of
from noroshi.api.services import context
from noroshi.intake.contract import Batch
from noroshi.intake.registry import SOURCES
from noroshi.kernel.errors import NotFound, Refusal

router = Router(tags=["signals"])

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The body as the source sends it, unchanged; at most 1 MB.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


class NotReady(Refusal):
    """Nothing is wrong with the request; it should be sent again later."""

    status = 503


@router.post(
    "/{source}",
    auth=ANY_TOKEN,
    response={202: Taken, (400, 401, 404, 413, 503, 507): Refused},
    openapi_extra=_BODY,
)
def take_in(request: HttpRequest, source: str) -> Status[Received]:
    """Report alerts. They propose an incident, which a person confirms; nothing is published.

    Sending the same report again changes nothing but its count.
    """
    if source not in SOURCES:
        known = ", ".join(sorted(SOURCES))
        raise NotFound(f"There is no source “{source[:50]}”.", way_out=f"Known: {known}.")
    if plan_or_none() is None:
        raise NotReady("There is no plan yet.", way_out="Apply one, and send this again.")
    batch = _batch(request, source)
    return Status(202, receive_signal(context(), source=source, batch=batch))


def _batch(request: HttpRequest, source: str) -> Batch:
    try:
        return SOURCES[source].parse(body_of(request))
    except Refusal as refusal:
        reject_signal(context(), source=owner_of(request), why=refusal.why)
        raise
