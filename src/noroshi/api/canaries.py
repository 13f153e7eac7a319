"""Test messages that have arrived, told by whoever reads the recipient's box or phone (R19)."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from noroshi.actions.watch_canaries import canary_seen
from noroshi.api.answers import Refused
from noroshi.api.services import context
from noroshi.kernel.errors import NotFound

router = Router(tags=["canaries"])


@router.post("/{token}", auth=None, response={204: None, 404: Refused})
def arrived(request: HttpRequest, token: str) -> Status[None]:  # noqa: ARG001
    """Say that a test message has arrived; its token is the right to do so.

    Only the newest message of an account counts; saying it twice changes nothing.
    """
    if not canary_seen(context(), token, context().clock.now()):
        raise NotFound("No test message with this token is awaited.")
    return Status(204, None)
