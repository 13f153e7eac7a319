"""Reading a mail of the bounce mailbox."""

from __future__ import annotations

import re
from email.message import Message
from typing import Any, Final

from noroshi.intake.bounces.mime import header, headers, kind_of, opened, parts, text_of
from noroshi.intake.bounces.plain import (
    recipients_in_words,
    says_delayed,
    says_failed,
    ses_notice,
)
from noroshi.intake.bounces.report import Failed, MailKind, MailReport
from noroshi.intake.bounces.status import (
    field_groups,
    is_status,
    recipients_in,
    recipients_of,
)

_RETURNED: Final = frozenset({"message/rfc822", "message/global", "message/partial"})
_ONLY_HEADERS: Final = frozenset({"text/rfc822-headers", "text/rfc822-header"})
_FEEDBACK: Final = "message/feedback-report"
_PLACES: Final = (
    "To", "Delivered-To", "X-Original-To", "X-Envelope-To", "Envelope-To", "Return-Path",
    "X-Actual-Recipient", "X-HmXmrOriginalRecipient", "Errors-To",
)  # fmt: skip
_ADDRESS: Final = re.compile(r"[^\s<>;,:\"()@]{1,200}@[^\s<>;,:\"()@]{1,253}")
_IDS: Final = re.compile(r"<[^\s<>]{3,300}>")


def read_mail(raw: bytes, *, envelope: tuple[str, ...] = ()) -> MailReport:
    """What a mail says; never raises, whatever is in it.

    ``envelope`` are the recipients with whom it came in, if the entrance knows them.
    """
    message = opened(raw)
    if message is None:
        return MailReport(kind=MailKind.OTHER)
    pieces = list(parts(message))
    returned = _returned(pieces)
    kind, failed, feedback = _judged(message, pieces)
    return MailReport(
        kind=kind,
        failed=tuple(failed[:50]),
        candidates=_candidates(message, pieces, returned, envelope=envelope),
        message_ids=_ids([message, *returned]),
        own_id=_first_id(message),
        feedback=feedback,
    )


def _judged(message: Message, pieces: list[Message]) -> tuple[MailKind, list[Failed], str]:
    feedback = next((piece for piece in pieces if kind_of(piece) == _FEEDBACK), None)
    if feedback is not None:
        told = _feedback_fields(feedback)
        failed = [Failed(address=told["original-rcpt-to"])] if "original-rcpt-to" in told else []
        return MailKind.COMPLAINT, failed, told.get("feedback-type", "abuse").lower()
    if _is_complaint(message):
        whom = header(message, "X-HmXmrOriginalRecipient") or _first_to(pieces)
        return MailKind.COMPLAINT, [Failed(address=whom)] if whom else [], "abuse"
    told_by_status = [one for piece in pieces if is_status(piece) for one in recipients_of(piece)]
    if told_by_status:
        return *_of_status(_with_words(told_by_status, pieces)), ""
    return _of_words(message, pieces)


def _of_status(found: list[Failed]) -> tuple[MailKind, list[Failed]]:
    failed = [one for one in found if one.action == "failed" and one.code[:1] != "2"]
    return (MailKind.BOUNCE, failed) if failed else (MailKind.DELAY, found)


def _with_words(found: list[Failed], pieces: list[Message]) -> list[Failed]:
    """The same, with the words for people where the fields say too little."""
    if all(one.detail for one in found):
        return found
    words = {one.address.lower(): one for one in recipients_in_words(_first_text(pieces))}
    text = " ".join(_first_text(pieces).split())[:1_000]
    return [
        one
        if one.detail
        else Failed(
            address=one.address,
            original=one.original,
            action=one.action,
            code=one.code,
            detail=words[one.address.lower()].detail if one.address.lower() in words else text,
        )
        for one in found
    ]


def _of_words(message: Message, pieces: list[Message]) -> tuple[MailKind, list[Failed], str]:
    text = _first_text(pieces)
    notice = ses_notice(text)
    if notice is not None:
        return _of_notice(notice)
    wrapped = recipients_in(text)
    if wrapped:
        return *_of_status(_with_words(wrapped, pieces)), ""
    whole = f"{header(message, 'Subject')}\n{text}"
    if says_delayed(whole):
        return MailKind.DELAY, recipients_in_words(text), ""
    failed = recipients_in_words(text) or _failed_headers(message)
    if failed and (_is_from_a_system(message) or says_failed(whole)):
        return MailKind.BOUNCE, failed, ""
    automatic = header(message, "Auto-Submitted").lower() not in {"", "no"}
    return (MailKind.AUTOMATIC if automatic else MailKind.OTHER), [], ""


