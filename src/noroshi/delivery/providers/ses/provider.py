"""Mail through Amazon SES: SendEmail of SESv2 with the approved bytes."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
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
    wrong,
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
from noroshi.delivery.http.copies import receiver
from noroshi.delivery.http.session import HttpProvider
from noroshi.delivery.providers.ses.signing import Signer
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.net import Reply, json_body

_LARGEST_MAIL: Final = 10 * 1024 * 1024
_TOO_FAST: Final = frozenset({"TooManyRequestsException", "ThrottlingException", "Throttling"})
_BAD_RECEIVER: Final = (
    "missing final '@domain'",
    "illegal address",
    "local address contains control or whitespace",
    "domain contains control or whitespace",
    "domain contains dot-dot",
    "domain starts with dot",
    "domain ends with dot",
    "domain contains illegal character",
)

DESCRIPTOR: Final = Descriptor(
    name="ses",
    channel=Channel.EMAIL,
    title={"en": "Amazon SES", "ja": "Amazon SES"},
    help={
        "en": "Hands each mail to Amazon SES, byte for byte as it was made here; SES replaces the "
        "Message-ID and signs (DKIM) with your verified domain. Receipts need a configuration set "
        "that publishes events to SNS.",
        "ja": "作成したメールをそのままAmazon SESに引き渡します。Message-IDはSESのものに置き換わり、"
        "DKIM署名には検証済みのドメインが使われます。配信状況を受け取るには、SNSへイベントを発行する"
        "設定セットが必要です。",
    },
    fields=(
        Field(
            name="region",
            label={"en": "Region", "ja": "リージョン"},
            help={"en": "Such as eu-central-1.", "ja": "例：ap-northeast-1"},
            required=True,
        ),
        Field(
            name="access_key_id",
            label={"en": "Access key ID", "ja": "アクセスキーID"},
            help={
                "en": "The permission ses:SendEmail is enough. Leave both keys empty to use "
                "the role of the machine.",
                "ja": "ses:SendEmail の権限だけで足ります。マシンのIAMロールを使う場合は、両方の"
                "キーを空欄にします。",
            },
        ),
        Field(
            name="secret_access_key",
            label={"en": "Secret access key", "ja": "シークレットアクセスキー"},
            secret=True,
        ),
        Field(
            name="configuration_set",
            label={"en": "Configuration set", "ja": "設定セット"},
            help={
                "en": "The one that publishes deliveries, bounces and complaints.",
                "ja": "配信、バウンス、苦情のイベントを発行する設定セットの名前です。",
            },
        ),
        base_url_field(
            "",
            en="Empty: that of the region. Change it for a private endpoint only.",
            ja="空欄の場合はリージョンのエンドポイントを使います。VPCエンドポイントなどを使う場合のみ"
            "指定します。",
        ),
        Field(
            name="topic_arn",
            label={"en": "SNS topic for receipts", "ja": "配信状況のSNSトピック"},
            help={
                "en": "ARN of the topic that the configuration set publishes to.",
                "ja": "設定セットの発行先SNSトピックのARNです。",
            },
        ),
        Field(
            name="sns_signature_1",
            label={"en": "Accept SNS signature version 1", "ja": "SNS署名バージョン1を許可"},
            help={
                "en": "Version 1 uses SHA-1. Set the topic to version 2 instead.",
                "ja": "バージョン1はSHA-1です。トピック側でバージョン2に設定してください。",
            },
            default="no",
            choices=("no", "yes"),
        ),
        connections_field(8),
    ),
    limits=Limits(largest_parcel=_LARGEST_MAIL),
)


class SesDesk:
    """One SES account and region."""

    typed_by_receiver = False

    def __init__(self, base: str, configuration_set: str, signer: Signer) -> None:
        self._url = f"{base}/v2/email/outbound-emails"
        self._set = configuration_set
        self._signer = signer

    async def ask(self, parcel: Parcel, now: datetime) -> Ask:
        """The bytes and the one person they are for, signed."""
        del now  # the signature's time is taken by the library that makes it
        body = json_body(self._mail(parcel))
        headers = await self._signer.headers(self._url, body)
        return Ask(url=self._url, body=body, headers=headers)

    def _mail(self, parcel: Parcel) -> Mapping[str, Any]:
        mail: dict[str, Any] = {
            "Destination": {"ToAddresses": [receiver(parcel.address)]},
            "Content": {"Raw": {"Data": base64.b64encode(parcel.content).decode("ascii")}},
            # A tag may have no dot in it.
            "EmailTags": [{"Name": REFERENCE, "Value": parcel.reference.replace(".", "-")}],
        }
        if self._set:
            mail["ConfigurationSetName"] = self._set
        return mail

    def judge(self, reply: Reply, now: datetime) -> Receipt:
        """200 is taken; see README for the rest."""
        if 200 <= reply.status < 300:
            return Receipt(code="200", detail=words(json_of(reply).get("MessageId", "")))
        raise _failure(reply, now)


def _failure(reply: Reply, now: datetime) -> DeliveryFailed:
    answer = json_of(reply)
    fault = words(reply.headers.get("x-amzn-errortype") or answer.get("__type", ""))
    fault = fault.split(":")[0].rpartition("#")[2]
    message = words(answer.get("message") or answer.get("Message") or "")
    says = f"SES answered {reply.status} {fault}: {message}"
    if fault in _TOO_FAST:
        return throttled(reply, says)
    if fault == "BadRequestException" and message.lower().startswith(_BAD_RECEIVER):
        return refused(reply, says, reason=Reason.BAD_ADDRESS)
    if reply.status == 413:
        return refused(reply, says, reason=Reason.NOT_RENDERED)
    if 400 <= reply.status < 500 and reply.status != 429:
        return for_now(reply, says)
    return general_failure(reply, now, says)


def _build(settings: Mapping[str, str], tools: Tools) -> Provider:
    region = read_name(settings, "region")
    key, secret = settings["access_key_id"].strip(), read_token(settings, "secret_access_key")
    if bool(key) != bool(secret.reveal()):
        raise wrong(
            "secret_access_key",
            en="Give both keys, or none of them to use the role of the machine.",
            ja="キーは両方とも指定するか、両方とも空欄（IAMロールを使用）にしてください。",
        )
    own = read_base_url(settings) if settings["base_url"] else ""
    signer = Signer(region=region, key_id=read_name(settings, "access_key_id"), secret=secret)
    desk = SesDesk(
        own or f"https://email.{region}.amazonaws.com",
        read_name(settings, "configuration_set"),
        signer,
    )
    return HttpProvider(desk, tools, read_allowance(settings))


SES: Final = ProviderType(descriptor=DESCRIPTOR, build=_build)
