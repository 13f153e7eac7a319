"""Postmark: webhooks that prove themselves by a secret of ours, in a header or as a password."""

from __future__ import annotations

import base64
import binascii
import hmac
from datetime import datetime
from typing import Any, Final

from noroshi.domain.bounce_words import Fault
from noroshi.domain.receipts import ReceiptEvent, ReceiptKind
from noroshi.intake.receipts.contract import (
    REFERENCE,
    Call,
    Fetch,
    Receiver,
    Told,
    copy_of,
    mapping,
    moment,
    needed,
    text,
    wrong_signature,
)
from noroshi.intake.receipts.documents import an_object

HEADER: Final = "x-noroshi-secret"
_FAULTS: Final[dict[str, Fault | None]] = {
    "HardBounce": None,
    "BadEmailAddress": Fault.ADDRESS,
    "SoftBounce": Fault.PASSING,
    "DnsError": Fault.PASSING,
    "Undeliverable": Fault.PASSING,
    "VirusNotification": Fault.OURS,
    "Blocked": Fault.OURS,
    "DMARCPolicy": Fault.OURS,
    "SMTPApiError": Fault.OURS,
}
_KINDS: Final = {
    "Transient": ReceiptKind.DEFERRED,
    "SpamNotification": ReceiptKind.COMPLAINED,
    "SpamComplaint": ReceiptKind.COMPLAINED,
    "Unsubscribe": ReceiptKind.UNSUBSCRIBED,
    **dict.fromkeys(_FAULTS, ReceiptKind.BOUNCED),
}


class Postmark:
    """The source "postmark"."""

    def read(self, call: Call, receiver: Receiver, fetch: Fetch) -> Told:
        """See ``ReceiptSource.read``."""
        del fetch
        secret = needed(receiver, "callback_secret")
        given = call.headers.get(HEADER, "") or _password(call.headers.get("authorization", ""))
        if not hmac.compare_digest(secret.encode(), given.encode("utf-8", "replace")):
            raise wrong_signature()
        event = _event(an_object(call.body), receiver.name, at=call.at)
        return Told(events=(event,) if event else ())


def _password(authorization: str) -> str:
    kind, _, encoded = authorization.partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(encoded, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _event(told: dict[str, Any], account: str, *, at: datetime) -> ReceiptEvent | None:
    kind, sort = _kind(told), text(told.get("Type"))
    if kind is None:
        return None
    text_id, subscriber_id = copy_of(mapping(told.get("Metadata")).get(REFERENCE)) or (None, None)
    name = text(told.get("ID")) or text(told.get("MessageID"))
    when = told.get("BouncedAt") or told.get("DeliveredAt") or told.get("ChangedAt")
    return ReceiptEvent(
        kind=kind,
        event_key=f"{name}:{kind}",
        happened_at=moment(when, otherwise=at),
        text_id=text_id,
        subscriber_id=subscriber_id,
        address=text(told.get("Email")) or text(told.get("Recipient")),
        detail=text(told.get("Details")) or text(told.get("Description")),
        account=account,
        fault=_FAULTS.get(sort) if kind is ReceiptKind.BOUNCED else None,
    )


def _kind(told: dict[str, Any]) -> ReceiptKind | None:
    record = told.get("RecordType")
    if record == "Delivery":
        return ReceiptKind.DELIVERED
    if record == "SpamComplaint":
        return ReceiptKind.COMPLAINED
    if record == "SubscriptionChange":
        left = told.get("SuppressSending") is True
        by_hand = told.get("SuppressionReason") == "ManualSuppression"
        return ReceiptKind.UNSUBSCRIBED if left and by_hand else None
    return _KINDS.get(text(told.get("Type"))) if record == "Bounce" else None
