"""Take in a mail that came back to us.

Anybody can write such a mail, so what it says counts only with a proof of whom it is about: a
return path that this installation signed, or one of our Message-IDs together with the address of
exactly that subscriber. Without it nothing is changed. One copy bounces once, however many mails
say so, and reports about what went out more than 14 days ago are not believed any more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from noroshi.actions.context import Context
from noroshi.actions.queries.provider_accounts import candidates_of
from noroshi.actions.record_receipts import record_receipts
from noroshi.actions.watch_canaries import canary_seen
from noroshi.domain.bounce_words import Fault
from noroshi.domain.channel import Channel
from noroshi.domain.receipts import BELIEVED_FOR, ReceiptEvent, ReceiptKind
from noroshi.domain.suppression import normalised
from noroshi.domain.verp import read_return_path
from noroshi.intake.bounces.read import read_mail
from noroshi.intake.bounces.report import Failed, MailKind, MailReport
from noroshi.storage import receipts, subscribers

ACCOUNT: Final = "mailbox"
_OURS: Final = re.compile(r"<msg-\d{1,12}-\d{1,12}-(\d{1,12})\.(\d{1,12})@[^\s<>]+>")
_CANARY: Final = re.compile(r"<canary-([A-Za-z0-9_-]{8,100})@[^\s<>]+>")
# Some services give every mail a Message-ID of their own; the subject stays.
_CANARY_SUBJECT: Final = re.compile(rb"^Subject: Noroshi test message ([0-9a-f]{32})\r?$", re.M)
_END_OF_HEADERS: Final = re.compile(rb"\r?\n\r?\n")
_COMPLAINTS: Final = frozenset({"abuse", "fraud", "miscategorized", "complaint"})
_LEAVING: Final = frozenset({"opt-out", "opt-out-list"})


class Fate(StrEnum):
    """What became of a mail."""

    RECORDED = "recorded"
    CANARY = "canary"
    """A test message of ours arrived."""
    NOTHING = "nothing"
    """Understood, and nothing follows: a delay, a vacation reply, an old report."""
    LEFT = "left"
    """Not for us to judge: a person should look at it."""


@dataclass(frozen=True, kw_only=True)
class _About:
    """Whom a report is about. ``is_signed``: a return path of ours proves it."""

    text_id: int
    subscriber_id: int
    address: str
    is_signed: bool


def take_in_mail(context: Context, raw: bytes, *, envelope: tuple[str, ...] = ()) -> Fate:
    """Read a mail and record what follows; it is durable when this returns. Safe to repeat.

    ``envelope`` are the recipients that it came in with, where the entrance knows them.
    """
    report = read_mail(raw, envelope=envelope)
    token = _canary_token(raw, report)
    if token:
        canary_seen(context, token, context.clock.now())
        return Fate.CANARY
    if report.kind in {MailKind.DELAY, MailKind.AUTOMATIC}:
        return Fate.NOTHING
    if report.kind is MailKind.OTHER:
        return Fate.LEFT
    about = whom(context, report)
    if about is None:
        return Fate.LEFT
    event = _event(report, about, at=context.clock.now())
    if event is None or not _is_recent(about.text_id, now=context.clock.now()):
        return Fate.NOTHING
    record_receipts(context, [event])
    return Fate.RECORDED


def _canary_token(raw: bytes, report: MailReport) -> str:
    by_id = _CANARY.fullmatch(report.own_id)
    if by_id:
        return by_id[1]
    if report.kind not in {MailKind.OTHER, MailKind.AUTOMATIC}:
        return ""  # a bounce of one: it has not arrived
    by_subject = _CANARY_SUBJECT.search(_END_OF_HEADERS.split(raw, maxsplit=1)[0])
    return by_subject[1].decode() if by_subject else ""


def is_expected(context: Context, address: str) -> bool:
    """Whether mail to an address is taken in at all: to return paths that we signed, and to the
    addresses that test messages are sent to."""
    if read_return_path(address, context.key) is not None:
        return True
    wanted = normalised(Channel.EMAIL, address)
    known = (each.canary.address for each in candidates_of(context, Channel.EMAIL))
    return any(wanted == normalised(Channel.EMAIL, one) for one in known if one)


def whom(context: Context, report: MailReport) -> _About | None:
    """Whom a report is about, if that is proven."""
    for address in report.candidates:
        pair = read_return_path(address, context.key)
        if pair:
            return _known(*pair, is_signed=True)
    named = {one for failed in report.failed for one in (failed.address, failed.original) if one}
    for message_id in report.message_ids:
        found = _OURS.fullmatch(message_id)
        about = _known(int(found[1]), int(found[2]), is_signed=False) if found else None
        if about and about.address in {normalised(Channel.EMAIL, one) for one in named}:
            return about
    return None


def _known(text_id: int, subscriber_id: int, *, is_signed: bool) -> _About | None:
    person = subscribers.named([subscriber_id]).get(subscriber_id)
    if person is None or person.channel is not Channel.EMAIL:
        return None
    address = normalised(Channel.EMAIL, person.address)
    return _About(
        text_id=text_id, subscriber_id=subscriber_id, address=address, is_signed=is_signed
    )


def _is_recent(text_id: int, *, now: datetime) -> bool:
    went_out = receipts.sent_at([text_id]).get(text_id)
    return went_out is not None and now - went_out <= BELIEVED_FOR


def _event(report: MailReport, about: _About, *, at: datetime) -> ReceiptEvent | None:
    make = _complaint if report.kind is MailKind.COMPLAINT else _bounce
    return make(report, about, at)


def _complaint(report: MailReport, about: _About, at: datetime) -> ReceiptEvent | None:
    if report.feedback in _LEAVING:
        return _of(ReceiptKind.UNSUBSCRIBED, about, at)
    if report.feedback in _COMPLAINTS:
        return _of(ReceiptKind.COMPLAINED, about, at, detail=report.feedback)
    return None


def _bounce(report: MailReport, about: _About, at: datetime) -> ReceiptEvent:
    theirs = next((one for one in report.failed if _is_theirs(one, about)), None)
    told = theirs or next(iter(report.failed), Failed(address=""))
    event = _of(ReceiptKind.BOUNCED, about, at, detail=told.detail, code=told.code)
    if theirs or event.blame is Fault.OURS:
        return event
    # It went on to an address that is not theirs (a forward): that one may be gone, not theirs.
    return _of(
        ReceiptKind.BOUNCED, about, at, detail=told.detail, code=told.code, fault=Fault.PASSING
    )


def _is_theirs(failed: Failed, about: _About) -> bool:
    named = (normalised(Channel.EMAIL, one) for one in (failed.address, failed.original))
    return about.address in named


def _of(
    kind: ReceiptKind,
    about: _About,
    at: datetime,
    *,
    code: str = "",
    detail: str = "",
    fault: Fault | None = None,
) -> ReceiptEvent:
    return ReceiptEvent(
        kind=kind,
        event_key=f"{kind}:{about.text_id}.{about.subscriber_id}",
        happened_at=at,
        text_id=about.text_id,
        subscriber_id=about.subscriber_id,
        code=code,
        detail=detail,
        account=ACCOUNT,
        fault=fault,
    )
