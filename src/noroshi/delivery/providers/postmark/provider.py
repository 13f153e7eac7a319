"""Mail through Postmark: a JSON mail made from the approved copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
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
    read_name,
    read_token,
)
from noroshi.delivery.http.answers import for_now, general_failure, json_of, refused, words
from noroshi.delivery.http.calls import Ask
from noroshi.delivery.http.copies import Copy, Sender, read_copy, receiver
from noroshi.delivery.http.session import HttpProvider
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import FailureKind, Reason
from noroshi.kernel.secret import Secret
from noroshi.net import Reply, json_body

_LARGEST_MAIL: Final = 10 * 1024 * 1024
_INACTIVE: Final = 406
_INVALID_MAIL: Final = 300

DESCRIPTOR: Final = Descriptor(
    name="postmark",
    channel=Channel.EMAIL,
    title={"en": "Postmark", "ja": "Postmark"},
    help={
        "en": "Hands each mail to Postmark's API. Postmark signs it (DKIM) with the domain that "
        "you have verified there.",
        "ja": "PostmarkのAPIにメールを1通ずつ引き渡します。DKIM署名には、Postmarkで確認済みの"
        "ドメインが使われます。",
    },
    fields=(
        Field(
            name="server_token",
            label={"en": "Server API token", "ja": "サーバーAPIトークン"},
            required=True,
            secret=True,
        ),
        Field(
            name="stream",
            label={"en": "Message stream", "ja": "メッセージストリーム"},
            help={
                "en": "Postmark wants notices to many people in a broadcast stream. Set that "
                "stream's unsubscribe handling to custom, so that our own link stays the only one.",
                "ja": "多数宛てのお知らせには、ブロードキャスト用のストリームが必要です。"
                "配信停止リンクが重複しないよう、そのストリームの配信停止の設定を「Custom」に"
                "してください。",
            },
            default="broadcast",
        ),
        base_url_field(
            "https://api.postmarkapp.com",
            en="Change it only for a proxy of your own.",
            ja="自社のプロキシを経由する場合のみ変更します。",
        ),
        Field(
            name="callback_secret",
            label={"en": "Secret for receipts", "ja": "配信状況の共有シークレット"},
            help={
                "en": "Any long random text; set it in Postmark too.",
                "ja": "長いランダムな文字列です。Postmark側にも設定します。",
            },
            secret=True,
        ),
        connections_field(8),
    ),
    limits=Limits(largest_parcel=_LARGEST_MAIL),
)


class PostmarkDesk:
    """One server and stream at Postmark."""

    typed_by_receiver = False

    def __init__(self, base: str, stream: str, token: Secret) -> None:
        self._url = f"{base}/email"
        self._stream = stream
        self._token = token

    async def ask(self, parcel: Parcel, now: datetime) -> Ask:
        """One mail to one person, with nothing added or tracked."""
        del now
        mail = _mail(read_copy(parcel.content), receiver(parcel.address), parcel.reference)
        return Ask(
            url=self._url,
            body=json_body({**mail, "MessageStream": self._stream}),
            headers={
                "accept": "application/json",
                "x-postmark-server-token": self._token.reveal(),
            },
        )

    def judge(self, reply: Reply, now: datetime) -> Receipt:
        """200 with error code 0 is taken; see README for the rest."""
        answer = json_of(reply)
        code = answer.get("ErrorCode")
        if reply.status == 200 and code == 0:
            return Receipt(code="200", detail=words(answer.get("MessageID", "")))
        raise _failure(reply, code, now)


def _failure(reply: Reply, code: object, now: datetime) -> DeliveryFailed:
    message = words(json_of(reply).get("Message", ""))
    says = f"Postmark answered {reply.status} ({code}): {message}"
    known = str(code) if isinstance(code, int) else str(reply.status)
    if code == _INACTIVE:
        return refused(reply, says, code=known, reason=_inactive_reason(message))
    if code == _INVALID_MAIL and ("'To'" in message or "'to'" in message):
        return refused(reply, says, code=known, reason=Reason.BAD_ADDRESS)
    if reply.status == 413:
        return refused(reply, says, code="413", reason=Reason.NOT_RENDERED)
    if reply.status == 200 and code is None:
        # Not an answer of Postmark's: nobody can say whether it took the mail.
        return DeliveryFailed(FailureKind.UNKNOWN, says, code="200")
    if reply.status in {200, 401, 404, 422}:
        return for_now(reply, says, code=known)
    return general_failure(reply, now, says)


def _inactive_reason(message: str) -> Reason:
    lower = message.lower()
    if "spam complaint" in lower and "hard bounce" not in lower:
        return Reason.COMPLAINED
    return Reason.BOUNCED


def _mail(copy: Copy, to: str, reference: str) -> Mapping[str, Any]:
    # Postmark makes a Message-ID of its own unless it is asked to keep ours.
    headers = {**copy.headers, "X-PM-KeepID": "true"}
    mail = {
        "From": _mailbox(copy.sender),
        "To": to,
        "Subject": copy.subject,
        "TextBody": copy.text,
        "HtmlBody": copy.page,
        "Headers": [{"Name": name, "Value": value} for name, value in headers.items()],
        "Metadata": {REFERENCE: reference},
        "TrackOpens": False,
        "TrackLinks": "None",
    }
    if copy.reply_to is not None:
        mail["ReplyTo"] = _mailbox(copy.reply_to)
    return mail


def _mailbox(sender: Sender) -> str:
    return str(Address(display_name=sender.name, addr_spec=sender.address))


def _build(settings: Mapping[str, str], tools: Tools) -> Provider:
    desk = PostmarkDesk(
        read_base_url(settings),
        read_name(settings, "stream"),
        read_token(settings, "server_token"),
    )
    return HttpProvider(desk, tools, read_allowance(settings))


POSTMARK: Final = ProviderType(descriptor=DESCRIPTOR, build=_build)
