"""Mailgun: signed webhooks. The signature covers a time and a token, not the body: so a token
counts once."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
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

BELIEVED_FOR: Final = timedelta(hours=9)
"""Mailgun tries again for eight hours."""

_KINDS: Final = {
    "delivered": ReceiptKind.DELIVERED,
    "complained": ReceiptKind.COMPLAINED,
    "unsubscribed": ReceiptKind.UNSUBSCRIBED,
}
_KNOWN_THERE: Final = {
    "suppress-complaint": ReceiptKind.COMPLAINED,
    "suppress-unsubscribe": ReceiptKind.UNSUBSCRIBED,
}


class Mailgun:
    """The source "mailgun"."""

    def read(self, call: Call, receiver: Receiver, fetch: Fetch) -> Told:
        """See ``ReceiptSource.read``."""
        del fetch
        key = needed(receiver, "callback_secret")
        told = an_object(call.body)
        token = _checked(mapping(told.get("signature")), key, now=call.at)
        event = _event(mapping(told.get("event-data")), receiver.name, at=call.at)
        return Told(events=(event,) if event else (), once=f"token:{token}")


def _checked(signed: dict[str, Any], key: str, *, now: datetime) -> str:
    timestamp, token = text(signed.get("timestamp")), text(signed.get("token"))
    signature = text(signed.get("signature"))
    expected = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    if not token or not hmac.compare_digest(expected.encode(), signature.encode()):
        raise wrong_signature()
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        raise wrong_signature()
    if abs(now - datetime.fromtimestamp(int(timestamp), tz=UTC)) > BELIEVED_FOR:
        raise wrong_signature()
    return token


def _event(told: dict[str, Any], account: str, *, at: datetime) -> ReceiptEvent | None:
    kind = _kind(told)
    if kind is None:
        return None
    status = mapping(told.get("delivery-status"))
    reference = mapping(told.get("user-variables")).get(REFERENCE)
    text_id, subscriber_id = copy_of(reference) or (None, None)
    return ReceiptEvent(
        kind=kind,
        event_key=f"{text(told.get('id'))}:{kind}",
        happened_at=moment(told.get("timestamp"), otherwise=at),
        text_id=text_id,
        subscriber_id=subscriber_id,
        address=text(told.get("recipient")),
        code=text(status.get("enhanced-code")),
        detail=_words(status) or text(told.get("reason")),
        account=account,
        fault=Fault.ADDRESS if told.get("reason") == "suppress-bounce" else None,
    )


def _kind(told: dict[str, Any]) -> ReceiptKind | None:
    if told.get("event") != "failed":
        return _KINDS.get(text(told.get("event")))
    if told.get("severity") == "temporary":
        return ReceiptKind.DEFERRED
    return _KNOWN_THERE.get(text(told.get("reason")), ReceiptKind.BOUNCED)


def _words(status: dict[str, Any]) -> str:
    words = text(status.get("message")) or text(status.get("description"))
    code = text(status.get("code"))
    return f"{code} {words}" if words and code and not words.startswith(code) else words
