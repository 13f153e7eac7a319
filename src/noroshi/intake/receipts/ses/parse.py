"""Amazon SES: event publishing and notifications, delivered by Amazon SNS."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from noroshi.domain.bounce_words import Fault
from noroshi.domain.receipts import ReceiptEvent, ReceiptKind
from noroshi.intake.receipts.contract import (
    MOST_EVENTS,
    REFERENCE,
    Call,
    Fetch,
    Receiver,
    Told,
    copy_of,
    mapping,
    moment,
    text,
)
from noroshi.intake.receipts.documents import an_object
from noroshi.intake.receipts.ses.sns import check, confirmation

_OUR_ID: Final = re.compile(r"<msg-\d{1,12}-\d{1,12}-(\d{1,12}\.\d{1,12})@[^\s<>]+>")
_GONE: Final = frozenset({"NoEmail", "Suppressed", "OnAccountSuppressionList"})


class AmazonSes:
    """The source "ses"."""

    def read(self, call: Call, receiver: Receiver, fetch: Fetch) -> Told:
        """See ``ReceiptSource.read``."""
        message = an_object(call.body)
        check(message, call, receiver, fetch)
        if message["Type"] == "SubscriptionConfirmation":
            return Told(confirm=confirmation(message))
        if message["Type"] != "Notification":
            return Told()
        told = an_object(message["Message"])
        return Told(events=tuple(_events(told, receiver.name, at=call.at))[:MOST_EVENTS])


def _events(told: dict[str, Any], account: str, *, at: datetime) -> list[ReceiptEvent]:
    kind = told.get("eventType") or told.get("notificationType")
    readers = {
        "Delivery": _delivery,
        "Bounce": _bounce,
        "Complaint": _complaint,
        "DeliveryDelay": _delay,
        "Reject": _reject,
    }
    reader = readers.get(text(kind))
    return reader(told, _Mail(told, account, at)) if reader else []


class _Mail:
    """The mail that an event is about."""

    def __init__(self, told: dict[str, Any], account: str, at: datetime) -> None:
        self._mail = mapping(told.get("mail"))
        self._account, self._at = account, at
        self._copy = copy_of(self._reference())

    def event(
        self,
        kind: ReceiptKind,
        about: dict[str, Any],
        *,
        address: str = "",
        code: str = "",
        detail: str = "",
        fault: Fault | None = None,
    ) -> ReceiptEvent:
        text_id, subscriber_id = self._copy or (None, None)
        name = text(about.get("feedbackId")) or text(self._mail.get("messageId"))
        return ReceiptEvent(
            kind=kind,
            event_key=f"{name}:{kind}:{address.lower()}",
            happened_at=moment(about.get("timestamp"), otherwise=self._at),
            text_id=text_id,
            subscriber_id=subscriber_id,
            address=address,
            code=code,
            detail=detail,
            account=self._account,
            fault=fault,
        )

    def _reference(self) -> str:
        tagged = mapping(self._mail.get("tags")).get(REFERENCE)
        if isinstance(tagged, list) and tagged:
            return text(tagged[0])
        listed = self._mail.get("headers")
        for each in listed[:100] if isinstance(listed, list) else []:
            found = _OUR_ID.fullmatch(text(mapping(each).get("value")))
            if found and text(mapping(each).get("name")).lower() == "message-id":
                return found[1]
        return ""


def _recipients(about: dict[str, Any], key: str) -> list[dict[str, Any]]:
    listed = about.get(key)
    found = listed[:MOST_EVENTS] if isinstance(listed, list) else []
    return [{"emailAddress": one} if isinstance(one, str) else mapping(one) for one in found]


def _delivery(told: dict[str, Any], mail: _Mail) -> list[ReceiptEvent]:
    about = mapping(told.get("delivery"))
    return [
        mail.event(ReceiptKind.DELIVERED, about, address=text(one.get("emailAddress")))
        for one in _recipients(about, "recipients")
    ]


def _bounce(told: dict[str, Any], mail: _Mail) -> list[ReceiptEvent]:
    about = mapping(told.get("bounce"))
    return [
        mail.event(
            ReceiptKind.BOUNCED,
            about,
            address=text(one.get("emailAddress")),
            code=text(one.get("status")),
            detail=text(one.get("diagnosticCode")) or text(about.get("bounceSubType")),
            fault=_fault(about),
        )
        for one in _recipients(about, "bouncedRecipients")
    ]


def _fault(bounce: dict[str, Any]) -> Fault | None:
    if bounce.get("bounceType") != "Permanent":
        return Fault.PASSING
    return Fault.ADDRESS if bounce.get("bounceSubType") in _GONE else None


def _complaint(told: dict[str, Any], mail: _Mail) -> list[ReceiptEvent]:
    about = mapping(told.get("complaint"))
    feedback = text(about.get("complaintFeedbackType"))
    if feedback == "not-spam":
        return []
    return [
        mail.event(
            ReceiptKind.COMPLAINED, about, address=text(one.get("emailAddress")), detail=feedback
        )
        for one in _recipients(about, "complainedRecipients")
    ]


def _delay(told: dict[str, Any], mail: _Mail) -> list[ReceiptEvent]:
    about = mapping(told.get("deliveryDelay"))
    return [
        mail.event(
            ReceiptKind.DEFERRED,
            about,
            address=text(one.get("emailAddress")),
            code=text(one.get("status")),
            detail=text(one.get("diagnosticCode")) or text(about.get("delayType")),
        )
        for one in _recipients(about, "delayedRecipients")
    ]


def _reject(told: dict[str, Any], mail: _Mail) -> list[ReceiptEvent]:
    about = mapping(told.get("reject"))
    return [
        mail.event(ReceiptKind.BOUNCED, about, detail=text(about.get("reason")), fault=Fault.OURS)
    ]