def _failed_headers(message: Message) -> list[Failed]:
    named = headers(message, "X-Failed-Recipients")
    return [Failed(address=one.strip()) for each in named for one in each.split(",")][:50]


def _is_from_a_system(message: Message) -> bool:
    sender = header(message, "From").lower()
    empty = header(message, "Return-Path") == "<>"
    return empty or "mailer-daemon" in sender or "postmaster" in sender


def _is_complaint(message: Message) -> bool:
    # Outlook.com's programme for senders (JMRP) has no feedback report.
    return bool(header(message, "X-HmXmrOriginalRecipient")) or header(
        message, "Subject"
    ).lower().startswith("complaint about message from ")


def _of_notice(notice: dict[str, Any]) -> tuple[MailKind, list[Failed], str]:
    if notice.get("notificationType") == "Complaint":
        return MailKind.COMPLAINT, _told(notice, "complaint", "complainedRecipients"), "abuse"
    if notice.get("notificationType") == "Bounce":
        return MailKind.BOUNCE, _told(notice, "bounce", "bouncedRecipients"), ""
    return MailKind.DELAY, [], ""


def _told(notice: dict[str, Any], about: str, key: str) -> list[Failed]:
    inner = notice.get(about)
    listed = inner.get(key) if isinstance(inner, dict) else None
    return [
        Failed(
            address=str(one.get("emailAddress", ""))[:300],
            code=str(one.get("status", ""))[:20],
            detail=str(one.get("diagnosticCode", ""))[:1_000],
        )
        for one in (listed if isinstance(listed, list) else [])[:50]
        if isinstance(one, dict)
    ]


def _first_text(pieces: list[Message]) -> str:
    for piece in pieces:
        if kind_of(piece) in _RETURNED:
            break
        if not piece.is_multipart() and kind_of(piece).startswith("text/"):
            return text_of(piece)
    return text_of(pieces[0]) if pieces and not pieces[0].is_multipart() else ""


def _feedback_fields(piece: Message) -> dict[str, str]:
    below = piece.get_payload()
    inner = below[0] if isinstance(below, list) and below else None
    if isinstance(inner, Message):
        text = "\n".join(f"{name}: {header(inner, name)}" for name in inner.keys())  # noqa: SIM118
    else:
        text = text_of(piece)
    return next(field_groups(text), {})


def _returned(pieces: list[Message]) -> list[Message]:
    """The heads of the returned mail."""
    found = []
    for piece in pieces:
        below = piece.get_payload()
        if kind_of(piece) in _RETURNED and isinstance(below, list) and below:
            found += [each for each in below[:1] if isinstance(each, Message)]
        elif kind_of(piece) in _ONLY_HEADERS:
            head = opened(text_of(piece).lstrip().encode("utf-8", "replace"))
            found += [head] if head is not None else []
    return found[:5]


def _first_to(pieces: list[Message]) -> str:
    for head in _returned(pieces):
        found = _ADDRESS.search(header(head, "To"))
        if found:
            return found[0]
    return ""


def _candidates(
    message: Message,
    pieces: list[Message],
    returned: list[Message],
    *,
    envelope: tuple[str, ...],
) -> tuple[str, ...]:
    texts = [
        value for head in (message, *returned) for name in _PLACES for value in headers(head, name)
    ]
    for piece in pieces:
        if kind_of(piece) == _FEEDBACK:
            texts.append(_feedback_fields(piece).get("original-mail-from", ""))
        elif is_status(piece):
            texts += _sender_fields(piece)
    found = [*envelope, *(one for text in texts for one in _ADDRESS.findall(text))]
    return tuple(dict.fromkeys(found))[:50]


def _sender_fields(piece: Message) -> list[str]:
    below = piece.get_payload()
    first = below[0] if isinstance(below, list) and below else None
    return headers(first, "X-Postfix-Sender") if isinstance(first, Message) else []


def _ids(heads: list[Message]) -> tuple[str, ...]:
    names = ("Message-ID", "References", "In-Reply-To", "X-Original-Message-ID")
    found = [one for head in heads for name in names for one in _IDS.findall(header(head, name))]
    return tuple(dict.fromkeys(found))[:20]


def _first_id(message: Message) -> str:
    found = _IDS.search(header(message, "Message-ID"))
    return found[0] if found else ""
