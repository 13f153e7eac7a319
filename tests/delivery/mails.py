"""Two approved texts of the sample company."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from noroshi.delivery.mail import Mailbox, MailText, NextUpdate

SENT_AT = datetime(2026, 3, 12, 14, 16, tzinfo=UTC)
UNSUBSCRIBE = "https://status.kitsune.example/u/7/aB3-_x"

ENGLISH = MailText(
    subject="Card payments in the EU: most work again, some still fail",
    company="Kitsune Cloud",
    scope="Checkout, Europe: partial outage",
    language="en",
    sender=Mailbox(name="Kitsune Cloud Status", address="status@kitsune.example"),
    reply_to=Mailbox(name="Kitsune Cloud Support", address="support@kitsune.example"),
    link="https://eu.kitsune-status.example/incidents/148",
    manage_url="https://eu.kitsune-status.example/manage",
    reason_line="You get this because you subscribed to Checkout, Europe.",
    sent_line="Sent 15:16 CET, 12 March 2026, update 4.",
    next_update=NextUpdate(by="15:35 CET"),
    body_markdown=(
        "We are sorry that some card payments at your checkout still fail.\n\n"
        "**What you can do**\n\n- Let your customers pay by bank transfer.\n"
        "- See [what to tell customers](https://kitsune.example/help).\n\n"
        "100% of refunds work.\n"
    ),
)

JAPANESE = MailText(
    subject="EU地域のカード決済について：多くは復旧しましたが、一部で失敗が続いています",
    company="Kitsune Cloud",
    scope="チェックアウト（欧州）：一部停止",
    language="ja",
    sender=Mailbox(name="Kitsune Cloud ステータス", address="status@kitsune.example"),
    link="https://eu.kitsune-status.example/ja/incidents/148",
    reason_line="「チェックアウト（欧州）」のお知らせを購読されている方にお送りしています。",
    sent_line="送信：2026年3月12日 23:16（日本時間）、第4報",
    next_update=NextUpdate(by="23:35（日本時間）"),
    body_markdown=(
        "一部のカード決済が引き続き失敗しており、お客様にはご迷惑をおかけして申し訳ございません。\n\n"
        "- 銀行振込をご案内ください。\n"
    ),
)


def read_back(copy: bytes) -> EmailMessage:
    message = BytesParser(policy=default).parsebytes(copy)
    assert isinstance(message, EmailMessage)
    return message


def bodies(message: EmailMessage) -> tuple[str, str]:
    text, page = (str(part.get_content()) for part in message.iter_parts())
    return text, page
