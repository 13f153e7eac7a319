"""Receipts: providers tell what became of what they took, and what people answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from noroshi.actions.take_in_receipts import TakenIn, take_in_receipts
from noroshi.api.answers import Refused
from noroshi.api.bodies import body_of
from noroshi.api.services import context, outside
from noroshi.intake.receipts.contract import Call, ReceiptSource
from noroshi.intake.receipts.registry import INBOUND_SOURCES, RECEIPT_SOURCES

router = Router(tags=["receipts"])

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The body as the provider sends it, unchanged; at most 256 kB.",
        "content": {"application/json": {"schema": {}}},
    }
}
_REFUSED = (400, 401, 404, 406, 413, 507)


class ReceiptsTaken(Schema):
    """How many events of a call were new, and how many had been told before."""

    new: int
    known: int


@router.post(
    "/{account}",
    auth=None,
    response={200: ReceiptsTaken, _REFUSED: Refused},
    openapi_extra=_BODY,
)
def take_in(request: HttpRequest, account: str) -> Status[ReceiptsTaken]:
    """Report what became of messages, in the shape and with the signature of the account's
    provider: Amazon SES (by SNS), SendGrid, Mailgun, Postmark, Twilio.

    Events that are not understood are passed over. Telling one again changes nothing.
    """
    taken = _taken(request, account, RECEIPT_SOURCES).recorded
    new = taken.new + taken.delivered
    return Status(200, ReceiptsTaken(new=new, known=taken.known))


@router.post("/{account}/inbound", auth=None, openapi_extra=_BODY, response={_REFUSED: Refused})
def take_in_answer(request: HttpRequest, account: str) -> HttpResponse:
    """Pass on a text message that somebody sent back (Twilio). “STOP” ends all subscriptions of
    the number at once; everything else is passed over."""
    said = _taken(request, account, INBOUND_SOURCES).answer
    message = f"<Message>{escape(said)}</Message>" if said else ""
    document = f'<?xml version="1.0" encoding="UTF-8"?><Response>{message}</Response>'
    return HttpResponse(document, content_type="text/xml; charset=utf-8")


def _taken(request: HttpRequest, account: str, sources: Mapping[str, ReceiptSource]) -> TakenIn:
    call = Call(
        # Never from the Host header: the provider signed the address that it was given.
        url=f"{context().public_url}{request.get_full_path()}",
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body_of(request),
        at=context().clock.now(),
    )
    return take_in_receipts(context(), call, account, sources=sources, outside=outside())
