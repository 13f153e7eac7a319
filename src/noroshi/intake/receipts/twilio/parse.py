"""Twilio: what became of a text message."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qs, urlsplit

from noroshi.domain.bounce_words import Fault
from noroshi.domain.receipts import ReceiptEvent, ReceiptKind
from noroshi.intake.receipts.contract import Call, Fetch, Receiver, Told, copy_of
from noroshi.intake.receipts.twilio.signature import checked_fields
from noroshi.kernel.secret import Secret
from noroshi.net.callbacks import REFERENCE_PARAMETER, SIGNATURE_PARAMETER, callback_is_ours

_KINDS: Final = {
    "delivered": ReceiptKind.DELIVERED,
    "undelivered": ReceiptKind.BOUNCED,
    "failed": ReceiptKind.BOUNCED,
}
_STOPPED: Final = "21610"
_FAULTS: Final = {
    "21211": Fault.ADDRESS,  # not a phone number
    "21614": Fault.ADDRESS,  # not a mobile number
    "30005": Fault.ADDRESS,  # unknown destination
    "30006": Fault.ADDRESS,  # a landline, or a carrier that cannot be reached
    "30007": Fault.OURS,  # filtered by the carrier
    "30034": Fault.OURS,  # an unregistered sender
}


class Twilio:
    """The source "twilio"."""

    def read(self, call: Call, receiver: Receiver, fetch: Fetch) -> Told:
        """See ``ReceiptSource.read``."""
        del fetch
        fields = checked_fields(call, receiver)
        kind = _KINDS.get(fields.get("MessageStatus", ""))
        if kind is None:
            return Told()
        code = fields.get("ErrorCode", "")[:10]
        kind = ReceiptKind.UNSUBSCRIBED if code == _STOPPED else kind
        text_id, subscriber_id = _copy(call.url, receiver) or (None, None)
        event = ReceiptEvent(
            kind=kind,
            event_key=f"{fields.get('MessageSid', '')}:{kind}",
            happened_at=call.at,
            text_id=text_id,
            subscriber_id=subscriber_id,
            address=fields.get("To", "")[:100],
            code=code,
            detail=fields.get("ErrorMessage", "")[:500],
            account=receiver.name,
            fault=_FAULTS.get(code, Fault.PASSING) if kind is ReceiptKind.BOUNCED else None,
        )
        return Told(events=(event,))


def _copy(url: str, receiver: Receiver) -> tuple[int, int] | None:
    """The copy that the address was made for; only if it was us who made the address."""
    query = parse_qs(urlsplit(url).query)
    reference = query.get(REFERENCE_PARAMETER, [""])[0]
    signature = query.get(SIGNATURE_PARAMETER, [""])[0]
    key = receiver.settings.get("callback_key", "")
    if not key or not callback_is_ours(Secret(key), reference, signature):
        return None
    return copy_of(reference)
