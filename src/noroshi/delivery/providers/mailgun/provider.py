"""Mail through Mailgun: the approved bytes as they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

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
from noroshi.delivery.http.answers import (
    for_now,
    general_failure,
    json_of,
    refused,
    words,
    words_of,
)
from noroshi.delivery.http.calls import Ask, not_possible
from noroshi.delivery.http.copies import receiver
from noroshi.delivery.http.session import HttpProvider
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.kernel.secret import Secret
from noroshi.net import Reply, basic_auth, parts_body

_LARGEST_MAIL: Final = 25 * 1024 * 1024
_BAD_RECEIVER: Final = ("to parameter is not a valid address", "'to' parameter is not a valid")

DESCRIPTOR: Final = Descriptor(
    name="mailgun",
    channel=Channel.EMAIL,
    title={"en": "Mailgun", "ja": "Mailgun"},
    help={
        "en": "Hands each mail to Mailgun, byte for byte as it was made here. Mailgun signs it "
        "(DKIM) with your sending domain.",
        "ja": "作成したメールをそのままのバイト列でMailgunに引き渡します。DKIM署名には、Mailgunに"
        "登録した送信ドメインが使われます。",
    },
    fields=(
        Field(
            name="api_key",
            label={"en": "API key", "ja": "APIキー"},
            help={
                "en": "The sending key of the domain is enough.",
                "ja": "ドメインの送信用キー（Sending API key）で足ります。",
            },
            required=True,
            secret=True,
        ),
        Field(
            name="domain",
            label={"en": "Sending domain", "ja": "送信ドメイン"},
            help={
                "en": "As it is called at Mailgun, such as mg.example.com.",
                "ja": "Mailgunに登録した名前です（例：mg.example.com）。",
            },
            required=True,
        ),
        base_url_field(
            "https://api.mailgun.net",
            en="For a domain in the EU region: https://api.eu.mailgun.net.",
            ja="EUリージョンのドメインでは https://api.eu.mailgun.net を指定します。",
        ),
        Field(
            name="callback_secret",
            label={"en": "Webhook signing key", "ja": "Webhook署名キー"},
            help={
                "en": "From Mailgun: API security, HTTP webhook signing key.",
                "ja": "Mailgunの「HTTP webhook signing key」です。",
            },
            secret=True,
        ),
        connections_field(8),
    ),
    limits=Limits(largest_parcel=_LARGEST_MAIL),
)


class MailgunDesk:
    """One sending domain at Mailgun."""

    typed_by_receiver = False

    def __init__(self, base: str, domain: str, key: Secret) -> None:
        self._url = f"{base}/v3/{domain}/messages.mime"
        self._key = key

    async def ask(self, parcel: Parcel, now: datetime) -> Ask:
        """The bytes and the one person they are for."""
        del now
        fields = {
            "to": receiver(parcel.address, utf8=True),
            f"v:{REFERENCE}": parcel.reference,
            "o:tracking": "no",
            "o:tracking-clicks": "no",
            "o:tracking-opens": "no",
        }
        try:
            body = parts_body(fields, file="message", content=parcel.content)
        except ValueError as error:
            raise not_possible(str(error)) from None
        headers = {"authorization": basic_auth("api", self._key)}
        return Ask(url=self._url, body=body, headers=headers)

    def judge(self, reply: Reply, now: datetime) -> Receipt:
        """200 is taken; see README for the rest."""
        if 200 <= reply.status < 300:
            return Receipt(code=str(reply.status), detail=words(json_of(reply).get("id", "")))
        raise _failure(reply, now)


def _failure(reply: Reply, now: datetime) -> DeliveryFailed:
    message = words(json_of(reply).get("message", "")) or words_of(reply)
    says = f"Mailgun answered {reply.status}: {message}"
    if reply.status == 400 and any(known in message.lower() for known in _BAD_RECEIVER):
        return refused(reply, says, reason=Reason.BAD_ADDRESS)
    if reply.status == 413:
        return refused(reply, says, reason=Reason.NOT_RENDERED)
    if reply.status in {400, 401, 402, 403, 404}:
        return for_now(reply, says)
    return general_failure(reply, now, says)


def _build(settings: Mapping[str, str], tools: Tools) -> Provider:
    desk = MailgunDesk(
        read_base_url(settings), read_name(settings, "domain"), read_token(settings, "api_key")
    )
    return HttpProvider(desk, tools, read_allowance(settings))


MAILGUN: Final = ProviderType(descriptor=DESCRIPTOR, build=_build)
