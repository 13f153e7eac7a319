"""Mail through SendGrid's v3 API: a JSON mail made from the approved copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from noroshi.delivery.contract import (
    DeliveryFailed,
    Descriptor,
    Field,
    Limits,
    Parcel,
    Provider,
    ProviderType,
    Receipt,
    Tools,
)
from noroshi.delivery.http.accounts import (
    REFERENCE,
    base_url_field,
    connections_field,
    read_allowance,
    read_base_url,
    read_token,
)
from noroshi.delivery.http.answers import (
    for_now,
    general_failure,
    json_of,
    refused,
    throttled,
    words,
)
from noroshi.delivery.http.calls import Ask
from noroshi.delivery.http.copies import Copy, Sender, read_copy, receiver
from noroshi.delivery.http.session import HttpProvider
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.kernel.secret import Secret
from noroshi.net import Reply, json_body

_LARGEST_MAIL: Final = 20 * 1024 * 1024
_RECEIVER: Final = "personalizations.0.to.0.email"
_LONGEST_WAIT: Final = timedelta(hours=1)

DESCRIPTOR: Final = Descriptor(
    name="sendgrid",
    channel=Channel.EMAIL,
    title={"en": "SendGrid", "ja": "SendGrid"},
    help={
        "en": "Hands each mail to SendGrid's web API. SendGrid signs it (DKIM) with the domain "
        "that you have authenticated there.",
        "ja": "SendGridのWeb APIにメールを1通ずつ引き渡します。DKIM署名には、SendGridで認証済みの"
        "ドメインが使われます。",
    },
    fields=(
        Field(
            name="api_key",
            label={"en": "API key", "ja": "APIキー"},
            help={
                "en": "The permission Mail Send is enough.",
                "ja": "「Mail Send」の権限だけで足ります。",
            },
            required=True,
            secret=True,
        ),
        base_url_field(
            "https://api.sendgrid.com",
            en="For data kept in the EU: https://api.eu.sendgrid.com.",
            ja="EU内でデータを処理する場合は https://api.eu.sendgrid.com を指定します。",
        ),
        Field(
            name="callback_public_key",
            label={"en": "Verification key for receipts", "ja": "配信状況の検証キー"},
            help={
                "en": "From SendGrid: Mail Settings, Signed Event Webhook.",
                "ja": "SendGridの「Signed Event Webhook」に表示される公開鍵です。",
            },
        ),
        connections_field(8),
    ),
    limits=Limits(largest_parcel=_LARGEST_MAIL),
)


class SendGridDesk:
    """One SendGrid account."""

    typed_by_receiver = False

    def __init__(self, base: str, key: Secret) -> None:
        self._url = f"{base}/v3/mail/send"
        self._key = key

    async def ask(self, parcel: Parcel, now: datetime) -> Ask:
        """One mail to one person, with nothing added or tracked."""
        del now
        mail = _mail(read_copy(parcel.content), receiver(parcel.address), parcel.reference)
        return Ask(
            url=self._url,
            body=json_body(mail),
            headers={"authorization": f"Bearer {self._key.reveal()}"},
        )

    def judge(self, reply: Reply, now: datetime) -> Receipt:
        """202 is taken; see README for the rest."""
        if 200 <= reply.status < 300:
            return Receipt(code=str(reply.status), detail=reply.headers.get("x-message-id", ""))
        raise _failure(reply, now)


def _failure(reply: Reply, now: datetime) -> DeliveryFailed:
    fault = _first_fault(reply)
    says = f"SendGrid answered {reply.status}: {words(fault.get('message', ''))}"
    if reply.status == 400 and fault.get("field") == _RECEIVER:
        return refused(reply, says, reason=Reason.BAD_ADDRESS)
    if reply.status == 413:
        return refused(reply, says, reason=Reason.NOT_RENDERED)
    if reply.status == 429 and "retry-after" not in reply.headers:
        return throttled(reply, says, wait=_until_reset(reply, now))
    if reply.status in {400, 401, 403, 404}:
        return for_now(reply, says)
    return general_failure(reply, now, says)


def _first_fault(reply: Reply) -> Mapping[str, Any]:
    faults = json_of(reply).get("errors")
    first = faults[0] if isinstance(faults, list) and faults else {}
    return first if isinstance(first, dict) else {}


def _until_reset(reply: Reply, now: datetime) -> timedelta | None:
    text = reply.headers.get("x-ratelimit-reset", "")
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        return None
    wait = timedelta(seconds=int(text) - int(now.timestamp()))
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def _mail(copy: Copy, to: str, reference: str) -> Mapping[str, Any]:
    off = {"enable": False}
    mail = {
        "personalizations": [{"to": [{"email": to}], "custom_args": {REFERENCE: reference}}],
        "from": _mailbox(copy.sender),
        "subject": copy.subject,
        "content": [
            {"type": "text/plain", "value": copy.text},
            {"type": "text/html", "value": copy.page},
        ],
        "headers": dict(copy.headers),
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": off,
            "subscription_tracking": off,
            "ganalytics": off,
        },
    }
    if copy.reply_to is not None:
        mail["reply_to"] = _mailbox(copy.reply_to)
    return mail


def _mailbox(sender: Sender) -> Mapping[str, str]:
    return {"email": sender.address, "name": sender.name}


def _build(settings: Mapping[str, str], tools: Tools) -> Provider:
    desk = SendGridDesk(read_base_url(settings), read_token(settings, "api_key"))
    return HttpProvider(desk, tools, read_allowance(settings))


SENDGRID: Final = ProviderType(descriptor=DESCRIPTOR, build=_build)
