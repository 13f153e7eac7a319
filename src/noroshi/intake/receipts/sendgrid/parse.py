"""SendGrid: the signed event webhook. A call brings many events."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from noroshi.domain.bounce_words import Fault, fault_of
from noroshi.domain.receipts import ReceiptEvent, ReceiptKind
from noroshi.intake.receipts.contract import (
    MOST_EVENTS,
    REFERENCE,
    Call,
    Fetch,
    Receiver,
    Told,
    copy_of,
    moment,
    needed,
    text,
    too_many,
    wrong_shape,
    wrong_signature,
)
from noroshi.intake.receipts.documents import parsed

SIGNATURE: Final = "x-twilio-email-event-webhook-signature"
TIMESTAMP: Final = "x-twilio-email-event-webhook-timestamp"
BELIEVED_FOR: Final = timedelta(hours=24)
_KINDS: Final = {
    "delivered": ReceiptKind.DELIVERED,
    "deferred": ReceiptKind.DEFERRED,
    "bounce": ReceiptKind.BOUNCED,
    "spamreport": ReceiptKind.COMPLAINED,
    "unsubscribe": ReceiptKind.UNSUBSCRIBED,
    "group_unsubscribe": ReceiptKind.UNSUBSCRIBED,
}
# Not sent at all, because SendGrid knows of something that we may not know yet.
_DROPPED: Final = {
    "bounced address": ReceiptKind.BOUNCED,
    "invalid": ReceiptKind.BOUNCED,
    "spam reporting address": ReceiptKind.COMPLAINED,
    "unsubscribed address": ReceiptKind.UNSUBSCRIBED,
}


class SendGrid:
    """The source "sendgrid"."""

    def read(self, call: Call, receiver: Receiver, fetch: Fetch) -> Told:
        """See ``ReceiptSource.read``."""
        del fetch
        _check(call, needed(receiver, "callback_public_key"))
        told = parsed(call.body)
        if not isinstance(told, list):
            raise wrong_shape("it is not a list of events")
        if len(told) > MOST_EVENTS:
            raise too_many()
        found = (_event(one, receiver.name, at=call.at) for one in told if isinstance(one, dict))
        return Told(events=tuple(event for event in found if event))


def _check(call: Call, public_key: str) -> None:
    timestamp = call.headers.get(TIMESTAMP, "")
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        raise wrong_signature()
    if abs(call.at - datetime.fromtimestamp(int(timestamp), tz=UTC)) > BELIEVED_FOR:
        raise wrong_signature()
    try:
        key = load_der_public_key(base64.b64decode("".join(public_key.split()), validate=True))
        signature = base64.b64decode(call.headers.get(SIGNATURE, ""), validate=True)
        if not isinstance(key, EllipticCurvePublicKey):
            raise wrong_signature()
        key.verify(signature, timestamp.encode() + call.body, ECDSA(SHA256()))
    except (binascii.Error, ValueError, UnsupportedAlgorithm, InvalidSignature):
        raise wrong_signature() from None


def _event(told: dict[str, Any], account: str, *, at: datetime) -> ReceiptEvent | None:
    detail = text(told.get("reason")) or text(told.get("response"))
    kind = _KINDS.get(text(told.get("event")))
    if told.get("event") == "dropped":
        kind = _DROPPED.get(detail.lower())
    if kind is None:
        return None
    text_id, subscriber_id = copy_of(told.get(REFERENCE)) or (None, None)
    name = text(told.get("sg_event_id")) or f"{told.get('sg_message_id')}:{told.get('timestamp')}"
    return ReceiptEvent(
        kind=kind,
        event_key=f"{name}:{kind}",
        happened_at=moment(told.get("timestamp"), otherwise=at),
        text_id=text_id,
        subscriber_id=subscriber_id,
        address=text(told.get("email")),
        code=text(told.get("status")),
        detail=detail,
        account=account,
        fault=_fault(told, detail) if kind is ReceiptKind.BOUNCED else None,
    )


def _fault(told: dict[str, Any], detail: str) -> Fault | None:
    if told.get("event") == "dropped":
        return Fault.ADDRESS
    judged = fault_of(text(told.get("status")), detail)
    if told.get("type") == "blocked" and judged is Fault.ADDRESS:
        return Fault.PASSING  # SendGrid itself goes on sending to a blocked address
    return judged
