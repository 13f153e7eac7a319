"""Mails that come back, in the shapes that relays write."""

from __future__ import annotations

from noroshi.domain.verp import return_path
from tests.cast import World
from tests.receipts.sent import Sent

BASE = "bounces@status.example.com"


def signed(world: World, one: Sent, place: int = 0) -> str:
    """The return path of one reader's copy."""
    return return_path(BASE, one.text_id, one.people[place], world.context.key)


def postfix(
    to: str,
    *,
    failed: str = "rin0@reader.example",
    original: str = "",
    status: str = "5.1.1",
    action: str = "failed",
    says: str = "550 5.1.1 user unknown",
    message_id: str = "<other@relay.example>",
) -> bytes:
    """A delivery status notification (RFC 3464), as Postfix writes it."""
    first = f"Original-Recipient: rfc822;{original}\n" if original else ""
    return (
        "Return-Path: <>\n"
        "From: MAILER-DAEMON@relay.example (Mail Delivery System)\n"
        f"To: {to}\n"
        "Subject: Undelivered Mail Returned to Sender\n"
        "Auto-Submitted: auto-replied\n"
        "MIME-Version: 1.0\n"
        "Message-ID: <report-1@relay.example>\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n'
        "\n"
        "--b\nContent-Type: text/plain\n\n"
        f"<{failed}>: host mx.reader.example said: {says}\n\n"
        "--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; relay.example\n\n"
        f"Final-Recipient: rfc822; {failed}\n{first}"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {says}\n\n"
        "--b\nContent-Type: message/rfc822\n\n"
        f"From: status@kitsune.example\nTo: rin0@reader.example\nMessage-ID: {message_id}\n"
        "Subject: Checkout errors\n\nhello\n\n--b--\n"
    ).encode()


def complaint(to: str, *, sender: str = "", feedback: str = "abuse") -> bytes:
    """A complaint (RFC 5965); ``sender`` is the returned mail's return path."""
    return (
        "From: feedback@isp.example\n"
        f"To: {to}\n"
        "Subject: FW: Checkout errors\n"
        "MIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\n'
        "\n"
        "--b\nContent-Type: text/plain\n\nThis is an abuse report.\n\n"
        "--b\nContent-Type: message/feedback-report\n\n"
        f"Feedback-Type: {feedback}\nUser-Agent: x/1\nVersion: 1\n"
        f"Original-Mail-From: <{sender}>\n\n"
        "--b\nContent-Type: message/rfc822\n\n"
        f"Return-Path: <{sender}>\nFrom: status@kitsune.example\nSubject: Checkout errors\n\nhello\n"
        "\n--b--\n"
    ).encode()


def vacation(to: str) -> bytes:
    """An automatic answer."""
    return (
        f"From: rin0@reader.example\nTo: {to}\nSubject: Out of office\n"
        "Auto-Submitted: auto-replied\n\nI am away.\n"
    ).encode()


def note(to: str) -> bytes:
    """A mail from a person."""
    return f"From: mallory@x.example\nTo: {to}\nSubject: hi\n\nhello\n".encode()
